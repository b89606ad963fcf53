// How many items a slot holds of each table and how many entries of each index, and their bytes:
// kept in memory, made durable with the changes they count.
//
//   CREATE TABLE statistics (table_id INTEGER, index_id INTEGER, item_count INTEGER,
//                            size_bytes INTEGER, PRIMARY KEY (table_id, index_id)) WITHOUT ROWID
// Index 0 is the table itself. What has no items has no row. A batch writes one row for each it
// touched, however many items it changed. Lifetimes: Load() once; then Add() as rows change; Save()
// before COMMIT, Committed() after it, RolledBack() instead.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"

namespace partita::store {

struct TableStatistics {
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;  // of an index: what it projects
  friend bool operator==(const TableStatistics&, const TableStatistics&) = default;
};

// What a write has changed: +1 item of 120 bytes, or 0 items and -40 bytes.
struct CountChange {
  int64_t items = 0;
  int64_t bytes = 0;
};

// A table's items (index 0) or the entries of one of its indexes.
struct Counted {
  model::TableId table = 0;
  uint32_t index = 0;
  friend auto operator<=>(const Counted&, const Counted&) = default;
};

class TableCounts {
 public:
  explicit TableCounts(sqlite::Database& database) : database_(database) {}

  base::Status Create();  // the table, inside the transaction that creates the schema
  // The same for a file of format 1, which counted tables only: takes over what it counted.
  base::Status CreateFromFormat1();
  base::Status Load();

  void Add(Counted what, CountChange change);
  base::Status Save();
  void Committed();
  void RolledBack();
  // What Add() has done since is undone by RolledBackToSavepoint().
  void SavepointSet() { at_savepoint_ = pending_; }
  void RolledBackToSavepoint() { pending_ = at_savepoint_; }

  TableStatistics Of(Counted what) const;  // the open batch included
  std::vector<Counted> All() const;        // those with items, in order

 private:
  using Changes = std::map<Counted, CountChange>;

  sqlite::Database& database_;
  std::map<Counted, TableStatistics> committed_;  // only those with items
  Changes pending_;                               // of the open batch
  Changes at_savepoint_;                          // pending_ when the savepoint was set

  sqlite::Statement load_{database_,
                          "SELECT table_id, index_id, item_count, size_bytes FROM statistics"};
  sqlite::Statement save_{
      database_,
      "INSERT INTO statistics(table_id, index_id, item_count, size_bytes) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT(table_id, index_id) DO UPDATE SET item_count = ?3, size_bytes = ?4"};
  sqlite::Statement erase_{database_,
                           "DELETE FROM statistics WHERE table_id = ?1 AND index_id = ?2"};
};

}  // namespace partita::store
