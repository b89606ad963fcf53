#include "partitiond/mutation.h"

#include "partitiond/kill_point.h"

namespace partita::partitiond {

Attempt<std::vector<wire::IndexWrite>> Mutate(Room& room, const Mutation& mutation,
                                              const std::optional<store::StoredItem>& old) {
  std::vector<wire::IndexWrite> indexes;
  const model::TableId table = mutation.table->id;
  if (!mutation.item.empty()) {
    PARTITA_TRY(
        Step(room.store->Put(table, mutation.key, mutation.item, mutation.item_size)));
  } else if (old) {
    PARTITA_TRY(Step(room.store->Delete(table, mutation.key)));
  }
  PARTITA_KILL_POINT("mutation");
  return indexes;
}

}  // namespace partita::partitiond
