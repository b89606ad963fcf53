#include "partitiond/operation.h"

#include <utility>

#include "base/log.h"
#include "expr/condition.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "partitiond/stream_upkeep.h"

namespace partita::partitiond {
namespace {

model::ApiError Internal(std::string message) {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError, std::move(message));
}

Failure RefuseCorruptItem(std::string_view what) {
  base::Log(base::LogLevel::kError, "refused to serve a corrupt item: {}", what);
  return Internal("The stored item is damaged");
}

}  // namespace

base::Status RefreshTables(Room& room) {
  const base::Result<bool> changed = room.tables->Refresh();
  if (!changed.ok()) {
    base::Log(base::LogLevel::kError, "the published schemas cannot be read: {}",
              changed.error().message);
    return {};
  }
  if (!*changed) return {};
  PARTITA_TRY(room.purge->LookFor(room.store, *room.tables));
  PARTITA_TRY(room.index_backfill->LookFor(room.store, *room.tables));
  return FollowStreams(room.store, *room.tables);
}

Attempt<void> ExpectWholeRequest(const base::ByteReader& request) {
  if (request.Finished()) return {};
  return Failure(Internal("The request could not be read"));
}

Attempt<const model::TableSchema*> FindTable(const Room& room, model::TableId table) {
  if (room.tables->version() == 0) return Failure(Internal("The tables are not known yet"));
  const model::TableSchema* schema = room.tables->Find(table);
  if (schema == nullptr || schema->status == model::TableStatus::kDeleting) {
    return Failure(model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                                       std::string(model::message::kResourceNotFound)));
  }
  return schema;
}

Attempt<std::optional<store::StoredItem>> ReadItem(Room& room, model::TableId table,
                                                   std::string_view key) {
  auto stored = room.store->Get(table, key);
  if (stored.ok()) return *std::move(stored);
  if (stored.error().kind == base::ErrorKind::kCorrupt)
    return RefuseCorruptItem(stored.error().message);
  return Failure(std::move(stored).error());
}

Attempt<std::optional<model::Item>> DecodeStored(const std::optional<store::StoredItem>& stored) {
  if (!stored) return std::optional<model::Item>();
  auto item = model::DecodeItem(stored->bytes);
  if (!item.ok()) return RefuseCorruptItem(item.error().message);
  return std::optional(*std::move(item));
}

Attempt<void> ExpectRoomOnDisk(const Room& room) {
  if (!room.store->disk_is_full()) return {};
  return Failure(Internal("There is no room for more data"));
}

Attempt<void> ExpectUnlocked(const Room& room, std::string_view key) {
  if (room.transactions->LockOn(key) == Transactions::Lock::kNone) return {};
  room.tally->TransactionConflict();
  return Failure(model::ApiError::Of(model::ApiErrorType::kTransactionConflict,
                                     std::string(model::message::kTransactionOngoing)));
}

Attempt<void> CheckCondition(const wire::WriteOptions& options,
                             const std::optional<store::StoredItem>& stored) {
  if (options.condition.empty()) return {};
  const auto condition = expr::Condition::Decode(options.condition);
  if (!condition.ok()) return Failure(Internal("The condition could not be read"));
  PARTITA_ASSIGN(const std::optional<model::Item> item, DecodeStored(stored));
  if (condition->Holds(item ? &*item : nullptr)) return {};
  model::ApiError refusal =
      model::ApiError::Of(model::ApiErrorType::kConditionalCheckFailed,
                          std::string(model::message::kConditionalRequestFailed));
  if (options.return_old_on_condition_failure && stored) refusal.item = stored->bytes;
  return Failure(std::move(refusal));
}

}  // namespace partita::partitiond
