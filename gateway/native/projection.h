// A projection that a binary request brings, and what it leaves of an item.
#pragma once

#include <string>
#include <string_view>

#include "gateway/api/projection_parameters.h"
#include "model/api_error.h"

namespace partita::gateway::native {

// Null for no program. Refused: one that is none.
model::ApiResult<api::SharedProjection> ReadProjection(std::string_view program);

// The encoded item that `projection` (null: all) leaves of an encoded one: the item itself, or
// what `scratch` then holds. False: the bytes are corrupt.
bool Project(std::string_view* encoded, const expr::Projection* projection, std::string* scratch);

}  // namespace partita::gateway::native
