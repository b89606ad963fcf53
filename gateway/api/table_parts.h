// The structures of which CreateTable's and UpdateTable's parameters are made, as they were sent:
// how they are read and what is demanded of their shape.
//
// Everything is optional here: what must be there is a constraint. Views live as long as the
// request's JSON. `member` is always the path as the service prints it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/constraints.h"
#include "gateway/api/parameter_reader.h"

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
  std::optional<ThroughputDefinition> warm;        // global indexes only
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

// ---- reading; an absent member reads as nothing
std::optional<std::vector<AttributeDefinition>> ReadAttributes(const ParameterReader& reader);
std::optional<KeySchemaList> ReadKeySchema(const ParameterReader& reader);
std::optional<ThroughputDefinition> ReadThroughput(const ParameterReader& reader);
// An empty structure says nothing and counts as absent.
std::optional<ThroughputDefinition> ReadOnDemandThroughput(const ParameterReader& reader);
std::optional<ThroughputDefinition> ReadWarmThroughput(const ParameterReader& reader);
IndexDefinition ReadIndex(const ParameterReader& reader);
std::optional<StreamDefinition> ReadStream(const ParameterReader& reader);
std::optional<SseDefinition> ReadSse(const ParameterReader& reader);
std::optional<std::vector<TagDefinition>> ReadTags(const ParameterReader& reader);

// ---- constraints
void ConstrainAttributes(const std::optional<std::vector<AttributeDefinition>>& attributes,
                         Constraints* constraints);
void ConstrainBillingMode(const Text& billing_mode, Constraints* constraints);
void ConstrainThroughput(const std::string& member,
                         const std::optional<ThroughputDefinition>& throughput,
                         Constraints* constraints);
void ConstrainTableKeys(const std::optional<KeySchemaList>& keys, Constraints* constraints);
void ConstrainIndexName(const std::string& member, const Text& name, Constraints* constraints);
void ConstrainGlobalIndex(const std::string& member, const IndexDefinition& index,
                          Constraints* constraints);
void ConstrainLocalIndex(const std::string& member, const IndexDefinition& index,
                         Constraints* constraints);
void ConstrainStream(const std::optional<StreamDefinition>& stream, Constraints* constraints);
void ConstrainSse(const std::optional<SseDefinition>& sse, Constraints* constraints);

}  // namespace partita::gateway::api
