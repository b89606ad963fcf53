#include "wire/update_item.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "expr/update.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/limits.h"
#include "partitiond/mutation.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

// The item before the update, after it, and the program between them.
struct Change {
  std::optional<model::Item> old;
  model::Item item;
  std::optional<expr::Update> update;  // none: the request only makes sure that the item is there
  uint64_t size = 0;                   // of `item`, as DynamoDB counts
};

Failure Unreadable(std::string_view what) {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             fmt::format("The {} could not be read", what));
}

// What the update is applied to: the old item, or the key attributes alone.
Attempt<Change> Start(const wire::UpdateItemRequest& request,
                      const std::optional<store::StoredItem>& stored) {
  Change change;
  PARTITA_ASSIGN(change.old, DecodeStored(stored));
  if (change.old) {
    change.item = *change.old;
  } else {
    auto key = model::DecodeItem(request.key_attributes);
    if (!key.ok()) return Unreadable("key");
    change.item = *std::move(key);
  }
  if (request.update.empty()) return change;
  auto update = expr::Update::Decode(request.update);
  if (!update.ok()) return Unreadable("update");
  change.update = *std::move(update);
  return change;
}

Attempt<void> Apply(const model::TableSchema& table, Change* change) {
  if (change->update) {
    PARTITA_TRY(Step(change->update->Apply(&change->item, change->old.has_value())));
    PARTITA_TRY(Step(model::CheckIndexKeys(table, change->item)));
  }
  change->size = model::ItemSize(change->item);
  if (change->size <= model::kMaxItemBytes) return {};
  return Failure(model::ApiError::Validation(std::string(model::message::kUpdatedItemTooLarge)));
}

// The encoded item for ReturnValues; empty: the reply has none.
std::string Fragments(const expr::Update& update, const model::Item& item) {
  const model::Item fragments = update.Fragments(item);
  std::string bytes;
  if (!fragments.empty()) model::EncodeItem(fragments, &bytes);
  return bytes;
}

std::string ReturnedAttributes(wire::ReturnValues wanted, const Change& change,
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
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, request.table, request.key));
  PARTITA_TRY(CheckCondition(request.options, old));
  PARTITA_ASSIGN(Change change, Start(request, old));
  PARTITA_TRY(Apply(*table, &change));

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
