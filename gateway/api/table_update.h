// UpdateTable's parameters as they were sent, and what is demanded of them before anybody looks at
// the table.
//
// Views live as long as the request's JSON.
#pragma once

#include <optional>
#include <vector>

#include "gateway/api/parameter_reader.h"
#include "gateway/api/table_parts.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// One of three; a client may send none or several.
struct IndexAction {
  std::optional<IndexDefinition> create;
  std::optional<IndexDefinition> update;  // name and capacities
  std::optional<Text> remove;             // the name
};

struct TableUpdateDefinition {
  Text table_name;
  std::optional<std::vector<AttributeDefinition>> attributes;
  Text billing_mode;
  std::optional<ThroughputDefinition> throughput;
  std::optional<ThroughputDefinition> on_demand;
  std::optional<ThroughputDefinition> warm;
  std::optional<std::vector<IndexAction>> index_actions;
  std::optional<StreamDefinition> stream;
  std::optional<SseDefinition> sse;
  Text table_class;
  std::optional<bool> deletion_protection;
};

TableUpdateDefinition ReadTableUpdate(const ParameterReader& reader);

// Everything that is wrong with the members, together. The name is checked elsewhere.
model::ApiStatus CheckTableUpdateMembers(const TableUpdateDefinition& update);

// After that: which changes go together, and each change by itself.
model::ApiStatus CheckTableUpdate(const TableUpdateDefinition& update);

}  // namespace partita::gateway::api
