#include "registryd/tagged_table.h"

#include <fmt/format.h>

#include "model/api_message.h"
#include "registryd/table_access.h"

namespace partita::registryd {

model::ApiResult<const model::TableSchema*> RequireTaggedTable(const Catalog& catalog,
                                                               std::string_view name,
                                                               std::string_view arn) {
  const model::TableSchema* found = catalog.Find(name);
  if (found == nullptr) {
    return model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                               fmt::format(model::message::kResourceArnNotFound, arn));
  }
  PARTITA_TRY(CheckSettled(*found));
  return found;
}

}  // namespace partita::registryd
