#include "store/table_counts.h"

#include <set>

namespace partita::store {

base::Status TableCounts::Create() {
  return database_.Execute(
      "CREATE TABLE statistics (table_id INTEGER NOT NULL, index_id INTEGER NOT NULL, item_count "
      "INTEGER NOT NULL, size_bytes INTEGER NOT NULL, PRIMARY KEY (table_id, index_id)) WITHOUT "
      "ROWID");
}

base::Status TableCounts::CreateFromFormat1() {
  PARTITA_TRY(database_.Execute("ALTER TABLE statistics RENAME TO statistics_1"));
  PARTITA_TRY(Create());
  PARTITA_TRY(
      database_.Execute("INSERT INTO statistics SELECT table_id, 0, item_count, size_bytes FROM "
                        "statistics_1"));
  return database_.Execute("DROP TABLE statistics_1");
}

base::Status TableCounts::Load() {
  committed_.clear();
  auto rows = load_.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    const Counted what{rows.Uint64(0), static_cast<uint32_t>(rows.Uint64(1))};
    committed_[what] = {rows.Uint64(2), rows.Uint64(3)};
  }
}

void TableCounts::Add(Counted what, CountChange change) {
  if (change.items == 0 && change.bytes == 0) return;
  CountChange& sum = pending_[what];
  sum.items += change.items;
  sum.bytes += change.bytes;
}

base::Status TableCounts::Save() {
  for (const auto& [what, change] : pending_) {
    if (change.items == 0 && change.bytes == 0) continue;
    const TableStatistics now = Of(what);
    if (now.item_count == 0) {
      PARTITA_TRY(erase_.Run(what.table, what.index));
    } else {
      PARTITA_TRY(save_.Run(what.table, what.index, now.item_count, now.size_bytes));
    }
  }
  return {};
}

void TableCounts::Committed() {
  for (const auto& [what, change] : pending_) {
    const TableStatistics now = Of(what);
    if (now.item_count == 0) {
      committed_.erase(what);
    } else {
      committed_[what] = now;
    }
  }
  RolledBack();
}

void TableCounts::RolledBack() {
  pending_.clear();
  at_savepoint_.clear();
}

TableStatistics TableCounts::Of(Counted what) const {
  TableStatistics statistics;
  if (const auto found = committed_.find(what); found != committed_.end())
    statistics = found->second;
  if (const auto found = pending_.find(what); found != pending_.end()) {
    statistics.item_count += static_cast<uint64_t>(found->second.items);
    statistics.size_bytes += static_cast<uint64_t>(found->second.bytes);
  }
  return statistics;
}

std::vector<Counted> TableCounts::All() const {
  std::set<Counted> known;
  for (const auto& [what, statistics] : committed_) known.insert(what);
  for (const auto& [what, change] : pending_) known.insert(what);
  std::vector<Counted> all;
  for (const Counted& what : known) {
    if (Of(what).item_count > 0) all.push_back(what);
  }
  return all;
}

}  // namespace partita::store
