// What a write-ahead log holds, counted from its bytes: SQLite itself ends its reading at the first
// frame whose checksum fails and says nothing, however much was committed behind it.
//
// A log is a header of 32 bytes and frames of 24 bytes and a page. Every frame carries the two
// salts of the header — frames of an earlier use of the file have others — and a checksum over all
// frames up to it; the last frame of a transaction says the size of the database, the others say 0.
// Source: https://www.sqlite.org/fileformat2.html#walformat
//
// After a loss of power the last transaction may be torn: it was not acknowledged, and its frames
// may have reached the disk in any order. So one commit behind the first bad frame proves nothing;
// a second one does, because it was begun after the first was synced.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace partita::sqlite {

struct WalInspection {
  uint64_t frames = 0;        // good ones, from the start
  uint64_t commits = 0;       // transactions among them
  uint64_t commits_lost = 0;  // behind the first bad frame, of the same use of the file
  bool damaged() const { return commits_lost > 1; }
};

// An empty or missing file has nothing in it. Errors: the file cannot be read.
base::Result<WalInspection> InspectWal(const std::string& path);

}  // namespace partita::sqlite
