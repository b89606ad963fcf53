#include <fmt/format.h>

#include "model/api_message.h"
#include "registryd/operation.h"

namespace partita::registryd {
namespace {

model::ApiStatus CheckStatus(const model::TableSchema& table) {
  const auto in_use = [&](std::string_view text) {
    return model::ApiError::Of(model::ApiErrorType::kResourceInUse,
                               fmt::format(fmt::runtime(text), table.name));
  };
  switch (table.status) {
    case model::TableStatus::kCreating:
      return in_use(model::message::kTableBeingCreated);
    case model::TableStatus::kUpdating:
      return in_use(model::message::kTableBeingUpdated);
    case model::TableStatus::kDeleting:
      return in_use(model::message::kTableBeingDeleted);
    case model::TableStatus::kActive:
      return {};
  }
  return {};
}

}  // namespace

model::ApiResult<model::TableSchema> DeleteTable(const Catalog& catalog,
                                                 base::ByteReader* request) {
  const std::string_view name = request->Bytes();
  if (!request->Finished()) return UnreadableRequest();
  const model::TableSchema* found = catalog.Find(name);
  if (found == nullptr) {
    return model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                               fmt::format(model::message::kTableNotFound, name));
  }
  PARTITA_TRY(CheckStatus(*found));
  if (found->deletion_protection)
    return model::ApiError::Validation(std::string(model::message::kTableProtected));
  model::TableSchema table = *found;
  table.status = model::TableStatus::kDeleting;
  return table;
}

}  // namespace partita::registryd
