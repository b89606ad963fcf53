// What is demanded of secondary indexes, of a new table's and of those that UpdateTable creates.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/table_definition.h"
#include "gateway/api/table_parts.h"
#include "model/api_error.h"

namespace partita::gateway::api {

using Names = std::vector<std::string_view>;

Names KeyNames(const KeySchemaList& keys);
Names DefinedNames(const std::vector<AttributeDefinition>& attributes);
bool ContainsAll(const Names& names, const Names& wanted);
std::string Joined(const Names& names);  // "a, b"

// HASH, or HASH and RANGE, of different attributes.
model::ApiStatus CheckKeyKinds(const KeySchemaList& keys);
// Every attribute is defined once.
model::ApiStatus CheckDefinedOnce(const Names& defined);

// The keys' kinds (up to four of each) and the projection; nothing that needs the table.
model::ApiStatus CheckGlobalIndexShape(const IndexDefinition& index);

// All indexes of a new table, in the service's order.
model::ApiStatus CheckIndexes(const TableDefinition& definition);

}  // namespace partita::gateway::api
