// What the operators and functions of conditions say about values.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "model/attribute_value.h"

namespace partita::expr {

// The order of two strings, numbers or binaries; values of other types or of different types have
// none.
std::optional<std::strong_ordering> Order(const model::AttributeValue& a,
                                          const model::AttributeValue& b);

// Strings and binaries.
bool BeginsWith(const model::AttributeValue& value, const model::AttributeValue& prefix);
// A part of a string or binary, a member of a set, an element of a list.
bool Contains(const model::AttributeValue& value, const model::AttributeValue& part);
// Bytes of a string or binary, elements of a set, list or map; other types have no size.
std::optional<size_t> Size(const model::AttributeValue& value);

}  // namespace partita::expr
