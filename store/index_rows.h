// The entries of the indexes: schema and queries. Knows nothing of batches.
//
//   CREATE TABLE index_entries (table_id INTEGER, index_id INTEGER, key BLOB, entry_size INTEGER,
//                               view_size INTEGER, PRIMARY KEY (table_id, index_id, key))
//                               WITHOUT ROWID
// An entry holds no attribute but the keys: `key` is the item's index key values
// (model/index_view.h), entry_size bytes long and self-delimiting, followed by the key of the item
// itself, which makes it unique and breaks ties. What the index projects is read from the item, in
// whose transaction the entry moves, so that it can never be stale.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/table_schema.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/table_counts.h"

namespace partita::store {

struct IndexEntry {
  std::string_view key = {};  // entry ‖ item key
  uint64_t entry_size = 0;    // bytes of the index key values in `key`
  uint64_t view_size = 0;     // DynamoDB size of what the index projects of the item

  std::string_view entry() const { return key.substr(0, entry_size); }
  std::string_view item_key() const { return key.substr(entry_size); }
};

// Returns false to stop. The views live until it returns.
using VisitEntry = std::function<bool(const IndexEntry& entry)>;

class IndexRows {
 public:
  explicit IndexRows(sqlite::Database& database) : database_(database) {}

  base::Status Create();  // inside the transaction that creates the schema

  // Each tells what it changed in the index's statistics. Putting an entry that is there
  // only sets its view_size.
  base::Result<CountChange> Put(model::TableId table, uint32_t index, const IndexEntry& entry);
  base::Result<CountChange> Delete(model::TableId table, uint32_t index, std::string_view key);
  // Up to `max_rows` entries; 0 items: none was left.
  base::Result<CountChange> Purge(model::TableId table, uint32_t index, size_t max_rows);

  // In the order of `key`, from `first` (inclusive) to `last` (exclusive; empty: the end).
  base::Status Walk(model::TableId table, uint32_t index, std::string_view first,
                    std::string_view last, bool backward, const VisitEntry& visit);

 private:
  base::Status Visited(sqlite::Statement::Rows&& rows, const VisitEntry& visit);

  sqlite::Database& database_;
  sqlite::Statement insert_{
      database_,
      "INSERT INTO index_entries (table_id, index_id, key, entry_size, view_size) VALUES (?1, ?2, "
      "?3, ?4, ?5) ON CONFLICT DO NOTHING"};
  sqlite::Statement find_{
      database_,
      "SELECT view_size FROM index_entries WHERE table_id = ?1 AND index_id = ?2 AND key = ?3"};
  sqlite::Statement resize_{database_,
                            "UPDATE index_entries SET view_size = ?4 WHERE table_id = ?1 AND "
                            "index_id = ?2 AND key = ?3"};
  sqlite::Statement delete_{database_,
                            "DELETE FROM index_entries WHERE table_id = ?1 AND index_id = ?2 AND "
                            "key = ?3 RETURNING view_size"};
  sqlite::Statement purge_{
      database_,
      "DELETE FROM index_entries WHERE table_id = ?1 AND index_id = ?2 AND key IN (SELECT key FROM "
      "index_entries WHERE table_id = ?1 AND index_id = ?2 ORDER BY key LIMIT ?3) RETURNING "
      "view_size"};
  sqlite::Statement walk_{database_,
                          "SELECT key, entry_size, view_size FROM index_entries WHERE table_id = "
                          "?1 AND index_id = ?2 AND key >= ?3 AND key < ?4 ORDER BY key"};
  sqlite::Statement walk_to_end_{database_,
                                 "SELECT key, entry_size, view_size FROM index_entries WHERE "
                                 "table_id = ?1 AND index_id = ?2 AND key >= ?3 ORDER BY key"};
  sqlite::Statement walk_back_{database_,
                               "SELECT key, entry_size, view_size FROM index_entries WHERE "
                               "table_id = ?1 AND index_id = ?2 AND key >= ?3 AND key < ?4 ORDER "
                               "BY key DESC"};
  sqlite::Statement walk_back_from_end_{
      database_,
      "SELECT key, entry_size, view_size FROM index_entries WHERE table_id = ?1 AND index_id = ?2 "
      "AND key >= ?3 ORDER BY key DESC"};
};

}  // namespace partita::store
