// What every change of an existing table asks first.
#pragma once

#include <string_view>

#include "model/api_error.h"
#include "model/table_schema.h"
#include "registryd/catalog.h"

namespace partita::registryd {

// ResourceNotFoundException if there is none. Lives as long as the catalog is not changed.
model::ApiResult<const model::TableSchema*> RequireTable(const Catalog& catalog,
                                                         std::string_view name);

// ResourceInUseException unless the table is ACTIVE.
model::ApiStatus CheckActive(const model::TableSchema& table);
// The same, but UPDATING will do: changes that stand beside any other.
model::ApiStatus CheckSettled(const model::TableSchema& table);

}  // namespace partita::registryd
