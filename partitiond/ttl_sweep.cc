#include "partitiond/ttl_sweep.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/kill_point.h"
#include "model/key_codec.h"
#include "partitiond/mutation.h"

namespace partita::partitiond {
namespace {

// The entries of what has expired: from `first` to `last`, exclusive.
struct ExpiredRange {
  std::string first;
  std::string last;
};

std::string EncodedSeconds(int64_t seconds) {
  std::string entry;
  model::EncodeKeyValue({model::Number::FromInt(seconds)}, &entry);
  return entry;
}

ExpiredRange ExpiredNow() {
  const int64_t now = base::WallMicros() / 1'000'000;
  return {EncodedSeconds(now - kLongestExpiredSeconds), EncodedSeconds(now)};
}

const model::IndexView* ExpiryView(const model::TableSchema& table, const TableCache& tables) {
  return table.ttl_index_id == 0 ? nullptr : tables.FindView(table.id, table.ttl_index_id);
}

// By id, those from `first` on whose items expire.
std::vector<const model::TableSchema*> TablesToSweep(const TableCache& tables,
                                                     model::TableId first) {
  std::vector<const model::TableSchema*> found;
  for (const auto& [id, table] : tables.tables()) {
    if (id >= first && ExpiryView(table, tables) != nullptr) found.push_back(&table);
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  return found;
}

// What is refused — an item that a transaction holds, a damaged one — stays.
base::Status Tolerated(const Attempt<void>& attempt) {
  if (attempt.ok() || attempt.error().refusal() != nullptr) return {};
  return attempt.error().store_error();
}

Attempt<void> DeleteIfExpired(Room& room, const model::TableSchema& table, std::string_view key,
                              const ExpiredRange& range) {
  const model::IndexView* view = ExpiryView(table, *room.tables);
  if (view == nullptr) return {};
  PARTITA_TRY(ExpectUnlocked(room, key));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old, ReadItem(room, table.id, key));
  if (!old) return {};
  const std::optional<std::string> entry = view->Entry(old->bytes);
  if (!entry || *entry < range.first || *entry >= range.last) return {};
  PARTITA_TRY(Mutate(room, {.table = &table, .key = key, .origin = Origin::kTimeToLive}, old));
  return {};
}

}  // namespace

base::Status TtlSweep::LookFor(const Room& room, int64_t now_ns) {
  if (pending() || now_ns < look_at_ns_) return {};
  for (const model::TableSchema* table : TablesToSweep(*room.tables, at_table_)) {
    if (table->id != at_table_) behind_entry_.clear();
    at_table_ = table->id;
    PARTITA_TRY(LookIn(*table, room.store));
    if (expired_.size() == kExpiredItemsPerStep) return {};
  }
  at_table_ = 0;
  behind_entry_.clear();
  look_at_ns_ = now_ns + period_ns_;
  return {};
}

base::Status TtlSweep::LookIn(const model::TableSchema& table, store::ItemStore* store) {
  const ExpiredRange range = ExpiredNow();
  std::string first = range.first;
  if (behind_entry_ >= first) first = behind_entry_ + '\0';
  return store->WalkIndex(table.id, table.ttl_index_id, first, range.last, /*backward=*/false,
                          [&](const store::IndexEntry& entry) {
                            expired_.push_back({table.id, std::string(entry.item_key())});
                            behind_entry_ = entry.key;
                            return expired_.size() < kExpiredItemsPerStep;
                          });
}

base::Status TtlSweep::Step(Room& room) {
  PARTITA_TRY(room.store->Begin());
  const base::Status deleted = DeleteAll(room);
  expired_.clear();  // What could not be deleted is found by the next sweep.
  if (!deleted.ok()) {
    if (room.store->in_batch()) room.store->Rollback();
    room.tally->Discard();
    return deleted;
  }
  PARTITA_KILL_POINT("sweep");
  base::Result<store::CommitMark> done = room.store->Commit();
  done.ok() ? room.tally->Keep() : room.tally->Discard();
  if (!done.ok()) return std::move(done).error();
  return {};
}

base::Status TtlSweep::DeleteAll(Room& room) {
  const ExpiredRange range = ExpiredNow();
  for (const Expired& expired : expired_) {
    const model::TableSchema* table = room.tables->Find(expired.table);
    if (table == nullptr) continue;
    PARTITA_TRY(Tolerated(DeleteIfExpired(room, *table, expired.item_key, range)));
  }
  return {};
}

}  // namespace partita::partitiond
