// DynamoDB JSON ({"S": "x"}) to values and back: the one door between clients' JSON and the model.
//
// Reading is simdjson's DOM: strings keep U+0000, invalid UTF-8 was already refused by the parser.
// Writing appends to a string and goes straight from the encoded item, without building a tree.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::model {

// How bad numbers and sets with a member twice are worded: PutItem, UpdateItem, DeleteItem,
// GetItem, BatchGetItem and Query speak the current wording; the older one is spoken by
// BatchWriteItem, the transactions, Scan and PartiQL. The older reads an exponent as Java's
// BigDecimal does, and of an item it sees an empty name inside a value only when nothing else is
// wrong.
enum class ValueWording { kCurrent, kOlder };

// Wrong JSON types give SerializationException, wrong contents ("{}", two types, an empty set, a
// bad number, too deep) ValidationException with DynamoDB's wording, bare ("Supplied AttributeValue
// is empty, must contain exactly one of the supported datatypes"); the caller adds the prefix its
// operation needs.
ApiResult<AttributeValue> ParseValue(simdjson::dom::element json,
                                     ValueWording wording = ValueWording::kCurrent);
ApiResult<Item> ParseItem(simdjson::dom::element json,  // {"name": {"S": "x"}, …}
                          ValueWording wording = ValueWording::kCurrent);

// Why no attribute can be called so: the name is empty or longer than kMaxAttributeNameBytes.
// Empty: one can.
std::string_view WhyNoAttributeName(std::string_view name);

// The first step of both Parse…() alone: do the JSON types fit? All of a request is checked so
// before any content is.
ApiStatus CheckValueJsonTypes(simdjson::dom::element json);
ApiStatus CheckItemJsonTypes(simdjson::dom::element json);

void AppendValueJson(const AttributeValue& value, std::string* out);
void AppendItemJson(const Item& item, std::string* out);
// From encoded bytes (item_codec.h); false if they are corrupt, `out` is then unspecified.
bool AppendEncodedItemJson(std::string_view item, std::string* out);

// A JSON string with quotes: escapes ", \, and control characters; everything else as it is.
void AppendJsonString(std::string_view text, std::string* out);

}  // namespace partita::model
