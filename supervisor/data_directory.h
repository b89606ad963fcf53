// The data directory: whose it is, who holds it now, and what was decided when it was made.
//
//   partita.lock   held (OFD lock) by the one supervisor; its text is that one's pid, empty after
//                  a stop in order
//   partita.json   the manifest (manifest.h), never changed once written
//   status.sock    where `partita status` asks
//
// The directory must be closed to others (0700): the files in it are the tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/fd.h"
#include "base/result.h"
#include "supervisor/manifest.h"

namespace partita::supervisor {

class DataDirectory {
 public:
  DataDirectory() = default;  // none yet

  // Makes the directory if it is missing, and takes the lock. kInvalid: open to others, or not
  // ours. kUnavailable: another supervisor holds it; the message names its pid.
  static base::Result<DataDirectory> Open(const std::string& path);

  DataDirectory(DataDirectory&&) = default;
  DataDirectory& operator=(DataDirectory&&) = default;

  // The manifest; written now if there is none, with `wanted_slots` or else `default_slots`.
  // kInvalid: there is one and it says another number than `wanted_slots`. kCorrupt: not a manifest
  // of this format.
  base::Result<Manifest> Settle(std::optional<uint32_t> wanted_slots, uint32_t default_slots);

  // The one before ended without ReleaseInOrder(): its children may still be dying, for an instant.
  bool left_behind() const { return left_behind_; }
  // The stop was in order: empties the lock file. The lock itself goes with the process.
  void ReleaseInOrder();

  const std::string& path() const { return path_; }
  int fd() const { return directory_.get(); }

 private:
  base::Status TakeLock();

  std::string path_;
  base::UniqueFd directory_;
  base::UniqueFd lock_;
  bool left_behind_ = false;
};

}  // namespace partita::supervisor
