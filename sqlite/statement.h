// A prepared statement, meant to be a member of the class that uses it, so that a header shows
// schema and queries:
//
//   sqlite::Statement find_{database_, "SELECT rowid, size FROM items WHERE key = ?1"};
//   …
//   auto rows = find_.Query(key);
//   PARTITA_ASSIGN(const bool found, rows.Next());
//   if (found) Use(rows.Int64(0));
//
// It is compiled at its first use, so that declaring it before the schema exists is fine and an I/O
// error while reading the schema is an ordinary error. SQL that does not compile is a bug and ends
// the process. Arguments: integers are INTEGER (uint64_t by its bits), std::string_view is BLOB.
// Parameters are bound in order and not copied: they must live until the rows are gone. Thread
// safety: its Database's thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sqlite/database.h"

struct sqlite3_stmt;

namespace partita::sqlite {

class Statement {
 public:
  Statement(Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The rows of one execution. At most one Rows of a statement lives at a time; its end resets the
  // statement.
  class Rows {
   public:
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows();

    base::Result<bool> Next();  // false: no more rows
    // Columns of the current row, from 0. Views live until the next Next() or the end of the Rows.
    int64_t Int64(int column) const;
    uint64_t Uint64(int column) const { return static_cast<uint64_t>(Int64(column)); }
    std::string_view Bytes(int column) const;

   private:
    friend class Statement;
    Rows(Statement& statement, base::Status bound)
        : statement_(statement), bound_(std::move(bound)) {}
    Statement& statement_;
    base::Status bound_;  // An error of preparing, reported by the first Next().
  };

  template <typename... Args>
  Rows Query(const Args&... args) {
    return Rows(*this, BindAll(args...));
  }

  // Runs to the end; for statements without rows.
  template <typename... Args>
  base::Status Run(const Args&... args) {
    Rows rows(*this, BindAll(args...));
    PARTITA_TRY(rows.Next());
    return {};
  }

 private:
  base::Status Prepare();
  void BindInt64(int index, int64_t value);
  void BindBytes(int index, std::string_view value);
  template <std::integral Integer>
  void BindOne(int index, Integer value) {
    BindInt64(index, static_cast<int64_t>(value));
  }
  void BindOne(int index, std::string_view value) { BindBytes(index, value); }

  template <typename... Args>
  base::Status BindAll(const Args&... args) {
    PARTITA_TRY(Prepare());
    [[maybe_unused]] int index = 0;
    (BindOne(++index, args), ...);
    return {};
  }

  Database& database_;
  const std::string sql_;
  sqlite3_stmt* statement_ = nullptr;  // Null until its first use.
};

}  // namespace partita::sqlite
