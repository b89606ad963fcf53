#include "gateway/api/table_update.h"

#include <fmt/format.h>

#include <string>

#include "gateway/api/constraints.h"

namespace partita::gateway::api {

namespace {

IndexAction ReadIndexAction(const ParameterReader& reader) {
  IndexAction action;
  if (const auto create = reader.Structure("Create", "CreateGlobalSecondaryIndexAction"))
    action.create = ReadIndex(*create);
  if (const auto update = reader.Structure("Update", "UpdateGlobalSecondaryIndexAction"))
    action.update = ReadIndex(*update);
  if (const auto remove = reader.Structure("Delete", "DeleteGlobalSecondaryIndexAction"))
    action.remove = remove->String("IndexName");
  return action;
}

std::optional<std::vector<IndexAction>> ReadIndexActions(const ParameterReader& reader) {
  const auto structures =
      reader.Structures("GlobalSecondaryIndexUpdates", "GlobalSecondaryIndexUpdate");
  if (!structures) return std::nullopt;
  std::vector<IndexAction> actions;
  for (const ParameterReader& one : *structures) actions.push_back(ReadIndexAction(one));
  return actions;
}

void ConstrainIndexAction(const std::string& member, const IndexAction& action,
                          Constraints* constraints) {
  if (action.update) {
    ConstrainIndexName(member + ".update.indexName", action.update->name, constraints);
    ConstrainThroughput(member + ".update.provisionedThroughput", action.update->throughput,
                        constraints);
  }
  if (action.create) ConstrainGlobalIndex(member + ".create", *action.create, constraints);
  if (action.remove) ConstrainIndexName(member + ".delete.indexName", *action.remove, constraints);
}

}  // namespace

TableUpdateDefinition ReadTableUpdate(const ParameterReader& reader) {
  TableUpdateDefinition update;
  update.table_name = reader.String("TableName");
  update.attributes = ReadAttributes(reader);
  update.billing_mode = reader.String("BillingMode");
  update.throughput = ReadThroughput(reader);
  update.on_demand = ReadOnDemandThroughput(reader);
  update.warm = ReadWarmThroughput(reader);
  if (update.warm && !update.warm->read_units && !update.warm->write_units) update.warm.reset();
  update.index_actions = ReadIndexActions(reader);
  update.stream = ReadStream(reader);
  update.sse = ReadSse(reader);
  update.table_class = reader.String("TableClass");
  update.deletion_protection = reader.Boolean("DeletionProtectionEnabled");
  return update;
}

model::ApiStatus CheckTableUpdateMembers(const TableUpdateDefinition& update) {
  Constraints constraints;
  ConstrainAttributes(update.attributes, &constraints);
  ConstrainBillingMode(update.billing_mode, &constraints);
  ConstrainThroughput("provisionedThroughput", update.throughput, &constraints);
  if (update.index_actions) {
    for (size_t i = 0; i < update.index_actions->size(); ++i) {
      ConstrainIndexAction(fmt::format("globalSecondaryIndexUpdates.{}.member", i + 1),
                           (*update.index_actions)[i], &constraints);
    }
  }
  ConstrainStream(update.stream, &constraints);
  ConstrainSse(update.sse, &constraints);
  return constraints.Check();
}

}  // namespace partita::gateway::api
