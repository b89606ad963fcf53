#include "gateway/api/table_definition.h"

#include <fmt/format.h>

#include <limits>
#include <string>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;

namespace {

constexpr size_t kMostTableKeys = 2;
constexpr size_t kMostGlobalIndexKeys = 8;  // four HASH and four RANGE attributes
constexpr size_t kMostIndexNonKeyAttributes = 20;
constexpr size_t kMostIndexNameLength = 255;
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

// ---- reading

std::optional<std::vector<AttributeDefinition>> ReadAttributes(const ParameterReader& reader) {
  const auto structures = reader.Structures("AttributeDefinitions", "AttributeDefinition");
  if (!structures) return std::nullopt;
  std::vector<AttributeDefinition> attributes;
  for (const ParameterReader& one : *structures) {
    attributes.push_back({one.String("AttributeName"), one.String("AttributeType")});
  }
  return attributes;
}

std::optional<KeySchemaList> ReadKeySchema(const ParameterReader& reader) {
  const auto structures = reader.Structures("KeySchema", "KeySchemaElement");
  if (!structures) return std::nullopt;
  KeySchemaList keys;
  for (const ParameterReader& one : *structures) {
    keys.push_back({one.String("AttributeName"), one.String("KeyType")});
  }
  return keys;
}

std::optional<ThroughputDefinition> ReadThroughput(const ParameterReader& reader) {
  const auto structure = reader.Structure("ProvisionedThroughput", "ProvisionedThroughput");
  if (!structure) return std::nullopt;
  return ThroughputDefinition{structure->Long("ReadCapacityUnits"),
                              structure->Long("WriteCapacityUnits")};
}

// An empty structure says nothing and counts as absent.
std::optional<ThroughputDefinition> ReadOnDemandThroughput(const ParameterReader& reader) {
  const auto structure = reader.Structure("OnDemandThroughput", "OnDemandThroughput");
  if (!structure) return std::nullopt;
  const ThroughputDefinition units{structure->Long("MaxReadRequestUnits"),
                                   structure->Long("MaxWriteRequestUnits")};
  if (!units.read_units && !units.write_units) return std::nullopt;
  return units;
}

std::optional<ProjectionDefinition> ReadProjection(const ParameterReader& reader) {
  const auto structure = reader.Structure("Projection", "Projection");
  if (!structure) return std::nullopt;
  return ProjectionDefinition{structure->String("ProjectionType"),
                              structure->Strings("NonKeyAttributes")};
}

std::optional<std::vector<IndexDefinition>> ReadIndexes(const ParameterReader& reader,
                                                        std::string_view parameter,
                                                        std::string_view type) {
  const auto structures = reader.Structures(parameter, type);
  if (!structures) return std::nullopt;
  std::vector<IndexDefinition> indexes;
  for (const ParameterReader& one : *structures) {
    indexes.push_back({one.String("IndexName"), ReadKeySchema(one), ReadProjection(one),
                       ReadThroughput(one), ReadOnDemandThroughput(one)});
  }
  return indexes;
}

std::optional<StreamDefinition> ReadStream(const ParameterReader& reader) {
  const auto structure = reader.Structure("StreamSpecification", "StreamSpecification");
  if (!structure) return std::nullopt;
  return StreamDefinition{structure->Boolean("StreamEnabled"), structure->String("StreamViewType")};
}

std::optional<SseDefinition> ReadSse(const ParameterReader& reader) {
  const auto structure = reader.Structure("SSESpecification", "SSESpecification");
  if (!structure) return std::nullopt;
  return SseDefinition{structure->Boolean("Enabled"), structure->String("SSEType"),
                       structure->String("KMSMasterKeyId")};
}

std::optional<std::vector<TagDefinition>> ReadTags(const ParameterReader& reader) {
  const auto structures = reader.Structures("Tags", "Tag");
  if (!structures) return std::nullopt;
  std::vector<TagDefinition> tags;
  for (const ParameterReader& one : *structures)
    tags.push_back({one.String("Key"), one.String("Value")});
  return tags;
}

// ---- constraints

// As the service prints a list of structures.
std::string Printed(const KeySchemaList& keys) {
  std::string text = "[";
  for (const KeySchemaElement& key : keys) {
    if (text.size() > 1) text += ", ";
    text += fmt::format("KeySchemaElement(attributeName={}, keyType={})", key.name.value_or("null"),
                        key.type.value_or("null"));
  }
  return text + "]";
}

void ConstrainAttributes(const TableDefinition& definition, Constraints* constraints) {
  constraints->NotNull("attributeDefinitions", definition.attributes.has_value());
  if (!definition.attributes) return;
  for (size_t i = 0; i < definition.attributes->size(); ++i) {
    const AttributeDefinition& attribute = (*definition.attributes)[i];
    const std::string member = fmt::format("attributeDefinitions.{}.member", i + 1);
    constraints->NotNull(member + ".attributeName", attribute.name.has_value());
    constraints->Length(member + ".attributeName", attribute.name, 1, model::kMaxKeyNameBytes);
    constraints->NotNull(member + ".attributeType", attribute.type.has_value());
    constraints->Enum(member + ".attributeType", attribute.type, "B, N, S");
  }
}

void ConstrainKeySchema(const std::string& member, const std::optional<KeySchemaList>& keys,
                        size_t at_most, Constraints* constraints) {
  constraints->NotNull(member, keys.has_value());
  if (!keys) return;
  constraints->ListLength(member, keys->size(), 1, at_most, Printed(*keys));
  for (size_t i = 0; i < keys->size(); ++i) {
    const KeySchemaElement& key = (*keys)[i];
    const std::string element = fmt::format("{}.{}.member", member, i + 1);
    constraints->NotNull(element + ".attributeName", key.name.has_value());
    constraints->Length(element + ".attributeName", key.name, 1, model::kMaxKeyNameBytes);
    constraints->NotNull(element + ".keyType", key.type.has_value());
    constraints->Enum(element + ".keyType", key.type, "HASH, RANGE");
  }
}

void ConstrainThroughput(const std::string& member,
                         const std::optional<ThroughputDefinition>& throughput,
                         Constraints* constraints) {
  if (!throughput) return;
  constraints->NotNull(member + ".writeCapacityUnits", throughput->write_units.has_value());
  constraints->Range(member + ".writeCapacityUnits", throughput->write_units, 1, kNoLimit);
  constraints->NotNull(member + ".readCapacityUnits", throughput->read_units.has_value());
  constraints->Range(member + ".readCapacityUnits", throughput->read_units, 1, kNoLimit);
}

void ConstrainProjection(const std::string& member,
                         const std::optional<ProjectionDefinition>& projection,
                         Constraints* constraints) {
  constraints->NotNull(member, projection.has_value());
  if (!projection) return;
  constraints->Enum(member + ".projectionType", projection->type, "ALL, INCLUDE, KEYS_ONLY");
  if (!projection->non_key_attributes) return;
  const std::vector<std::string_view>& names = *projection->non_key_attributes;
  constraints->ListLength(member + ".nonKeyAttributes", names.size(), 1, kMostIndexNonKeyAttributes,
                          fmt::format("[{}]", fmt::join(names, ", ")));
  for (size_t i = 0; i < names.size(); ++i) {
    constraints->Length(fmt::format("{}.nonKeyAttributes.{}.member", member, i + 1), names[i], 1,
                        model::kMaxKeyNameBytes);
  }
}

void ConstrainIndexName(const std::string& member, const Text& name, Constraints* constraints) {
  constraints->NotNull(member, name.has_value());
  constraints->Pattern(member, name);
  constraints->Length(member, name, model::kMinTableNameLength, kMostIndexNameLength);
}

void ConstrainGlobalIndexes(const TableDefinition& definition, Constraints* constraints) {
  if (!definition.global_indexes) return;
  for (size_t i = 0; i < definition.global_indexes->size(); ++i) {
    const IndexDefinition& index = (*definition.global_indexes)[i];
    const std::string member = fmt::format("globalSecondaryIndexes.{}.member", i + 1);
    ConstrainKeySchema(member + ".keySchema", index.key_schema, kMostGlobalIndexKeys, constraints);
    ConstrainProjection(member + ".projection", index.projection, constraints);
    ConstrainIndexName(member + ".indexName", index.name, constraints);
    ConstrainThroughput(member + ".provisionedThroughput", index.throughput, constraints);
  }
}

void ConstrainLocalIndexes(const TableDefinition& definition, Constraints* constraints) {
  if (!definition.local_indexes) return;
  for (size_t i = 0; i < definition.local_indexes->size(); ++i) {
    const IndexDefinition& index = (*definition.local_indexes)[i];
    const std::string member = fmt::format("localSecondaryIndexes.{}.member", i + 1);
    ConstrainIndexName(member + ".indexName", index.name, constraints);
    ConstrainKeySchema(member + ".keySchema", index.key_schema, kMostTableKeys, constraints);
    ConstrainProjection(member + ".projection", index.projection, constraints);
  }
}

void ConstrainTags(const TableDefinition& definition, Constraints* constraints) {
  if (!definition.tags) return;
  for (size_t i = 0; i < definition.tags->size(); ++i) {
    const std::string member = fmt::format("tags.{}.member", i + 1);
    constraints->NotNull(member + ".key", (*definition.tags)[i].key.has_value());
    constraints->NotNull(member + ".value", (*definition.tags)[i].value.has_value());
  }
}

model::ApiStatus CheckNewTableName(const Text& name) {
  if (!name) return model::ApiError::Validation(message::kTableNameRequired);
  Constraints constraints;
  if (!name->empty()) constraints.Pattern("tableName", name);
  constraints.Length("tableName", name, model::kMinTableNameLength, model::kMaxTableNameLength);
  return constraints.Check();
}

}  // namespace

