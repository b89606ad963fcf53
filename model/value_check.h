// What a client may send as a value or an item, for those that come as bytes of our own.
//
// The decoders (item_codec.h) have seen to the structure: order, uniqueness, canonical numbers.
// Here is the rest of what the reader of JSON refuses: text that is not UTF-8
// (SerializationException), names that are none, too many levels (ValidationException).
#pragma once

#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::model {

ApiStatus CheckItem(const Item& item);
ApiStatus CheckValue(const AttributeValue& value);
ApiStatus CheckAttributeName(std::string_view name);
ApiStatus CheckText(std::string_view text);  // is it UTF-8?

}  // namespace partita::model
