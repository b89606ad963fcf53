// An update may not touch the attributes of its item's key.
#pragma once

#include "expr/update.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

model::ApiStatus CheckLeavesKeyAlone(const model::TableSchema& table, const expr::Update& update);

}  // namespace partita::gateway::api
