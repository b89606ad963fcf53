// A table's schema as the JSON document that the catalog keeps, and back, exactly.
//
// The document is our own: {"format": 1, "name": "orders", "status": "ACTIVE", …}, members named
// after the fields of table_schema.h, enums by DynamoDB's names. Two things differ from plain JSON
// because cJSON holds numbers as doubles and strings up to their first U+0000: 64-bit integers are
// strings of decimal digits, and in strings "%" is written "%25" and U+0000 "%00".
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/table_schema.h"

namespace partita::model {

std::string TableToJson(const TableSchema& table);

// kCorrupt: no JSON, another format, or a member that is missing or has a wrong type or value.
// Members that this format does not know are passed over.
base::Result<TableSchema> TableFromJson(std::string_view json);

}  // namespace partita::model
