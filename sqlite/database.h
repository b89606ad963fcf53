// One connection to one SQLite file.
//
// Thread safety: one connection, one thread (SQLite's own mutexes are off). Statements must die
// before their Database. The file must exist: SQLite would create it with the umask's mode, its
// owner creates it with the mode it wants.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;

namespace partita::sqlite {

struct DatabaseOptions {
  std::string path;
  std::string vfs;  // name of a registered VFS; empty: SQLite's default
};

// For a program with one thread, before it opens anything: SQLite then takes no locks of its own
// and keeps no account of its memory, which cost every read a few hundred instructions.
void AssumeOneThread();

class Database {
 public:
  // Opens without reading a byte: the first statement tells whether the file is a database.
  static base::Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs every statement in `sql`; rows are thrown away. For pragmas, schema, and statements too
  // rare to prepare.
  base::Status Execute(const std::string& sql);

  // The first column of the first row of `sql`, e.g. "PRAGMA user_version".
  base::Result<int64_t> QueryInt64(const std::string& sql);
  base::Result<std::string> QueryText(const std::string& sql);

  // False: closing leaves the WAL as it is, for a file that must be examined or recovered. True
  // after opening.
  base::Status SetCheckpointOnClose(bool enabled);

  // Calls `hook` after each commit with the number of frames in the WAL. Replaces the previous hook
  // and, with it, SQLite's automatic checkpoint.
  using WalHook = std::function<void(int frames)>;
  void SetWalHook(WalHook hook);

  // Copies what the WAL holds into the database file. kTruncate also cuts the WAL file to zero
  // bytes. kUnavailable: not everything could be copied (disk full); the WAL keeps it and nothing
  // is lost.
  enum class Checkpoint { kPassive, kTruncate };
  base::Status RunCheckpoint(Checkpoint mode);

  bool in_transaction() const;
  int64_t last_insert_rowid() const;
  int changes() const;  // rows changed by the latest INSERT, UPDATE or DELETE

  sqlite3* handle() { return connection_; }
  const std::string& path() const { return path_; }

 private:
  Database(sqlite3* connection, std::string path)
      : connection_(connection), path_(std::move(path)) {}
  static int OnCommit(void* self, sqlite3* connection, const char* schema, int frames);

  sqlite3* connection_;  // Owned.
  std::string path_;
  WalHook wal_hook_;
};

}  // namespace partita::sqlite
