#include "registryd/backfills.h"

#include <algorithm>

#include "base/log.h"

namespace partita::registryd {
namespace {

bool IsFilling(const model::IndexSchema& index) {
  return index.status == model::IndexStatus::kCreating && index.backfilling;
}

// The index in the catalog as it stands; null: it is gone or full.
const model::IndexSchema* StillFilling(const Catalog& catalog, const std::string& name,
                                       model::TableId table, uint32_t index) {
  const model::TableSchema* found = catalog.Find(name);
  if (found == nullptr || found->id != table) return nullptr;
  for (const model::IndexSchema& one : found->indexes) {
    if (one.id == index && IsFilling(one)) return &one;
  }
  return nullptr;
}

model::TableSchema WithActiveIndex(model::TableSchema table, uint32_t id) {
  for (model::IndexSchema& index : table.indexes) {
    if (index.id != id) continue;
    index.status = model::IndexStatus::kActive;
    index.backfilling = false;
  }
  return table;
}

}  // namespace

bool Backfills::IsKnown(model::TableId table, uint32_t index) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Filling& filling) {
    return filling.table == table && filling.index == index;
  });
}

void Backfills::Follow(const Catalog& catalog) {
  std::erase_if(open_, [&](const Filling& filling) {
    return StillFilling(catalog, filling.name, filling.table, filling.index) == nullptr;
  });
  for (const auto& [name, table] : catalog.tables()) {
    if (table.status != model::TableStatus::kActive) continue;
    for (const model::IndexSchema& index : table.indexes) {
      if (IsFilling(index) && !IsKnown(table.id, index.id))
        open_.push_back({table.id, name, index.id, std::vector<Slot>(slots_)});
    }
  }
}

std::vector<Backfills::Question> Backfills::TakeQuestions(uint32_t slot, int64_t now_ns) {
  std::vector<Question> questions;
  for (Filling& filling : open_) {
    Slot& asked = filling.slots[slot];
    if (asked.done || asked.ask_at_ns > now_ns) continue;
    asked.question = ++last_question_;
    asked.ask_at_ns = now_ns + kIntervalNs;
    questions.push_back({asked.question, {filling.table, filling.index}});
  }
  return questions;
}

void Backfills::Answered(uint32_t slot, uint64_t question,
                         const wire::BackfillProgressReply& progress) {
  if (slot >= slots_) return;
  for (Filling& filling : open_) {
    Slot& asked = filling.slots[slot];
    if (asked.question != question || question == 0) continue;
    asked.done = progress.done;
    base::Log(base::LogLevel::kDebug, "slot {}: index {} of {}: {} of {} items", slot,
              filling.index, filling.name, progress.scanned, progress.total);
  }
}

CatalogChange Backfills::Due(const Catalog& catalog) const {
  CatalogChange change;
  for (const Filling& filling : open_) {
    const bool full = std::all_of(filling.slots.begin(), filling.slots.end(),
                                  [](const Slot& slot) { return slot.done; });
    if (!full) continue;
    const model::TableSchema* table = catalog.Find(filling.name);
    if (table != nullptr) change.saved.push_back(WithActiveIndex(*table, filling.index));
  }
  return change;
}

std::optional<int64_t> Backfills::NextDueNs() const {
  std::optional<int64_t> next;
  for (const Filling& filling : open_) {
    for (const Slot& slot : filling.slots) {
      if (!slot.done) next = std::min(next.value_or(slot.ask_at_ns), slot.ask_at_ns);
    }
  }
  return next;
}

}  // namespace partita::registryd
