// A small language for the tests of this room: values from JSON, bytes from and to hex.
#pragma once

#include <string>
#include <string_view>

#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::model {

// {"a": {"S": "x"}} as an item; the test fails when it is refused.
Item ItemOf(std::string_view json);
// {"S": "x"} as a value.
AttributeValue ValueOf(std::string_view json);
Number NumberOf(std::string_view text);

// "C1 0A"
std::string Hex(std::string_view bytes);
std::string FromHex(std::string_view hex);

// A table with every field set to something that is not its default.
TableSchema FullTable();

}  // namespace partita::model
