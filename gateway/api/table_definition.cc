#include "gateway/api/table_definition.h"

#include <fmt/format.h>

#include <string>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;

namespace {

std::optional<std::vector<IndexDefinition>> ReadIndexes(const ParameterReader& reader,
                                                        std::string_view parameter,
                                                        std::string_view type) {
  const auto structures = reader.Structures(parameter, type);
  if (!structures) return std::nullopt;
  std::vector<IndexDefinition> indexes;
  for (const ParameterReader& one : *structures) indexes.push_back(ReadIndex(one));
  return indexes;
}

void ConstrainIndexes(const TableDefinition& definition, Constraints* constraints) {
  if (definition.global_indexes) {
    for (size_t i = 0; i < definition.global_indexes->size(); ++i) {
      ConstrainGlobalIndex(fmt::format("globalSecondaryIndexes.{}.member", i + 1),
                           (*definition.global_indexes)[i], constraints);
    }
  }
  if (definition.local_indexes) {
    for (size_t i = 0; i < definition.local_indexes->size(); ++i) {
      ConstrainLocalIndex(fmt::format("localSecondaryIndexes.{}.member", i + 1),
                          (*definition.local_indexes)[i], constraints);
    }
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
  definition.warm = ReadWarmThroughput(reader);
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
  constraints.NotNull("attributeDefinitions", definition.attributes.has_value());
  ConstrainAttributes(definition.attributes, &constraints);
  ConstrainBillingMode(definition.billing_mode, &constraints);
  ConstrainThroughput("provisionedThroughput", definition.throughput, &constraints);
  ConstrainTableKeys(definition.key_schema, &constraints);
  ConstrainIndexes(definition, &constraints);
  ConstrainStream(definition.stream, &constraints);
  ConstrainSse(definition.sse, &constraints);
  return constraints.Check();
}

}  // namespace partita::gateway::api
