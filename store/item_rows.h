// The rows of the items: schema, queries, checksums. Knows nothing of batches or marks.
//
//   CREATE TABLE items (id INTEGER PRIMARY KEY, table_id INTEGER, key BLOB, item_size INTEGER,
//                       checksum INTEGER, item BLOB)
//   CREATE UNIQUE INDEX items_by_key ON items (table_id, key)
// A table in the order of arrival with an index on the key: an item stays where it is when it is
// rewritten, an insertion appends, and the index stays small and in memory. docs/storage.md has the
// measurements against the alternatives.
//
// Rows that were looked up or written of late are remembered (item_cache.h): the owner of a slot
// reads an item before it writes it, and few items are asked for more often than the rest. Forget()
// after anything that may have moved or removed rows behind it (a rollback).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "model/table_schema.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/item_cache.h"
#include "store/table_counts.h"

namespace partita::store {

struct StoredItem {
  uint64_t item_size = 0;  // DynamoDB size
  std::string_view bytes;  // encoded item; lives until the next call on the store
};

using Visit = std::function<bool(std::string_view key, const StoredItem& item)>;

class ItemRows {
 public:
  ItemRows(sqlite::Database& database, size_t cache_bytes)
      : database_(database), cache_(cache_bytes) {}

  base::Status Create();  // inside the transaction that creates the schema

  base::Result<std::optional<StoredItem>> Get(model::TableId table, std::string_view key);
  base::Status Walk(model::TableId table, std::string_view first, std::string_view last,
                    bool backward, const Visit& visit);

  // Each tells what it changed in the table's statistics.
  base::Result<CountChange> Put(model::TableId table, std::string_view key, std::string_view item,
                                uint64_t item_size);
  base::Result<CountChange> Delete(model::TableId table, std::string_view key);
  base::Result<CountChange> Purge(model::TableId table, size_t max_rows);  // 0 items: none was left

  void Forget() { cache_.Clear(); }
  // True if the latest error was one item's checksum, which damages nothing else; asking resets it.
  bool TakeDamagedItem() { return std::exchange(damaged_item_, false); }

 private:
  // What is known of the key's row; its item only if that is known already.
  base::Result<ItemCache::Entry*> Find(model::TableId table, std::string_view key);
  base::Result<StoredItem> Checked(const sqlite::Statement::Rows& rows, model::TableId table,
                                   std::string_view key);
  base::Status Visited(sqlite::Statement::Rows&& rows, model::TableId table, const Visit& visit);

  sqlite::Database& database_;
  ItemCache cache_;
  bool damaged_item_ = false;
  std::string item_;  // what the latest Get() returned a view of, if the cache could not keep it

  sqlite::Statement get_{
      database_,
      "SELECT item_size, checksum, item, id FROM items WHERE table_id = ?1 AND key = ?2"};
  sqlite::Statement find_{database_,
                          "SELECT id, item_size FROM items WHERE table_id = ?1 AND key = ?2"};
  sqlite::Statement insert_{
      database_,
      "INSERT INTO items (table_id, key, item_size, checksum, item) VALUES (?1, ?2, ?3, ?4, ?5)"};
  sqlite::Statement update_{
      database_, "UPDATE items SET item_size = ?2, checksum = ?3, item = ?4 WHERE id = ?1"};
  sqlite::Statement delete_{database_, "DELETE FROM items WHERE id = ?1"};
  sqlite::Statement purge_{database_,
                           "DELETE FROM items WHERE id IN (SELECT id FROM items WHERE table_id = "
                           "?1 ORDER BY key LIMIT ?2) "
                           "RETURNING item_size"};
  sqlite::Statement walk_{database_,
                          "SELECT item_size, checksum, item, key FROM items WHERE table_id = ?1 "
                          "AND key >= ?2 AND key < ?3 ORDER BY key"};
  sqlite::Statement walk_to_end_{database_,
                                 "SELECT item_size, checksum, item, key FROM items WHERE table_id "
                                 "= ?1 AND key >= ?2 ORDER BY key"};
  sqlite::Statement walk_back_{database_,
                               "SELECT item_size, checksum, item, key FROM items WHERE table_id = "
                               "?1 AND key >= ?2 AND key < ?3 "
                               "ORDER BY key DESC"};
  sqlite::Statement walk_back_from_end_{database_,
                                        "SELECT item_size, checksum, item, key FROM items WHERE "
                                        "table_id = ?1 AND key >= ?2 ORDER BY key DESC"};
};

}  // namespace partita::store
