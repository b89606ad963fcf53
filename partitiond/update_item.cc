#include "wire/update_item.h"

#include <string>

#include "model/item_codec.h"
#include "partitiond/item_update.h"
#include "partitiond/mutation.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

// The encoded item for ReturnValues; empty: the reply has none.
std::string Fragments(const expr::Update& update, const model::Item& item) {
  const model::Item fragments = update.Fragments(item);
  std::string bytes;
  if (!fragments.empty()) model::EncodeItem(fragments, &bytes);
  return bytes;
}

std::string ReturnedAttributes(wire::ReturnValues wanted, const ItemUpdate& change,
                               std::string_view old_bytes, std::string_view new_bytes) {
  switch (wanted) {
    case wire::ReturnValues::kNone:
      return {};
    case wire::ReturnValues::kAllOld:
      return std::string(old_bytes);
    case wire::ReturnValues::kAllNew:
      return std::string(new_bytes);
    case wire::ReturnValues::kUpdatedOld:
      return change.update && change.old ? Fragments(*change.update, *change.old) : std::string();
    case wire::ReturnValues::kUpdatedNew:
      return change.update ? Fragments(*change.update, change.item) : std::string();
  }
  return {};
}

}  // namespace

Attempt<void> UpdateItem(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::UpdateItemRequest request = wire::DecodeUpdateItemRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_ASSIGN(const model::TableSchema* table, FindTable(room, request.table));
  PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_TRY(ExpectUnlocked(room, request.key));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, request.table, request.key));
  PARTITA_TRY(CheckCondition(request.options, old));
  PARTITA_ASSIGN(const ItemUpdate change, ComputeUpdate(*table, request, old));

  std::string item;
  model::EncodeItem(change.item, &item);
  const std::string_view old_bytes = old ? old->bytes : std::string_view();
  const std::string attributes =
      ReturnedAttributes(request.options.return_values, change, old_bytes, item);
  wire::WriteResult result{.old_size = old ? old->item_size : 0,
                           .new_size = change.size,
                           .has_attributes = !attributes.empty(),
                           .attributes = attributes};
  if (old_bytes != item) {
    PARTITA_ASSIGN(
        result.indexes,
        Mutate(room,
               {.table = table, .key = request.key, .item = item, .item_size = change.size}, old));
  }
  wire::EncodeDone(reply);
  wire::EncodeWriteResult(result, reply);
  return {};
}

}  // namespace partita::partitiond
