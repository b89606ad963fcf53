// CreateTable's parameters as they were sent, and the member constraints on them.
//
// Everything is optional here: what must be there is a constraint. Views live as long as the
// request's JSON.
#pragma once

#include <optional>
#include <vector>

#include "gateway/api/parameter_reader.h"
#include "gateway/api/table_parts.h"
#include "model/api_error.h"

namespace partita::gateway::api {

struct TableDefinition {
  Text table_name;
  std::optional<std::vector<AttributeDefinition>> attributes;
  std::optional<KeySchemaList> key_schema;
  std::optional<std::vector<IndexDefinition>> local_indexes;
  std::optional<std::vector<IndexDefinition>> global_indexes;
  Text billing_mode;
  std::optional<ThroughputDefinition> throughput;
  std::optional<ThroughputDefinition> on_demand;
  std::optional<ThroughputDefinition> warm;
  std::optional<StreamDefinition> stream;
  std::optional<SseDefinition> sse;
  Text table_class;
  std::optional<bool> deletion_protection;
  std::optional<std::vector<TagDefinition>> tags;

  bool IsOnDemand() const { return billing_mode == "PAY_PER_REQUEST"; }
};

TableDefinition ReadTableDefinition(const ParameterReader& reader);

// A bad name is reported alone; everything else together.
model::ApiStatus CheckTableMembers(const TableDefinition& definition);

}  // namespace partita::gateway::api
