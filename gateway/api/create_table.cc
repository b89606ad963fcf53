// CreateTable: the definition, checked, to the registry; the table as it stands now back.
#include <string>

#include "base/coding.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_checks.h"
#include "gateway/api/table_definition.h"
#include "gateway/api/table_json.h"
#include "model/table_schema.h"
#include "wire/table_change.h"

namespace partita::gateway::api {

using model::ApiStatus;

namespace {

model::AttributeType TypeOf(std::string_view name, const TableDefinition& definition) {
  for (const AttributeDefinition& attribute : *definition.attributes) {
    if (*attribute.name != name) continue;
    if (*attribute.type == "N") return model::AttributeType::kN;
    if (*attribute.type == "B") return model::AttributeType::kB;
  }
  return model::AttributeType::kS;
}

model::KeySchema ToKeySchema(const KeySchemaList& keys, const TableDefinition& definition) {
  model::KeySchema schema;
  for (const KeySchemaElement& key : keys) {
    auto& part = *key.type == "HASH" ? schema.partition : schema.sort;
    part.push_back({std::string(*key.name), TypeOf(*key.name, definition)});
  }
  return schema;
}

model::Throughput ToThroughput(const std::optional<ThroughputDefinition>& units) {
  if (!units) return {};
  return {*units->read_units, *units->write_units};
}

std::optional<model::OnDemandThroughput> ToOnDemand(
    const std::optional<ThroughputDefinition>& units) {
  if (!units) return std::nullopt;
  return model::OnDemandThroughput{units->read_units.value_or(-1), units->write_units.value_or(-1)};
}

model::ProjectionType ToProjection(std::string_view type) {
  if (type == "KEYS_ONLY") return model::ProjectionType::kKeysOnly;
  if (type == "INCLUDE") return model::ProjectionType::kInclude;
  return model::ProjectionType::kAll;
}

model::StreamViewType ToStreamView(std::string_view type) {
  if (type == "KEYS_ONLY") return model::StreamViewType::kKeysOnly;
  if (type == "NEW_IMAGE") return model::StreamViewType::kNewImage;
  if (type == "OLD_IMAGE") return model::StreamViewType::kOldImage;
  return model::StreamViewType::kNewAndOldImages;
}

void AddIndexes(const std::optional<std::vector<IndexDefinition>>& indexes, bool global,
                const TableDefinition& definition, model::TableSchema* table) {
  if (!indexes) return;
  for (const IndexDefinition& wanted : *indexes) {
    model::IndexSchema index;
    index.id = table->next_index_id++;
    index.name = *wanted.name;
    index.global = global;
    index.key = ToKeySchema(*wanted.key_schema, definition);
    index.projection = ToProjection(*wanted.projection->type);
    if (const auto& names = wanted.projection->non_key_attributes) {
      index.non_key_attributes.assign(names->begin(), names->end());
    }
    if (global) {
      index.throughput = ToThroughput(wanted.throughput);
      index.on_demand = ToOnDemand(wanted.on_demand);
    }
    table->indexes.push_back(std::move(index));
  }
}

void AddSse(const SseDefinition& sse, Edge* edge, model::TableSchema* table) {
  table->sse_enabled = sse.enabled.value_or(false);
  if (table->sse_enabled)
    table->sse_kms_key_arn = KmsKeyArn(*edge->Schemas(), sse.kms_key.value_or(""), &edge->sha256());
}

model::TableSchema ToSchema(const TableDefinition& definition, Edge* edge) {
  model::TableSchema table;
  table.name = *definition.table_name;
  table.key = ToKeySchema(*definition.key_schema, definition);
  for (const AttributeDefinition& attribute : *definition.attributes) {
    table.attribute_definitions.push_back(
        {std::string(*attribute.name), TypeOf(*attribute.name, definition)});
  }
  AddIndexes(definition.local_indexes, false, definition, &table);
  AddIndexes(definition.global_indexes, true, definition, &table);
  table.billing_mode = definition.IsOnDemand() ? model::BillingMode::kPayPerRequest
                                               : model::BillingMode::kProvisioned;
  table.throughput = ToThroughput(definition.throughput);
  table.on_demand = ToOnDemand(definition.on_demand);
  if (definition.stream && *definition.stream->enabled)
    table.stream = ToStreamView(*definition.stream->view_type);
  if (definition.sse) AddSse(*definition.sse, edge, &table);
  table.table_class_given = definition.table_class.has_value();
  if (definition.table_class == "STANDARD_INFREQUENT_ACCESS") {
    table.table_class = model::TableClass::kStandardInfrequentAccess;
  }
  table.deletion_protection = definition.deletion_protection.value_or(false);
  if (definition.tags) {
    for (const TagDefinition& tag : *definition.tags) {
      table.tags.push_back({std::string(*tag.key), std::string(*tag.value)});
    }
  }
  return table;
}

}  // namespace

ApiStatus CreateTable(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const TableDefinition definition = ReadTableDefinition(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckTableMembers(definition));
  PARTITA_TRY(CheckTableDefinition(definition));
  const model::TableSchema table = ToSchema(definition, request.edge);
  request.edge->AskRegistry(
      wire::MessageKind::kCreateTable,
      [&table](base::ByteWriter* writer) { table.EncodeTo(writer); }, AnswerTableChange(request));
  return {};
}

}  // namespace partita::gateway::api
