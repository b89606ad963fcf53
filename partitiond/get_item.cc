#include "wire/get_item.h"

#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> GetItem(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::GetItemRequest request = wire::DecodeGetItemRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_TRY(FindTable(room, request.table));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> stored,
                 ReadItem(room, request.table, request.key));
  wire::GetItemReply found;
  if (stored) found = {.found = true, .item_size = stored->item_size, .item = stored->bytes};
  wire::EncodeDone(reply);
  wire::Encode(found, reply);
  return {};
}

}  // namespace partita::partitiond
