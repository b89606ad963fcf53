// The file of a slot on disk and the claim on it: "slot-0001.db" with "slot-0001.db.lock" beside.
//
// The claim is an OFD write lock on the companion: it ends with the process however that dies, it
// is not lost when some descriptor of the same file is closed (as POSIX locks are), and a second
// owner gets kUnavailable while the first lives. The database file itself is never locked by us:
// SQLite has its own locks there. Both files are 0600; a file that others may touch is refused
// (kInvalid).
#pragma once

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace partita::store {

class SlotFile {
 public:
  // Claims `path`, creating an empty database file if there is none. The claim lives as long as the
  // SlotFile.
  static base::Result<SlotFile> Claim(const std::string& path);

  bool is_new() const { return is_new_; }  // zero bytes: no schema yet
  // True if the last owner did not close the file: there is a WAL with something in it.
  bool has_wal() const { return has_wal_; }

 private:
  SlotFile(base::UniqueFd lock, bool is_new, bool has_wal)
      : lock_(std::move(lock)), is_new_(is_new), has_wal_(has_wal) {}

  base::UniqueFd lock_;
  bool is_new_;
  bool has_wal_;
};

}  // namespace partita::store
