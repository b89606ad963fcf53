// The size of an item as DynamoDB counts it: against 400 KB, for capacity units and for pages.
//
// Source: AWS "DynamoDB Item sizes and formats". A name counts its UTF-8 bytes; S and B their
// bytes; N as number.h says; BOOL and NULL 1; lists and maps 3 + the sizes of what they hold + 1
// per element.
#pragma once

#include <cstddef>

#include "model/attribute_value.h"

namespace partita::model {

inline constexpr size_t kContainerBytes = 3;  // of a list or a map
inline constexpr size_t kElementBytes = 1;    // of each thing in it

size_t ItemSize(const Item& item);
size_t ValueSize(const AttributeValue& value);

}  // namespace partita::model
