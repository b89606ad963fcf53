// What a client may send as a value or an item, for those that come as bytes of our own.
//
// The decoders (item_codec.h) have seen to the structure: order, uniqueness, canonical numbers.
// Here is the rest of what the reader of JSON refuses: text that is not UTF-8
// (SerializationException), names that are none, too many levels (ValidationException).
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::model {

// Whether it is ASCII and short, as most text is: then no more need be asked of it.
inline bool IsShortAscii(std::string_view text) {
  constexpr size_t kShort = 128;
  if (text.size() > kShort) return false;
  uint64_t all = 0;
  for (; text.size() >= sizeof all; text.remove_prefix(sizeof all)) {
    uint64_t eight;
    std::memcpy(&eight, text.data(), sizeof eight);
    all |= eight;
  }
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return (all & 0x8080808080808080u) == 0;
}

ApiStatus CheckItem(const Item& item);
ApiStatus CheckValue(const AttributeValue& value);
ApiStatus CheckAttributeName(std::string_view name);
ApiStatus CheckText(std::string_view text);  // is it UTF-8?

}  // namespace partita::model
