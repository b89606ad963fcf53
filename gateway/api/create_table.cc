// CreateTable: the definition, checked, to the registry; the table as it stands now back.
#include <string>
#include <utility>

#include "base/coding.h"
#include "gateway/api/definition_to_schema.h"
#include "gateway/api/request.h"
#include "gateway/api/table_checks.h"
#include "gateway/api/table_definition.h"
#include "gateway/api/table_json.h"
#include "model/table_schema.h"
#include "wire/table_change.h"

namespace partita::gateway::api {

using model::ApiStatus;

namespace {

void AddIndexes(const std::optional<std::vector<IndexDefinition>>& indexes, bool global,
                model::TableSchema* table) {
  if (!indexes) return;
  for (const IndexDefinition& wanted : *indexes) {
    model::IndexSchema index = ToIndexSchema(wanted, global, table->attribute_definitions);
    index.id = table->next_index_id++;
    table->indexes.push_back(std::move(index));
  }
}

model::TableSchema ToSchema(const TableDefinition& definition, Edge* edge) {
  model::TableSchema table;
  table.name = *definition.table_name;
  table.attribute_definitions = ToAttributes(*definition.attributes);
  table.key = ToKeySchema(*definition.key_schema, table.attribute_definitions);
  AddIndexes(definition.local_indexes, false, &table);
  AddIndexes(definition.global_indexes, true, &table);
  table.billing_mode = ToBillingMode(definition.billing_mode.value_or(""));
  table.throughput = ToThroughput(definition.throughput);
  table.on_demand = ToOnDemand(definition.on_demand, -1);
  table.warm = ToWarm(definition.warm);
  if (definition.stream) table.stream = ToStream(*definition.stream);
  if (definition.sse) SetSse(*definition.sse, edge, &table);
  table.table_class_given = definition.table_class.has_value();
  table.table_class = ToTableClass(definition.table_class.value_or(""));
  table.deletion_protection = definition.deletion_protection.value_or(false);
  if (definition.tags) {
    for (const TagDefinition& tag : *definition.tags)
      table.tags.push_back({std::string(*tag.key), std::string(*tag.value)});
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
