#include "sqlite/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/sqlite_error.h"
#include "sqlite/statement.h"

namespace partita::sqlite {

void AssumeOneThread() {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

base::Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  sqlite3* connection = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                    SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(options.path.c_str(), &connection, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (code != SQLITE_OK) {
    base::Error error =
        ErrorFromConnection(connection, code, fmt::format("opening {}", options.path));
    sqlite3_close(connection);
    return error;
  }
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return std::unique_ptr<Database>(new Database(connection, options.path));
}

Database::~Database() {
  const int code = sqlite3_close(connection_);
  PARTITA_CHECK(code != SQLITE_BUSY, "a statement outlives its database");
}

base::Status Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return ErrorFromConnection(connection_, code, sql);
  return {};
}

base::Result<int64_t> Database::QueryInt64(const std::string& sql) {
  Statement statement(*this, sql);
  auto rows = statement.Query();
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) return base::Error::NotFound(fmt::format("{}: no row", sql));
  return rows.Int64(0);
}

base::Result<std::string> Database::QueryText(const std::string& sql) {
  Statement statement(*this, sql);
  auto rows = statement.Query();
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) return base::Error::NotFound(fmt::format("{}: no row", sql));
  return std::string(rows.Bytes(0));
}

base::Status Database::SetCheckpointOnClose(bool enabled) {
  const int code =
      sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, enabled ? 0 : 1, nullptr);
  if (code != SQLITE_OK)
    return ErrorFromConnection(connection_, code, "SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE");
  return {};
}

int Database::OnCommit(void* self, sqlite3*, const char*, int frames) {
  static_cast<Database*>(self)->wal_hook_(frames);
  return SQLITE_OK;
}

void Database::SetWalHook(WalHook hook) {
  wal_hook_ = std::move(hook);
  sqlite3_wal_hook(connection_, wal_hook_ ? &Database::OnCommit : nullptr, this);
}

base::Status Database::RunCheckpoint(Checkpoint mode) {
  const int sqlite_mode =
      mode == Checkpoint::kTruncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  int frames = 0;
  int copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_, nullptr, sqlite_mode, &frames, &copied);
  if (code != SQLITE_OK)
    return ErrorFromConnection(connection_, code, fmt::format("checkpoint of {}", path_));
  if (copied < frames) {
    return base::Error::Unavailable(
        fmt::format("checkpoint of {}: {} of {} frames", path_, copied, frames));
  }
  return {};
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }
int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(connection_); }
int Database::changes() const { return sqlite3_changes(connection_); }

}  // namespace partita::sqlite
