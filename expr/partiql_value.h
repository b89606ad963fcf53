// The literals and parameters of a PartiQL statement as attribute values.
#pragma once

#include <string_view>
#include <vector>

#include "expr/partiql_tree.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

// What stands for each ?, in order.
using PartiqlParameters = std::vector<model::AttributeValue>;

// Whether the node can only be a value (which may still be refused).
bool IsPartiqlValue(const PartiqlNode& node);

// Lists, maps and sets are made of literals alone: a parameter stands by itself. Refused with the
// place inside the value ("… under root.a[1]"): a number out of range, more than kMaxNestingLevels,
// what is no value.
model::ApiResult<model::AttributeValue> ToValue(const PartiqlNode& node,
                                                const PartiqlParameters& parameters);

// "message at line:column:length".
model::ApiError PartiqlErrorAt(std::string_view message, const PartiqlSpan& span);

}  // namespace partita::expr
