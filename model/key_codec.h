// Key values as bytes whose memcmp order is DynamoDB's order, self-delimiting so that keys can be
// concatenated.
//
//   string, binary   every 0x00 becomes 0x00 0xFF; the end is 0x00 0x01
//   number           number.h's encoding, self-delimiting by itself
//
// The type is not stored: the schema knows it. The empty string (legal in no key) would be 0x00
// 0x01. Example: "a\0b" is 61 00 FF 62 00 01.
#pragma once

#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/result.h"
#include "model/attribute_value.h"

namespace partita::model {

// `value` is a kS, kN or kB.
void EncodeKeyValue(const AttributeValue& value, std::string* out);
// The bytes that start the encoding of every string or binary starting with `prefix` (begins_with
// on a sort key).
void EncodeKeyPrefix(std::string_view prefix, std::string* out);
// Reads one value of the given type; kCorrupt if the bytes are not ours.
base::Result<AttributeValue> DecodeKeyValue(AttributeType type, base::ByteReader* reader);

}  // namespace partita::model
