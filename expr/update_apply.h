// What an update does to an item.
//
// First all right sides are computed, from the item as it was. Then SET, ADD and DELETE write where
// their paths lead; then REMOVE, and DELETE where it emptied a set, take away from the back to the
// front, so that an index always means the element that stood there before the update.
#pragma once

#include <vector>

#include "expr/program.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

// The paths of `actions` neither overlap nor conflict. On refusal `item` is unspecified. In an item
// that exists every path but its last element must be there; in one that does not, a REMOVE of what
// is not there does nothing.
model::ApiStatus ApplyActions(const std::vector<UpdateAction>& actions, model::Item* item,
                              bool item_exists);

}  // namespace partita::expr
