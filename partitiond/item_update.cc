#include "partitiond/item_update.h"

#include <fmt/format.h>

#include <utility>

#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/limits.h"
#include "partitiond/operation.h"

namespace partita::partitiond {
namespace {

Failure Unreadable(std::string_view what) {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             fmt::format("The {} could not be read", what));
}

// What the update is applied to: the old item, or the key attributes alone.
Attempt<ItemUpdate> StartUpdate(const wire::UpdateItemRequest& request,
                      const std::optional<store::StoredItem>& stored) {
  ItemUpdate change;
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

Attempt<void> ApplyUpdate(const model::TableSchema& table, ItemUpdate* change) {
  if (change->update) {
    PARTITA_TRY(Step(change->update->Apply(&change->item, change->old.has_value())));
    PARTITA_TRY(Step(model::CheckIndexKeys(table, change->item)));
  }
  change->size = model::ItemSize(change->item);
  if (change->size <= model::kMaxItemBytes) return {};
  return Failure(model::ApiError::Validation(std::string(model::message::kUpdatedItemTooLarge)));
}

}  // namespace

Attempt<ItemUpdate> ComputeUpdate(const model::TableSchema& table,
                                  const wire::UpdateItemRequest& request,
                                  const std::optional<store::StoredItem>& stored) {
  PARTITA_ASSIGN(ItemUpdate change, StartUpdate(request, stored));
  PARTITA_TRY(ApplyUpdate(table, &change));
  return change;
}

}  // namespace partita::partitiond
