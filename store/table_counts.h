// How many items a slot holds of each table, and their bytes: kept in memory, made durable with the
// changes they count.
//
//   CREATE TABLE statistics (table_id INTEGER PRIMARY KEY, item_count INTEGER, size_bytes INTEGER)
// A table without items has no row. A batch writes one row per table it touched, however many items
// it changed. Lifetimes: Load() once; then Add() as rows change; Save() before COMMIT, Committed()
// after it, RolledBack() instead.
#pragma once

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
  uint64_t size_bytes = 0;
  friend bool operator==(const TableStatistics&, const TableStatistics&) = default;
};

// What a write has changed: +1 item of 120 bytes, or 0 items and -40 bytes.
struct CountChange {
  int64_t items = 0;
  int64_t bytes = 0;
};

class TableCounts {
 public:
  explicit TableCounts(sqlite::Database& database) : database_(database) {}

  base::Status Create();  // the table, inside the transaction that creates the schema
  base::Status Load();

  void Add(model::TableId table, CountChange change);
  base::Status Save();
  void Committed();
  void RolledBack();
  // What Add() has done since is undone by RolledBackToSavepoint().
  void SavepointSet() { at_savepoint_ = pending_; }
  void RolledBackToSavepoint() { pending_ = at_savepoint_; }

  TableStatistics Of(model::TableId table) const;  // the open batch included
  std::vector<model::TableId> Tables() const;      // those with items, in order

 private:
  using Changes = std::map<model::TableId, CountChange>;

  sqlite::Database& database_;
  std::map<model::TableId, TableStatistics> committed_;  // only tables with items
  Changes pending_;                                      // of the open batch
  Changes at_savepoint_;                                 // pending_ when the savepoint was set

  sqlite::Statement load_{database_, "SELECT table_id, item_count, size_bytes FROM statistics"};
  sqlite::Statement save_{
      database_,
      "INSERT INTO statistics(table_id, item_count, size_bytes) VALUES (?1, ?2, ?3) "
      "ON CONFLICT(table_id) DO UPDATE SET item_count = ?2, size_bytes = ?3"};
  sqlite::Statement erase_{database_, "DELETE FROM statistics WHERE table_id = ?1"};
};

}  // namespace partita::store
