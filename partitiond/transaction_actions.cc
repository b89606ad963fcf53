#include "partitiond/transaction_actions.h"

#include <algorithm>
#include <utility>

#include "base/kill_point.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "partitiond/item_update.h"
#include "partitiond/mutation.h"
#include "wire/delete_item.h"
#include "wire/put_item.h"
#include "wire/update_item.h"

namespace partita::partitiond {

using model::ApiError;
using model::ApiErrorType;

namespace {

// What every action is judged by before its own matter: the item as it is, if it may be had.
Attempt<std::optional<store::StoredItem>> ReadForAction(Room& room, model::TableId table,
                                                        std::string_view key,
                                                        const wire::WriteOptions& options) {
  PARTITA_TRY(ExpectUnlocked(room, key));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old, ReadItem(room, table, key));
  PARTITA_TRY(CheckCondition(options, old));
  return old;
}

Attempt<Effect> JudgePut(Room& room, base::ByteReader* reader) {
  const wire::PutItemRequest request = wire::DecodePutItemRequest(reader);
  PARTITA_TRY(ExpectWholeRequest(*reader));
  PARTITA_TRY(FindTable(room, request.table));
  PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_ASSIGN(const auto old, ReadForAction(room, request.table, request.key, request.options));
  return Effect{request.table,     EffectKind::kPut, request.key, old ? old->item_size : 0,
                request.item_size, request.item};
}

Attempt<Effect> JudgeUpdate(Room& room, base::ByteReader* reader, std::deque<std::string>* made) {
  const wire::UpdateItemRequest request = wire::DecodeUpdateItemRequest(reader);
  PARTITA_TRY(ExpectWholeRequest(*reader));
  PARTITA_ASSIGN(const model::TableSchema* table, FindTable(room, request.table));
  PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_ASSIGN(const auto old, ReadForAction(room, request.table, request.key, request.options));
  PARTITA_ASSIGN(const ItemUpdate change, ComputeUpdate(*table, request, old));
  std::string& item = made->emplace_back();
  model::EncodeItem(change.item, &item);
  const bool changes = !old || old->bytes != item;
  return Effect{request.table,
                changes ? EffectKind::kPut : EffectKind::kNone,
                request.key,
                old ? old->item_size : 0,
                change.size,
                item};
}

Attempt<Effect> JudgeDelete(Room& room, base::ByteReader* reader, bool only_check) {
  const wire::DeleteItemRequest request = wire::DecodeDeleteItemRequest(reader);
  PARTITA_TRY(ExpectWholeRequest(*reader));
  PARTITA_TRY(FindTable(room, request.table));
  PARTITA_ASSIGN(const auto old, ReadForAction(room, request.table, request.key, request.options));
  const uint64_t size = old ? old->item_size : 0;
  if (only_check) return Effect{request.table, EffectKind::kNone, request.key, size, size, {}};
  const EffectKind kind = old ? EffectKind::kDelete : EffectKind::kNone;
  return Effect{request.table, kind, request.key, size, 0, {}};
}

Attempt<Effect> JudgeAction(Room& room, const wire::TransactionAction& action,
                            std::deque<std::string>* made) {
  base::ByteReader reader(action.request);
  switch (action.kind) {
    case wire::ActionKind::kPut:
      return JudgePut(room, &reader);
    case wire::ActionKind::kUpdate:
      return JudgeUpdate(room, &reader, made);
    case wire::ActionKind::kDelete:
      return JudgeDelete(room, &reader, false);
    case wire::ActionKind::kCheck:
      break;
  }
  return JudgeDelete(room, &reader, true);
}

// The reason's code; empty: no reason of one action, the whole request fails with it.
std::string_view ReasonCode(ApiErrorType type) {
  switch (type) {
    case ApiErrorType::kConditionalCheckFailed:
      return "ConditionalCheckFailed";
    case ApiErrorType::kTransactionConflict:
      return "TransactionConflict";
    case ApiErrorType::kValidation:
      return "ValidationError";
    case ApiErrorType::kItemCollectionSizeLimitExceeded:
      return "ItemCollectionSizeLimitExceeded";
    case ApiErrorType::kProvisionedThroughputExceeded:
      return "ProvisionedThroughputExceeded";
    case ApiErrorType::kThrottling:
      return "ThrottlingError";
    default:
      return {};
  }
}

Attempt<std::vector<wire::IndexWrite>> ApplyEffect(Room& room, const Effect& effect) {
  const model::TableSchema* table = room.tables->Find(effect.table);
  if (effect.kind == EffectKind::kNone || table == nullptr) return std::vector<wire::IndexWrite>();
  if (effect.kind == EffectKind::kPut) PARTITA_TRY(ExpectRoomOnDisk(room));
  PARTITA_ASSIGN(const std::optional<store::StoredItem> old,
                 ReadItem(room, effect.table, effect.key));
  return Mutate(room,
                {.table = table,
                 .key = effect.key,
                 .item = effect.item,
                 .item_size = effect.item_size},
                old);
}

Attempt<std::vector<wire::WriteResult>> ApplyAll(Room& room, const std::vector<Effect>& effects) {
  std::vector<wire::WriteResult> results = SizesOf(effects);
  for (size_t i = 0; i < effects.size(); ++i) {
    PARTITA_ASSIGN(results[i].indexes, ApplyEffect(room, effects[i]));
    PARTITA_KILL_POINT("effect_applied");
  }
  return results;
}

}  // namespace

Attempt<JudgedActions> JudgeActions(Room& room,
                                    const std::vector<wire::TransactionAction>& actions) {
  JudgedActions judged;
  ApiError cancelled = ApiError::Of(ApiErrorType::kTransactionCanceled);
  cancelled.reasons.resize(actions.size());
  bool refused = false;
  for (size_t i = 0; i < actions.size(); ++i) {
    Attempt<Effect> effect = JudgeAction(room, actions[i], &judged.made);
    if (effect.ok()) {
      judged.effects.push_back(*effect);
      continue;
    }
    const ApiError* refusal = effect.error().refusal();
    if (refusal == nullptr || ReasonCode(refusal->type).empty()) return std::move(effect).error();
    refused = true;
    cancelled.reasons[i] = {std::string(ReasonCode(refusal->type)), refusal->message,
                            refusal->item};
  }
  if (refused) return Failure(std::move(cancelled));
  return judged;
}

Attempt<std::vector<wire::WriteResult>> ApplyEffects(Room& room,
                                                     const std::vector<Effect>& effects) {
  PARTITA_TRY(Step(room.store->Savepoint()));
  auto results = ApplyAll(room, effects);
  if (!results.ok() && results.error().refusal() != nullptr) {
    PARTITA_TRY(Step(room.store->RollbackToSavepoint()));
  }
  return results;
}

std::vector<wire::WriteResult> SizesOf(const std::vector<Effect>& effects) {
  std::vector<wire::WriteResult> results(effects.size());
  for (size_t i = 0; i < effects.size(); ++i) {
    results[i].old_size = effects[i].old_size;
    results[i].new_size = effects[i].item_size;
  }
  return results;
}

}  // namespace partita::partitiond
