// Holds back writes that follow one another in a file and hands them on as one: SQLite writes a
// commit to the WAL as a header of 24 bytes and a page, again and again, and each call costs more
// than its copy.
//
// What is held is in nobody's hands but this process's: Flush() before the file is read, synced,
// measured, cut or closed. Only for a file whose owner trusts nothing that he has not synced.
// An error of the disk shows at the Flush(); what was held is dropped then, as if a write had
// failed half way.
//
// Thread safety: the file's thread.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <vector>

namespace partita::sqlite {

class WriteGather {
 public:
  // More than this is never held. SQLite's layer for Unix takes the 17 low bits of a size for the
  // size (os_unix.c, seekAndWriteFd): a write of 128 KiB would be taken for one of nothing.
  static constexpr size_t kMaxBytes = 126u << 10;
  static_assert(kMaxBytes <= 0x1ffff);

  // SQLite's result codes; `file` is the one beneath.
  int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset);
  int Flush(sqlite3_file* file);

 private:
  std::vector<char> held_;
  sqlite3_int64 offset_ = 0;  // of the first byte that is held
};

}  // namespace partita::sqlite
