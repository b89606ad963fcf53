#include "sqlite/write_gather.h"

namespace partita::sqlite {

int WriteGather::Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const bool follows = offset == offset_ + static_cast<sqlite3_int64>(held_.size());
  if (!follows || held_.size() + static_cast<size_t>(size) > kMaxBytes) {
    if (const int code = Flush(file); code != SQLITE_OK) return code;
  }
  if (static_cast<size_t>(size) > kMaxBytes) {
    return file->pMethods->xWrite(file, bytes, size, offset);
  }
  if (held_.empty()) offset_ = offset;
  const char* from = static_cast<const char*>(bytes);
  held_.insert(held_.end(), from, from + size);
  return SQLITE_OK;
}

int WriteGather::Flush(sqlite3_file* file) {
  if (held_.empty()) return SQLITE_OK;
  const int size = static_cast<int>(held_.size());
  const int code = file->pMethods->xWrite(file, held_.data(), size, offset_);
  held_.clear();
  return code;
}

}  // namespace partita::sqlite
