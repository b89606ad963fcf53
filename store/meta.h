// The one row that tells what a slot file is and how far it has come; it moves in every
// transaction.
//
//   CREATE TABLE meta (id INTEGER PRIMARY KEY, epoch INTEGER, seq INTEGER, slot TEXT)
// It has one row, id 0.
// The header of the file says the rest: application_id kApplicationId ("Part"), user_version
// kFormat. A file of another application or of a newer format is refused (kInvalid); one of an
// older format is converted when it is opened (item_store.cc). The format is raised when the bytes
// of rows, keys or this table change their meaning, or when there are new tables:
//   1  items, statistics of tables
//   2  indexes: their entries, their statistics, how far they are filled
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/commit_mark.h"

namespace partita::store {

inline constexpr int64_t kApplicationId = 0x50617274;  // "Part"
inline constexpr int64_t kFormat = 2;

class Meta {
 public:
  explicit Meta(sqlite::Database& database) : database_(database) {}

  // Inside the transaction that creates the schema.
  base::Status Create(const std::string& slot);
  // The stored mark, after checking that the file is ours, of this format and of this slot (empty:
  // any).
  base::Result<CommitMark> Load(const std::string& slot);
  // What the file says before it is converted; after Load().
  int64_t format() const { return format_; }
  base::Status RaiseFormat();  // to kFormat, inside the transaction that converts
  // Inside every transaction.
  base::Status Store(CommitMark mark) { return store_.Run(mark.epoch, mark.seq); }

 private:
  sqlite::Database& database_;
  int64_t format_ = 0;
  sqlite::Statement create_{
      database_, "INSERT INTO meta(id, epoch, seq, slot) VALUES (0, 0, 0, CAST(?1 AS TEXT))"};
  sqlite::Statement load_{database_, "SELECT epoch, seq, slot FROM meta WHERE id = 0"};
  sqlite::Statement store_{database_, "UPDATE meta SET epoch = ?1, seq = ?2 WHERE id = 0"};
};

}  // namespace partita::store
