// The WHERE of a PartiQL statement as a condition.
#pragma once

#include "expr/partiql_tree.h"
#include "expr/partiql_value.h"
#include "expr/program.h"
#include "model/api_error.h"

namespace partita::expr {

// The tree of expr/program.h that says the same. A truth value compared with true, with another
// truth value or with an attribute becomes what it means: `attribute_exists(a) = false` is NOT
// attribute_exists(a). Refused: what has no truth value, unknown functions, operands of a wrong
// type.
model::ApiResult<ConditionNode> ToCondition(const PartiqlNode& where,
                                            const PartiqlParameters& parameters);

}  // namespace partita::expr
