#include "registryd/transitions.h"

#include <algorithm>
#include <utility>

#include "registryd/index_update.h"

namespace partita::registryd {
namespace {

bool IsPassing(const model::IndexSchema& index) {
  return index.status != model::IndexStatus::kActive && !index.backfilling;
}

model::TableSchema Settled(model::TableSchema table) {
  table.status = model::TableStatus::kActive;
  std::erase_if(table.indexes, [](const model::IndexSchema& index) {
    return index.status == model::IndexStatus::kDeleting;
  });
  PruneAttributeDefinitions(&table);
  for (model::IndexSchema& index : table.indexes) {
    if (IsPassing(index)) index.status = model::IndexStatus::kActive;
  }
  return table;
}

}  // namespace

bool IsPassing(const model::TableSchema& table) {
  return table.status != model::TableStatus::kActive ||
         std::any_of(table.indexes.begin(), table.indexes.end(),
                     [](const model::IndexSchema& index) { return IsPassing(index); });
}

bool BeginsToPass(const model::TableSchema* before, const model::TableSchema& after) {
  if (!IsPassing(after)) return false;
  if (before == nullptr || before->status != after.status) return true;
  return std::any_of(after.indexes.begin(), after.indexes.end(),
                     [&](const model::IndexSchema& index) {
                       const model::IndexSchema* old = before->FindIndex(index.name);
                       return IsPassing(index) && (old == nullptr || old->status != index.status);
                     });
}

void Transitions::Begin(const model::TableSchema& table, uint64_t version, int64_t now_ns) {
  std::erase_if(open_, [&](const Transition& open) { return open.table == table.id; });
  open_.push_back({table.id, table.name, version, now_ns + hold_ns_});
}

CatalogChange Transitions::Due(const Catalog& catalog, const Rollout& rollout,
                               int64_t now_ns) const {
  CatalogChange change;
  for (const Transition& open : open_) {
    if (open.due_ns > now_ns || !rollout.AllHaveRead(open.version)) continue;
    const model::TableSchema* table = catalog.Find(open.name);
    if (table == nullptr) continue;
    if (table->status == model::TableStatus::kDeleting) {
      change.removed.push_back(open.table);
    } else {
      change.saved.push_back(Settled(*table));
    }
  }
  return change;
}

void Transitions::Ended(const CatalogChange& change) {
  const auto has_ended = [&](const Transition& open) {
    const auto is_saved = [&](const model::TableSchema& table) { return table.id == open.table; };
    return std::any_of(change.saved.begin(), change.saved.end(), is_saved) ||
           std::find(change.removed.begin(), change.removed.end(), open.table) !=
               change.removed.end();
  };
  std::erase_if(open_, has_ended);
}

std::optional<int64_t> Transitions::NextDueNs(const Rollout& rollout) const {
  std::optional<int64_t> next;
  for (const Transition& open : open_) {
    if (rollout.AllHaveRead(open.version)) next = std::min(next.value_or(open.due_ns), open.due_ns);
  }
  return next;
}

}  // namespace partita::registryd
