#include "wire/delete_item.h"

#include "partitiond/kill_point.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// Deleting what is not there succeeds. The reply is written first: the old item's bytes end with
// the next call on the store.
Attempt<void> DeleteItem(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::DeleteItemRequest request = wire::DecodeDeleteItemRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(FindTable(room, request.table));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, request.table, request.key));
  PARTITA_TRY(CheckCondition(request.options, old));

  wire::WriteResult result{.old_size = old ? old->item_size : 0};
  if (old && request.options.return_values == wire::ReturnValues::kAllOld) {
    result.has_attributes = true;
    result.attributes = old->bytes;
  }
  wire::EncodeDone(reply);
  wire::EncodeWriteResult(result, reply);
  if (!old) return {};
  PARTITA_KILL_POINT("delete_item");
  return Step(room.store->Delete(request.table, request.key));
}

}  // namespace partita::partitiond
