// What the service demands of a new table beyond the shape of the request, in its order.
#pragma once

#include "gateway/api/table_definition.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// After CheckTableMembers: required members are there, enumerations and lengths are right.
model::ApiStatus CheckTableDefinition(const TableDefinition& definition);

}  // namespace partita::gateway::api
