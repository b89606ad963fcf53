#include "sqlite/sqlite_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace partita::sqlite {
namespace {

base::ErrorKind KindOf(int code) {
  if (code == SQLITE_IOERR_NOMEM) return base::ErrorKind::kUnavailable;
  if (code == SQLITE_IOERR_CORRUPTFS) return base::ErrorKind::kCorrupt;
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
      return base::ErrorKind::kUnavailable;
    case SQLITE_IOERR:
      return base::ErrorKind::kUnknown;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::ErrorKind::kCorrupt;
    default:
      return base::ErrorKind::kFailed;
  }
}

}  // namespace

base::Error ErrorFromCode(int code, std::string_view what) {
  return {KindOf(code), fmt::format("{}: {} ({})", what, sqlite3_errstr(code), code)};
}

base::Error ErrorFromConnection(sqlite3* connection, int code, std::string_view what) {
  if (connection == nullptr) return ErrorFromCode(code, what);
  return {KindOf(code), fmt::format("{}: {} ({})", what, sqlite3_errmsg(connection), code)};
}

}  // namespace partita::sqlite
