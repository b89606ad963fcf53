#include <algorithm>

#include "model/api_message.h"
#include "registryd/operation.h"
#include "registryd/table_access.h"

namespace partita::registryd {

model::ApiResult<model::TableSchema> DeleteTable(const Catalog& catalog,
                                                 base::ByteReader* request) {
  const std::string_view name = request->Bytes();
  if (!request->Finished()) return UnreadableRequest();
  PARTITA_ASSIGN(const model::TableSchema* found, RequireTable(catalog, name));
  PARTITA_TRY(CheckActive(*found));
  const bool indexes_settled = std::all_of(
      found->indexes.begin(), found->indexes.end(),
      [](const model::IndexSchema& index) { return index.status == model::IndexStatus::kActive; });
  if (!indexes_settled) {
    return model::ApiError::Of(model::ApiErrorType::kResourceInUse,
                               std::string(model::message::kIndexesInUse));
  }
  if (found->deletion_protection)
    return model::ApiError::Validation(model::message::kTableProtected);
  model::TableSchema table = *found;
  table.status = model::TableStatus::kDeleting;
  return table;
}

}  // namespace partita::registryd
