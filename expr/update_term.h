// The values on the right sides of an update's actions.
#pragma once

#include "expr/program.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

// The right side of a SET, seen from `item` as it was before the update.
model::ApiResult<model::AttributeValue> Evaluate(const UpdateTerm& term, const model::Item& item);

// What ADD makes of `old` (null: nothing was there): a sum, a union, for AttributeUpdates also a
// longer list.
model::ApiResult<model::AttributeValue> Add(const model::AttributeValue* old,
                                            const UpdateAction& action);

// What DELETE leaves of the set `old`; may be empty.
model::ApiResult<model::AttributeValue> Subtract(const model::AttributeValue& old,
                                                 const UpdateAction& action);

}  // namespace partita::expr
