// The SETs and REMOVEs of a PartiQL update as actions.
#pragma once

#include <vector>

#include "expr/partiql_tree.h"
#include "expr/partiql_value.h"
#include "expr/program.h"
#include "model/api_error.h"

namespace partita::expr {

// `SET a = set_add(a, <<…>>)` is ADD, set_delete DELETE. Refused: paths that get in each other's
// way, unknown functions, operands of a wrong type.
model::ApiResult<std::vector<UpdateAction>> ToActions(const std::vector<PartiqlChangeNode>& changes,
                                                      const PartiqlParameters& parameters);

}  // namespace partita::expr
