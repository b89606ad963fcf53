#include "wire/put_item.h"

#include "partitiond/kill_point.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// The reply is written before the item: the old item's bytes end with the next call on the store.
Attempt<void> PutItem(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::PutItemRequest request = wire::DecodePutItemRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(FindTable(room, request.table));
  PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, request.table, request.key));
  PARTITA_TRY(CheckCondition(request.options, old));

  wire::WriteResult result{.old_size = old ? old->item_size : 0, .new_size = request.item_size};
  if (old && request.options.return_values == wire::ReturnValues::kAllOld) {
    result.has_attributes = true;
    result.attributes = old->bytes;
  }
  wire::EncodeDone(reply);
  wire::EncodeWriteResult(result, reply);
  PARTITA_KILL_POINT("put_item");
  return Step(room.store->Put(request.table, request.key, request.item, request.item_size));
}

}  // namespace partita::partitiond
