// The table that a tag operation names by its ARN.
#pragma once

#include <string_view>

#include "model/api_error.h"
#include "model/table_schema.h"
#include "registryd/catalog.h"

namespace partita::registryd {

// ResourceNotFoundException, which repeats the ARN, or ResourceInUseException while the table is
// CREATING or DELETING.
model::ApiResult<const model::TableSchema*> RequireTaggedTable(const Catalog& catalog,
                                                               std::string_view name,
                                                               std::string_view arn);

}  // namespace partita::registryd