TableDefinition ReadTableDefinition(const ParameterReader& reader) {
  TableDefinition definition;
  definition.table_name = reader.String("TableName");
  definition.attributes = ReadAttributes(reader);
  definition.key_schema = ReadKeySchema(reader);
  definition.local_indexes = ReadIndexes(reader, "LocalSecondaryIndexes", "LocalSecondaryIndex");
  definition.global_indexes = ReadIndexes(reader, "GlobalSecondaryIndexes", "GlobalSecondaryIndex");
  definition.billing_mode = reader.String("BillingMode");
  definition.throughput = ReadThroughput(reader);
  definition.on_demand = ReadOnDemandThroughput(reader);
  definition.stream = ReadStream(reader);
  definition.sse = ReadSse(reader);
  definition.table_class = reader.String("TableClass");
  definition.deletion_protection = reader.Boolean("DeletionProtectionEnabled");
  definition.tags = ReadTags(reader);
  return definition;
}

model::ApiStatus CheckTableMembers(const TableDefinition& definition) {
  PARTITA_TRY(CheckNewTableName(definition.table_name));
  Constraints constraints;
  ConstrainAttributes(definition, &constraints);
  constraints.Enum("billingMode", definition.billing_mode, "PROVISIONED, PAY_PER_REQUEST");
  ConstrainThroughput("provisionedThroughput", definition.throughput, &constraints);
  ConstrainKeySchema("keySchema", definition.key_schema, kMostTableKeys, &constraints);
  ConstrainGlobalIndexes(definition, &constraints);
  ConstrainLocalIndexes(definition, &constraints);
  if (definition.stream) {
    constraints.NotNull("streamSpecification.streamEnabled",
                        definition.stream->enabled.has_value());
    constraints.Enum("streamSpecification.streamViewType", definition.stream->view_type,
                     "NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY");
  }
  if (definition.sse)
    constraints.Enum("sSESpecification.sSEType", definition.sse->type, "AES256, KMS");
  ConstrainTags(definition, &constraints);
  return constraints.Check();
}

}  // namespace partita::gateway::api
