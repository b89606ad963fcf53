#include "gateway/api/table_parts.h"

#include <fmt/format.h>

#include <limits>

#include "model/limits.h"

namespace partita::gateway::api {

namespace {

constexpr size_t kMostTableKeys = 2;
constexpr size_t kMostGlobalIndexKeys = 8;  // four HASH and four RANGE attributes
constexpr size_t kMostIndexNonKeyAttributes = 20;
constexpr size_t kMostIndexNameLength = 255;
constexpr size_t kMostKmsKeyLength = 2048;
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

std::optional<ProjectionDefinition> ReadProjection(const ParameterReader& reader) {
  const auto structure = reader.Structure("Projection", "Projection");
  if (!structure) return std::nullopt;
  return ProjectionDefinition{structure->String("ProjectionType"),
                              structure->Strings("NonKeyAttributes")};
}

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

}  // namespace

// ---- reading

std::optional<KeySchemaList> ReadKeySchema(const ParameterReader& reader) {
  const auto structures = reader.Structures("KeySchema", "KeySchemaElement");
  if (!structures) return std::nullopt;
  KeySchemaList keys;
  for (const ParameterReader& one : *structures) {
    keys.push_back({one.String("AttributeName"), one.String("KeyType")});
  }
  return keys;
}

std::optional<std::vector<AttributeDefinition>> ReadAttributes(const ParameterReader& reader) {
  const auto structures = reader.Structures("AttributeDefinitions", "AttributeDefinition");
  if (!structures) return std::nullopt;
  std::vector<AttributeDefinition> attributes;
  for (const ParameterReader& one : *structures) {
    attributes.push_back({one.String("AttributeName"), one.String("AttributeType")});
  }
  return attributes;
}

std::optional<ThroughputDefinition> ReadThroughput(const ParameterReader& reader) {
  const auto structure = reader.Structure("ProvisionedThroughput", "ProvisionedThroughput");
  if (!structure) return std::nullopt;
  return ThroughputDefinition{structure->Long("ReadCapacityUnits"),
                              structure->Long("WriteCapacityUnits")};
}

std::optional<ThroughputDefinition> ReadOnDemandThroughput(const ParameterReader& reader) {
  const auto structure = reader.Structure("OnDemandThroughput", "OnDemandThroughput");
  if (!structure) return std::nullopt;
  const ThroughputDefinition units{structure->Long("MaxReadRequestUnits"),
                                   structure->Long("MaxWriteRequestUnits")};
  if (!units.read_units && !units.write_units) return std::nullopt;
  return units;
}

std::optional<ThroughputDefinition> ReadWarmThroughput(const ParameterReader& reader) {
  const auto structure = reader.Structure("WarmThroughput", "WarmThroughput");
  if (!structure) return std::nullopt;
  return ThroughputDefinition{structure->Long("ReadUnitsPerSecond"),
                              structure->Long("WriteUnitsPerSecond")};
}

IndexDefinition ReadIndex(const ParameterReader& reader) {
  return {reader.String("IndexName"), ReadKeySchema(reader),          ReadProjection(reader),
          ReadThroughput(reader),     ReadOnDemandThroughput(reader), ReadWarmThroughput(reader)};
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

void ConstrainAttributes(const std::optional<std::vector<AttributeDefinition>>& attributes,
                         Constraints* constraints) {
  if (!attributes) return;
  for (size_t i = 0; i < attributes->size(); ++i) {
    const AttributeDefinition& attribute = (*attributes)[i];
    const std::string member = fmt::format("attributeDefinitions.{}.member", i + 1);
    constraints->NotNull(member + ".attributeType", attribute.type.has_value());
    constraints->Enum(member + ".attributeType", attribute.type, "B, N, S");
    constraints->NotNull(member + ".attributeName", attribute.name.has_value());
    constraints->Length(member + ".attributeName", attribute.name, 1, model::kMaxKeyNameBytes);
  }
}

void ConstrainBillingMode(const Text& billing_mode, Constraints* constraints) {
  constraints->Enum("billingMode", billing_mode, "PROVISIONED, PAY_PER_REQUEST");
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

void ConstrainTableKeys(const std::optional<KeySchemaList>& keys, Constraints* constraints) {
  ConstrainKeySchema("keySchema", keys, kMostTableKeys, constraints);
}

void ConstrainIndexName(const std::string& member, const Text& name, Constraints* constraints) {
  constraints->NotNull(member, name.has_value());
  constraints->Pattern(member, name);
  constraints->Length(member, name, model::kMinTableNameLength, kMostIndexNameLength);
}

void ConstrainGlobalIndex(const std::string& member, const IndexDefinition& index,
                          Constraints* constraints) {
  ConstrainKeySchema(member + ".keySchema", index.key_schema, kMostGlobalIndexKeys, constraints);
  ConstrainProjection(member + ".projection", index.projection, constraints);
  ConstrainIndexName(member + ".indexName", index.name, constraints);
  ConstrainThroughput(member + ".provisionedThroughput", index.throughput, constraints);
}

void ConstrainLocalIndex(const std::string& member, const IndexDefinition& index,
                         Constraints* constraints) {
  ConstrainIndexName(member + ".indexName", index.name, constraints);
  ConstrainKeySchema(member + ".keySchema", index.key_schema, kMostTableKeys, constraints);
  ConstrainProjection(member + ".projection", index.projection, constraints);
}

void ConstrainStream(const std::optional<StreamDefinition>& stream, Constraints* constraints) {
  if (!stream) return;
  constraints->NotNull("streamSpecification.streamEnabled", stream->enabled.has_value());
  constraints->Enum("streamSpecification.streamViewType", stream->view_type,
                    "NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY");
}

void ConstrainSse(const std::optional<SseDefinition>& sse, Constraints* constraints) {
  if (!sse) return;
  constraints->Enum("sSESpecification.sSEType", sse->type, "AES256, KMS");
  constraints->Length("sSESpecification.kMSMasterKeyId", sse->kms_key, 1, kMostKmsKeyLength);
}

}  // namespace partita::gateway::api
