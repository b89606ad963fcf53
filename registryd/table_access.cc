#include "registryd/table_access.h"

#include <fmt/format.h>

#include <string>

#include "model/api_message.h"

namespace partita::registryd {

model::ApiResult<const model::TableSchema*> RequireTable(const Catalog& catalog,
                                                         std::string_view name) {
  const model::TableSchema* found = catalog.Find(name);
  if (found != nullptr) return found;
  return model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                             fmt::format(model::message::kTableNotFound, name));
}

model::ApiStatus CheckActive(const model::TableSchema& table) {
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

model::ApiStatus CheckSettled(const model::TableSchema& table) {
  if (table.status == model::TableStatus::kUpdating) return {};
  return CheckActive(table);
}

}  // namespace partita::registryd
