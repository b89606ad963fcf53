// CreateTable's parameters as they were sent, and the member constraints on them. UpdateTable's new
// indexes have the same parts.
//
// Everything is optional here: what must be there is a constraint. Views live as long as the
// request's JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/api/constraints.h"
#include "gateway/api/parameter_reader.h"
#include "model/api_error.h"

namespace partita::gateway::api {

using Text = std::optional<std::string_view>;

struct AttributeDefinition {
  Text name;
  Text type;
};

struct KeySchemaElement {
  Text name;
  Text type;  // "HASH" or "RANGE"
};
using KeySchemaList = std::vector<KeySchemaElement>;

struct ProjectionDefinition {
  Text type;
  std::optional<std::vector<std::string_view>> non_key_attributes;
};

struct ThroughputDefinition {
  std::optional<int64_t> read_units;
  std::optional<int64_t> write_units;
};

struct IndexDefinition {
  Text name;
  std::optional<KeySchemaList> key_schema;
  std::optional<ProjectionDefinition> projection;
  std::optional<ThroughputDefinition> throughput;  // global indexes only
  std::optional<ThroughputDefinition> on_demand;   // global indexes only
};

struct StreamDefinition {
  std::optional<bool> enabled;
  Text view_type;
};

struct SseDefinition {
  std::optional<bool> enabled;
  Text type;
  Text kms_key;
};

struct TagDefinition {
  Text key;
  Text value;
};

struct TableDefinition {
  Text table_name;
  std::optional<std::vector<AttributeDefinition>> attributes;
  std::optional<KeySchemaList> key_schema;
  std::optional<std::vector<IndexDefinition>> local_indexes;
  std::optional<std::vector<IndexDefinition>> global_indexes;
  Text billing_mode;
  std::optional<ThroughputDefinition> throughput;
  std::optional<ThroughputDefinition> on_demand;
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
