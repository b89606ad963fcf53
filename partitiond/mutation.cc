#include "partitiond/mutation.h"

#include "base/kill_point.h"
#include "partitiond/index_write.h"
#include "partitiond/stream_record.h"

namespace partita::partitiond {
namespace {

base::Status WriteRow(const Mutation& mutation, bool existed, store::ItemStore* store) {
  const model::TableId table = mutation.table->id;
  if (!mutation.item.empty())
    return store->Put(table, mutation.key, mutation.item, mutation.item_size);
  return existed ? store->Delete(table, mutation.key) : base::Status();
}

std::optional<ItemImage> Before(const std::optional<store::StoredItem>& old) {
  if (!old) return std::nullopt;
  return ItemImage{old->bytes, old->item_size};
}

std::optional<ItemImage> After(const Mutation& mutation) {
  if (mutation.item.empty()) return std::nullopt;
  return ItemImage{mutation.item, mutation.item_size};
}

}  // namespace

Attempt<std::vector<wire::IndexWrite>> Mutate(Room& room, const Mutation& mutation,
                                              const std::optional<store::StoredItem>& old) {
  const std::vector<IndexChange> indexes = IndexChanges(
      room.tables->ViewsOf(mutation.table->id), mutation.key, Before(old), After(mutation));
  PARTITA_TRY(RecordChange(room, mutation, old));
  PARTITA_TRY(Step(WriteRow(mutation, old.has_value(), room.store)));
  room.transactions->clock().Bump(mutation.key);
  PARTITA_KILL_POINT("mutation");
  PARTITA_TRY(Step(WriteIndexChanges(mutation.table->id, indexes, room.store)));
  if (mutation.origin == Origin::kTimeToLive) room.tally->ItemExpired(mutation.table->id);
  return UnitsOf(indexes, *mutation.table);
}

}  // namespace partita::partitiond
