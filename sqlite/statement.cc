#include "sqlite/statement.h"

#include <sqlite3.h>

#include "base/log.h"
#include "sqlite/sqlite_error.h"

namespace partita::sqlite {

Statement::~Statement() { sqlite3_finalize(statement_); }

base::Status Statement::Prepare() {
  if (statement_ != nullptr) return {};
  const int code =
      sqlite3_prepare_v3(database_.handle(), sql_.data(), static_cast<int>(sql_.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code == SQLITE_OK) return {};
  base::Error error = ErrorFromConnection(database_.handle(), code, sql_);
  if (code == SQLITE_ERROR) base::Log(base::LogLevel::kError, "{}", error.message);
  PARTITA_CHECK(code != SQLITE_ERROR && code != SQLITE_MISUSE, "a statement that does not compile");
  return error;
}

void Statement::BindInt64(int index, int64_t value) {
  const int code = sqlite3_bind_int64(statement_, index, value);
  PARTITA_CHECK(code == SQLITE_OK, "a parameter the statement does not have");
}

void Statement::BindBytes(int index, std::string_view value) {
  // A null pointer would bind NULL: an empty view is an empty blob.
  const char* data = value.data() == nullptr ? "" : value.data();
  const int code = sqlite3_bind_blob64(statement_, index, data, value.size(), SQLITE_STATIC);
  PARTITA_CHECK(code == SQLITE_OK, "a parameter the statement does not have");
}

Statement::Rows::~Rows() {
  if (statement_.statement_ != nullptr) sqlite3_reset(statement_.statement_);
}

base::Result<bool> Statement::Rows::Next() {
  if (!bound_.ok()) return bound_.error();
  const int code = sqlite3_step(statement_.statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  PARTITA_CHECK(code != SQLITE_MISUSE, "a statement used against its rules");
  return ErrorFromConnection(statement_.database_.handle(), code, statement_.sql_);
}

int64_t Statement::Rows::Int64(int column) const {
  return sqlite3_column_int64(statement_.statement_, column);
}

std::string_view Statement::Rows::Bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.statement_, column);
  const int size = sqlite3_column_bytes(statement_.statement_, column);
  return {static_cast<const char*>(data), data == nullptr ? 0 : static_cast<size_t>(size)};
}

}  // namespace partita::sqlite
