#include "gateway/api/definition_to_schema.h"

#include <string>
#include <utility>

#include "gateway/api/table_checks.h"
#include "gateway/api/table_json.h"

namespace partita::gateway::api {

namespace {

model::AttributeType ToAttributeType(std::string_view type) {
  if (type == "N") return model::AttributeType::kN;
  if (type == "B") return model::AttributeType::kB;
  return model::AttributeType::kS;
}

model::AttributeType TypeOf(std::string_view name,
                            const std::vector<model::KeyAttribute>& defined) {
  for (const model::KeyAttribute& attribute : defined) {
    if (attribute.name == name) return attribute.type;
  }
  return model::AttributeType::kS;
}

model::ProjectionType ToProjection(std::string_view type) {
  if (type == "KEYS_ONLY") return model::ProjectionType::kKeysOnly;
  if (type == "INCLUDE") return model::ProjectionType::kInclude;
  return model::ProjectionType::kAll;
}

}  // namespace

std::vector<model::KeyAttribute> ToAttributes(const std::vector<AttributeDefinition>& attributes) {
  std::vector<model::KeyAttribute> keys;
  for (const AttributeDefinition& attribute : attributes)
    keys.push_back({std::string(*attribute.name), ToAttributeType(*attribute.type)});
  return keys;
}

model::KeySchema ToKeySchema(const KeySchemaList& keys,
                             const std::vector<model::KeyAttribute>& defined) {
  model::KeySchema schema;
  for (const KeySchemaElement& key : keys) {
    auto& part = *key.type == "HASH" ? schema.partition : schema.sort;
    part.push_back({std::string(*key.name), TypeOf(*key.name, defined)});
  }
  return schema;
}

model::IndexSchema ToIndexSchema(const IndexDefinition& wanted, bool global,
                                 const std::vector<model::KeyAttribute>& defined) {
  model::IndexSchema index;
  index.name = *wanted.name;
  index.global = global;
  index.key = ToKeySchema(*wanted.key_schema, defined);
  index.projection = ToProjection(*wanted.projection->type);
  if (const auto& names = wanted.projection->non_key_attributes)
    index.non_key_attributes.assign(names->begin(), names->end());
  if (!global) return index;
  index.throughput = ToThroughput(wanted.throughput);
  index.on_demand = ToOnDemand(wanted.on_demand, -1);
  index.warm = ToWarm(wanted.warm);
  return index;
}

model::BillingMode ToBillingMode(std::string_view billing_mode) {
  return billing_mode == "PAY_PER_REQUEST" ? model::BillingMode::kPayPerRequest
                                           : model::BillingMode::kProvisioned;
}

model::Throughput ToThroughput(const std::optional<ThroughputDefinition>& units) {
  if (!units) return {};
  return {*units->read_units, *units->write_units};
}

std::optional<model::OnDemandThroughput> ToOnDemand(
    const std::optional<ThroughputDefinition>& units, int64_t unnamed) {
  if (!units) return std::nullopt;
  return model::OnDemandThroughput{units->read_units.value_or(unnamed),
                                   units->write_units.value_or(unnamed)};
}

model::Throughput ToWarm(const std::optional<ThroughputDefinition>& units) {
  if (!units) return {};
  return {units->read_units.value_or(0), units->write_units.value_or(0)};
}

model::TableClass ToTableClass(std::string_view table_class) {
  return table_class == "STANDARD_INFREQUENT_ACCESS" ? model::TableClass::kStandardInfrequentAccess
                                                     : model::TableClass::kStandard;
}

model::StreamViewType ToStream(const StreamDefinition& stream) {
  if (!*stream.enabled) return model::StreamViewType::kNone;
  if (*stream.view_type == "KEYS_ONLY") return model::StreamViewType::kKeysOnly;
  if (*stream.view_type == "NEW_IMAGE") return model::StreamViewType::kNewImage;
  if (*stream.view_type == "OLD_IMAGE") return model::StreamViewType::kOldImage;
  return model::StreamViewType::kNewAndOldImages;
}

void SetSse(const SseDefinition& sse, Edge* edge, model::TableSchema* table) {
  table->sse_enabled = IsSseEnabled(sse);
  if (!table->sse_enabled) return;
  table->sse_kms_key_arn = KmsKeyArn(*edge->Schemas(), sse.kms_key.value_or(""), &edge->sha256());
}

}  // namespace partita::gateway::api
