#include "store/item_rows.h"

#include <fmt/format.h>

#include "store/row_checksum.h"

namespace partita::store {

base::Status ItemRows::Create() {
  PARTITA_TRY(database_.Execute(
      "CREATE TABLE items (id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, key BLOB NOT NULL, "
      "item_size INTEGER NOT NULL, checksum INTEGER NOT NULL, item BLOB NOT NULL)"));
  return database_.Execute("CREATE UNIQUE INDEX items_by_key ON items (table_id, key)");
}

base::Result<StoredItem> ItemRows::Checked(const sqlite::Statement::Rows& rows,
                                           model::TableId table, std::string_view key) {
  const StoredItem item{rows.Uint64(0), rows.Bytes(2)};
  if (RowChecksum(table, key, item.item_size, item.bytes) != rows.Uint64(1)) {
    damaged_item_ = true;
    return base::Error::Corrupt(
        fmt::format("an item of table {} in {} is not what was written", table, database_.path()));
  }
  return item;
}

base::Result<std::optional<StoredItem>> ItemRows::Get(model::TableId table, std::string_view key) {
  const ItemCache::Entry* known = cache_.Find(table, key);
  if (known != nullptr && !known->exists) return std::optional<StoredItem>();
  if (known != nullptr && known->has_item())
    return std::optional(StoredItem{known->item_size, known->item()});
  auto rows = get_.Query(table, key);
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) {
    cache_.Reset(table, key);
    return std::optional<StoredItem>();
  }
  PARTITA_ASSIGN(StoredItem item, Checked(rows, table, key));
  ItemCache::Entry* entry = cache_.Reset(table, key);
  entry->exists = true;
  entry->id = rows.Int64(3);
  entry->item_size = item.item_size;
  cache_.Keep(entry, item.bytes);
  if (!entry->has_item()) item_.assign(item.bytes);
  item.bytes = entry->has_item() ? entry->item() : item_;
  return std::optional<StoredItem>(item);
}

base::Result<ItemCache::Entry*> ItemRows::Find(model::TableId table, std::string_view key) {
  if (ItemCache::Entry* known = cache_.Find(table, key)) return known;
  auto rows = find_.Query(table, key);
  PARTITA_ASSIGN(const bool found, rows.Next());
  ItemCache::Entry* entry = cache_.Reset(table, key);
  if (!found) return entry;
  entry->exists = true;
  entry->id = rows.Int64(0);
  entry->item_size = rows.Uint64(1);
  return entry;
}

// What the cache says of a write that failed does not matter: the batch is lost with it.
base::Result<CountChange> ItemRows::Put(model::TableId table, std::string_view key,
                                        std::string_view item, uint64_t item_size) {
  PARTITA_ASSIGN(ItemCache::Entry* const entry, Find(table, key));
  const uint64_t checksum = RowChecksum(table, key, item_size, item);
  CountChange change{1, static_cast<int64_t>(item_size)};
  if (entry->exists) {
    PARTITA_TRY(update_.Run(entry->id, item_size, checksum, item));
    if (database_.changes() != 1) {
      return base::Error::Corrupt(
          fmt::format("the key index of {} points at no row", database_.path()));
    }
    change = {0, static_cast<int64_t>(item_size - entry->item_size)};
  } else {
    PARTITA_TRY(insert_.Run(table, key, item_size, checksum, item));
    entry->exists = true;
    entry->id = database_.last_insert_rowid();
  }
  entry->item_size = item_size;
  cache_.Keep(entry, item);
  return change;
}

base::Result<CountChange> ItemRows::Delete(model::TableId table, std::string_view key) {
  PARTITA_ASSIGN(ItemCache::Entry* const entry, Find(table, key));
  if (!entry->exists) return CountChange{};
  PARTITA_TRY(delete_.Run(entry->id));
  entry->exists = false;
  cache_.Drop(entry);
  return CountChange{-1, -static_cast<int64_t>(entry->item_size)};
}

base::Result<CountChange> ItemRows::Purge(model::TableId table, size_t max_rows) {
  cache_.DropTable(table);
  CountChange change;
  auto rows = purge_.Query(table, max_rows);
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return change;
    --change.items;
    change.bytes -= rows.Int64(0);
  }
}

base::Status ItemRows::Visited(sqlite::Statement::Rows&& rows, model::TableId table,
                               const Visit& visit) {
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    const std::string_view key = rows.Bytes(3);
    PARTITA_ASSIGN(const StoredItem item, Checked(rows, table, key));
    if (!visit(key, item)) return {};
  }
}

base::Status ItemRows::Walk(model::TableId table, std::string_view first, std::string_view last,
                            bool backward, const Visit& visit) {
  if (last.empty()) {
    return Visited((backward ? walk_back_from_end_ : walk_to_end_).Query(table, first), table,
                   visit);
  }
  return Visited((backward ? walk_back_ : walk_).Query(table, first, last), table, visit);
}

}  // namespace partita::store
