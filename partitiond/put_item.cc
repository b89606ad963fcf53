#include "wire/put_item.h"

#include <string>

#include "partitiond/mutation.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> PutItem(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::PutItemRequest request = wire::DecodePutItemRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_ASSIGN(const model::TableSchema* table, FindTable(room, request.table));
  PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_TRY(ExpectUnlocked(room, request.key));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, request.table, request.key));
  PARTITA_TRY(CheckCondition(request.options, old));

  wire::WriteResult result{.old_size = old ? old->item_size : 0, .new_size = request.item_size};
  std::string attributes;  // the old item's bytes end with the mutation
  if (old && request.options.return_values == wire::ReturnValues::kAllOld) {
    attributes = old->bytes;
    result.has_attributes = true;
    result.attributes = attributes;
  }
  PARTITA_ASSIGN(result.indexes, Mutate(room,
                                        {.table = table,
                                         .key = request.key,
                                         .item = request.item,
                                         .item_size = request.item_size},
                                        old));
  wire::EncodeDone(reply);
  wire::EncodeWriteResult(result, reply);
  return {};
}

}  // namespace partita::partitiond
