// What the service demands of a table beyond the shape of the request, in its order.
#pragma once

#include <optional>

#include "gateway/api/table_definition.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// A new table. After CheckTableMembers: required members are there, enumerations and lengths are
// right.
model::ApiStatus CheckTableDefinition(const TableDefinition& definition);

// What UpdateTable demands alike.
model::ApiStatus CheckSse(const std::optional<SseDefinition>& sse);
model::ApiStatus CheckTableClass(const Text& table_class);

// The encryption that is asked for: naming its type is asking for it.
bool IsSseEnabled(const SseDefinition& sse);

}  // namespace partita::gateway::api
