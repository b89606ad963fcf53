// What a SQLite result code means to the caller: one table from codes to base::ErrorKind.
//
//   FULL, BUSY, LOCKED, NOMEM   kUnavailable  nothing has happened, later may be better
//   IOERR and its extensions    kUnknown      it may have happened: the owner says so and exits
//   CORRUPT, NOTADB             kCorrupt      serve nothing made from these bytes
//   CANTOPEN, PERM, READONLY …  kFailed       report it
// MISUSE, RANGE and a syntax error are bugs of this program, not of the world: statement.cc ends
// the process on them. Source: https://www.sqlite.org/rescode.html
#pragma once

#include <string_view>

#include "base/error.h"

struct sqlite3;

namespace partita::sqlite {

// `code` may be an extended result code. The message is "<what>: <SQLite's text> (<code>)".
base::Error ErrorFromCode(int code, std::string_view what);

// The same with the text of the connection's latest error, which names tables and columns.
base::Error ErrorFromConnection(sqlite3* connection, int code, std::string_view what);

}  // namespace partita::sqlite
