// How far the indexes are filled that were made when their table had items already.
//
//   CREATE TABLE index_backfills (table_id INTEGER, index_id INTEGER, next_key BLOB, scanned
//   INTEGER,
//                             done INTEGER, PRIMARY KEY (table_id, index_id)) WITHOUT ROWID
// A row moves in the transaction that writes the entries it tells of, so a fill goes on where it
// was after any crash. It stays when the fill is done and goes with the index.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/table_counts.h"

namespace partita::store {

struct IndexBackfill {
  std::string next_key;  // of the items, where to go on
  uint64_t scanned = 0;  // items looked at
  bool done = false;
};

class IndexBackfills {
 public:
  using All = std::map<Counted, IndexBackfill>;

  explicit IndexBackfills(sqlite::Database& database) : database_(database) {}

  base::Status Create();  // inside the transaction that creates the schema
  base::Result<All> Load();
  // Inside a transaction.
  base::Status Save(Counted what, const IndexBackfill& fill);
  base::Status Erase(Counted what) { return erase_.Run(what.table, what.index); }

 private:
  sqlite::Database& database_;
  sqlite::Statement load_{
      database_, "SELECT table_id, index_id, next_key, scanned, done FROM index_backfills"};
  sqlite::Statement save_{
      database_,
      "INSERT INTO index_backfills (table_id, index_id, next_key, scanned, done) VALUES (?1, ?2, "
      "?3, "
      "?4, ?5) ON CONFLICT(table_id, index_id) DO UPDATE SET next_key = ?3, scanned = ?4, done = "
      "?5"};
  sqlite::Statement erase_{database_,
                           "DELETE FROM index_backfills WHERE table_id = ?1 AND index_id = ?2"};
};

}  // namespace partita::store
