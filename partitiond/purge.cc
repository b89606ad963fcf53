#include "partitiond/purge.h"

#include <fmt/format.h>

#include <set>

#include "base/kill_point.h"
#include "base/log.h"

namespace partita::partitiond {

namespace {

// Everything the slot holds: rows, and fills of indexes without entries.
std::set<store::Counted> AllHeld(const store::ItemStore& store,
                                 const store::IndexBackfills::All& fills) {
  std::set<store::Counted> held;
  for (const store::Counted& what : store.Stored()) held.insert(what);
  for (const auto& [what, fill] : fills) held.insert(what);
  return held;
}

bool IsGone(const store::Counted& what, const TableCache& tables) {
  if (tables.Find(what.table) == nullptr) return true;
  return what.index != 0 && tables.FindView(what.table, what.index) == nullptr;
}

}  // namespace

base::Status Purge::LookFor(store::ItemStore* store, const TableCache& tables) {
  gone_.clear();
  PARTITA_ASSIGN(const store::IndexBackfills::All fills, store->Backfills());
  const std::set<store::Counted> held = AllHeld(*store, fills);
  for (const store::Counted& what : held) {
    if (what.table >= tables.next_table_id()) {
      return base::Error::Invalid(
          fmt::format("the slot holds items of table {}, but the catalog has given out ids below "
                      "{} only: it is not this slot's",
                      what.table, tables.next_table_id()));
    }
  }
  for (const store::Counted& what : held) {
    if (IsGone(what, tables)) gone_.push_back(what);
  }
  return {};
}

base::Status Purge::Step(store::ItemStore* store) {
  const store::Counted what = gone_.back();
  PARTITA_TRY(store->Begin());
  const base::Result<bool> empty = store->Purge(what, kPurgeRowsPerStep);
  if (!empty.ok()) {
    store->Rollback();
    return empty.error();
  }
  PARTITA_KILL_POINT("purge");
  PARTITA_TRY(store->Commit());
  if (*empty) {
    base::Log(base::LogLevel::kInfo, "freed the {} of table {}, which is gone",
              what.index == 0 ? "items" : fmt::format("index {}", what.index), what.table);
    gone_.pop_back();
  }
  return {};
}

}  // namespace partita::partitiond
