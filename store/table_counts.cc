#include "store/table_counts.h"

#include <set>

namespace partita::store {

base::Status TableCounts::Create() {
  return database_.Execute(
      "CREATE TABLE statistics (table_id INTEGER PRIMARY KEY, item_count INTEGER NOT NULL, "
      "size_bytes INTEGER NOT NULL)");
}

base::Status TableCounts::Load() {
  committed_.clear();
  auto rows = load_.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    committed_[rows.Uint64(0)] = {rows.Uint64(1), rows.Uint64(2)};
  }
}

void TableCounts::Add(model::TableId table, CountChange change) {
  if (change.items == 0 && change.bytes == 0) return;
  CountChange& sum = pending_[table];
  sum.items += change.items;
  sum.bytes += change.bytes;
}

base::Status TableCounts::Save() {
  for (const auto& [table, change] : pending_) {
    if (change.items == 0 && change.bytes == 0) continue;
    const TableStatistics now = Of(table);
    if (now.item_count == 0) {
      PARTITA_TRY(erase_.Run(table));
    } else {
      PARTITA_TRY(save_.Run(table, now.item_count, now.size_bytes));
    }
  }
  return {};
}

void TableCounts::Committed() {
  for (const auto& [table, change] : pending_) {
    const TableStatistics now = Of(table);
    if (now.item_count == 0) {
      committed_.erase(table);
    } else {
      committed_[table] = now;
    }
  }
  RolledBack();
}

void TableCounts::RolledBack() {
  pending_.clear();
  at_savepoint_.clear();
}

TableStatistics TableCounts::Of(model::TableId table) const {
  TableStatistics statistics;
  if (const auto found = committed_.find(table); found != committed_.end())
    statistics = found->second;
  if (const auto found = pending_.find(table); found != pending_.end()) {
    statistics.item_count += static_cast<uint64_t>(found->second.items);
    statistics.size_bytes += static_cast<uint64_t>(found->second.bytes);
  }
  return statistics;
}

std::vector<model::TableId> TableCounts::Tables() const {
  std::set<model::TableId> known;
  for (const auto& [table, statistics] : committed_) known.insert(table);
  for (const auto& [table, change] : pending_) known.insert(table);
  std::vector<model::TableId> tables;
  for (const model::TableId table : known) {
    if (Of(table).item_count > 0) tables.push_back(table);
  }
  return tables;
}

}  // namespace partita::store
