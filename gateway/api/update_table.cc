// UpdateTable: the changes, checked, to the registry; the table as it stands now back.
#include "wire/update_table.h"

#include <string>

#include "base/coding.h"
#include "gateway/api/definition_to_schema.h"
#include "gateway/api/request.h"
#include "gateway/api/table_json.h"
#include "gateway/api/table_name.h"
#include "gateway/api/table_update.h"

namespace partita::gateway::api {

namespace {

wire::IndexUpdate ToIndexUpdate(const IndexDefinition& change) {
  wire::IndexUpdate update;
  update.name = *change.name;
  if (change.throughput) update.throughput = ToThroughput(change.throughput);
  update.on_demand = ToOnDemand(change.on_demand, 0);
  if (change.warm) update.warm = ToWarm(change.warm);
  return update;
}

void AddIndexActions(const TableUpdateDefinition& definition, wire::TableUpdate* update) {
  if (!definition.index_actions) return;
  for (const IndexAction& action : *definition.index_actions) {
    if (action.create) {
      update->wanted.indexes.push_back(
          ToIndexSchema(*action.create, true, update->wanted.attribute_definitions));
    }
    if (action.update) update->changed.push_back(ToIndexUpdate(*action.update));
    if (action.remove) update->removed.emplace_back(**action.remove);
  }
}

void AddCapacity(const TableUpdateDefinition& definition, wire::TableUpdate* update) {
  update->billing_mode = definition.billing_mode.has_value();
  update->wanted.billing_mode = ToBillingMode(definition.billing_mode.value_or(""));
  update->throughput = definition.throughput.has_value();
  update->wanted.throughput = ToThroughput(definition.throughput);
  update->on_demand = definition.on_demand.has_value();
  update->wanted.on_demand = ToOnDemand(definition.on_demand, 0);
  update->warm = definition.warm.has_value();
  update->wanted.warm = ToWarm(definition.warm);
}

wire::TableUpdate ToTableUpdate(std::string_view name, const TableUpdateDefinition& definition,
                                Edge* edge) {
  wire::TableUpdate update;
  update.wanted.name = name;
  if (definition.attributes)
    update.wanted.attribute_definitions = ToAttributes(*definition.attributes);
  AddCapacity(definition, &update);
  AddIndexActions(definition, &update);
  update.stream = definition.stream.has_value();
  if (definition.stream) update.wanted.stream = ToStream(*definition.stream);
  update.sse = definition.sse.has_value();
  if (definition.sse) {
    update.sse_key = definition.sse->kms_key.has_value();
    SetSse(*definition.sse, edge, &update.wanted);
  }
  update.table_class = definition.table_class.has_value();
  update.wanted.table_class = ToTableClass(definition.table_class.value_or(""));
  update.deletion_protection = definition.deletion_protection.has_value();
  update.wanted.deletion_protection = definition.deletion_protection.value_or(false);
  return update;
}

}  // namespace

model::ApiStatus UpdateTable(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const TableUpdateDefinition definition = ReadTableUpdate(reader);
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(definition.table_name));
  PARTITA_TRY(CheckTableUpdateMembers(definition));
  PARTITA_TRY(CheckTableUpdate(definition));
  const wire::TableUpdate update = ToTableUpdate(name, definition, request.edge);
  request.edge->AskRegistry(
      wire::MessageKind::kUpdateTable,
      [&update](base::ByteWriter* writer) { wire::Encode(update, writer); },
      AnswerTableChange(request));
  return {};
}

}  // namespace partita::gateway::api
