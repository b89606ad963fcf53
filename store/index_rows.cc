#include "store/index_rows.h"

#include <fmt/format.h>

namespace partita::store {

base::Status IndexRows::Create() {
  return database_.Execute(
      "CREATE TABLE index_entries (table_id INTEGER NOT NULL, index_id INTEGER NOT NULL, key BLOB "
      "NOT NULL, entry_size INTEGER NOT NULL, view_size INTEGER NOT NULL, PRIMARY KEY (table_id, "
      "index_id, key)) WITHOUT ROWID");
}

base::Result<CountChange> IndexRows::Put(model::TableId table, uint32_t index,
                                         const IndexEntry& entry) {
  PARTITA_TRY(insert_.Run(table, index, entry.key, entry.entry_size, entry.view_size));
  if (database_.changes() == 1) return CountChange{1, static_cast<int64_t>(entry.view_size)};
  uint64_t old_view_size = 0;
  {
    auto rows = find_.Query(table, index, entry.key);
    PARTITA_TRY(rows.Next());
    old_view_size = rows.Uint64(0);
  }
  if (old_view_size == entry.view_size) return CountChange{};
  PARTITA_TRY(resize_.Run(table, index, entry.key, entry.view_size));
  return CountChange{0, static_cast<int64_t>(entry.view_size - old_view_size)};
}

base::Result<CountChange> IndexRows::Delete(model::TableId table, uint32_t index,
                                            std::string_view key) {
  auto rows = delete_.Query(table, index, key);
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) return CountChange{};
  return CountChange{-1, -rows.Int64(0)};
}

base::Result<CountChange> IndexRows::Purge(model::TableId table, uint32_t index, size_t max_rows) {
  CountChange change;
  auto rows = purge_.Query(table, index, max_rows);
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return change;
    --change.items;
    change.bytes -= rows.Int64(0);
  }
}

base::Status IndexRows::Visited(sqlite::Statement::Rows&& rows, const VisitEntry& visit) {
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    const IndexEntry entry{rows.Bytes(0), rows.Uint64(1), rows.Uint64(2)};
    if (entry.entry_size > entry.key.size())
      return base::Error::Corrupt(fmt::format("an index entry in {} is damaged", database_.path()));
    if (!visit(entry)) return {};
  }
}

base::Status IndexRows::Walk(model::TableId table, uint32_t index, std::string_view first,
                             std::string_view last, bool backward, const VisitEntry& visit) {
  if (last.empty())
    return Visited((backward ? walk_back_from_end_ : walk_to_end_).Query(table, index, first),
                   visit);
  return Visited((backward ? walk_back_ : walk_).Query(table, index, first, last), visit);
}

}  // namespace partita::store
