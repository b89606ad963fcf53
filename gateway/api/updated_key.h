// An update may not touch the attributes of its item's key, nor set one of an index's key to
// nothing.
#pragma once

#include "expr/update.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// What the request alone shows; what an attribute becomes by way of others the owner sees.
model::ApiStatus CheckUpdatedKeys(const model::TableSchema& table, const expr::Update& update);

}  // namespace partita::gateway::api
