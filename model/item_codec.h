// Items and values as bytes: the one encoding on disk, in rings, on the native socket and in
// backups.
//
// The grammar (helped by base/coding.h):
//   item   := count varint, then count × (name bytes, value), sorted by name, names unique
//   value  := type u8 (AttributeType), then
//             S, B: bytes · N: number.h encoding · BOOL: u8 0/1 · NULL: nothing
//             M: item · L: count varint, count × value
//             SS, BS: count varint, count × bytes, sorted, unique, not empty
//             NS: count varint, count × number, sorted, unique, not empty
// The encoding is canonical: equal values have equal bytes, so `=` may be memcmp.
// Decoders check everything (order, uniqueness, UTF-8 excepted, depth ≤ kMaxNestingLevels + 1): the
// bytes may be a stranger's.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/result.h"
#include "model/attribute_value.h"

namespace partita::model {

void EncodeItem(const Item& item, std::string* out);
void EncodeValue(const AttributeValue& value, std::string* out);
base::Result<Item> DecodeItem(std::string_view bytes);  // the whole of `bytes`, or kCorrupt
base::Result<AttributeValue> DecodeValue(base::ByteReader* reader);  // one value, or kCorrupt

// The top-level attributes whose names are wanted. The rest is gone through, but not checked.
base::Result<Item> DecodeSome(std::string_view bytes,
                              const std::function<bool(std::string_view name)>& wanted);

// The bytes of one top-level attribute's value inside an encoded item, without decoding the rest;
// empty: absent or corrupt.
std::string_view FindEncodedAttribute(std::string_view item, std::string_view name);

}  // namespace partita::model
