#include "partitiond/purge.h"

#include <fmt/format.h>

#include "base/log.h"
#include "partitiond/kill_point.h"

namespace partita::partitiond {

base::Status Purge::LookFor(const store::ItemStore& store, const TableCache& tables) {
  gone_.clear();
  const std::vector<model::TableId> stored = store.Tables();
  for (const model::TableId table : stored) {
    if (table >= tables.next_table_id()) {
      return base::Error::Invalid(
          fmt::format("the slot holds items of table {}, but the catalog has given out ids below "
                      "{} only: it is not this slot's",
                      table, tables.next_table_id()));
    }
  }
  for (const model::TableId table : stored) {
    if (tables.Find(table) == nullptr) gone_.push_back(table);
  }
  return {};
}

base::Status Purge::Step(store::ItemStore* store) {
  const model::TableId table = gone_.back();
  PARTITA_TRY(store->Begin());
  const base::Result<bool> empty = store->Purge(table, kPurgeRowsPerStep);
  if (!empty.ok()) {
    store->Rollback();
    return empty.error();
  }
  PARTITA_KILL_POINT("purge");
  PARTITA_TRY(store->Commit());
  if (*empty) {
    base::Log(base::LogLevel::kInfo, "freed the items of table {}, which is gone", table);
    gone_.pop_back();
  }
  return {};
}

}  // namespace partita::partitiond
