#include "gateway/api/partiql_statement.h"

#include <string>
#include <utility>

#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/arn.h"
#include "model/item_json.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

ApiResult<expr::PartiqlParameters> ReadValues(const ParameterReader& reader,
                                              simdjson::dom::array list) {
  for (const simdjson::dom::element json : list) {
    if (ApiStatus types = model::CheckValueJsonTypes(json); !types.ok()) reader.Fail(types.error());
  }
  expr::PartiqlParameters values;
  if (!reader.status().ok()) return values;
  for (const simdjson::dom::element json : list) {
    PARTITA_ASSIGN(model::AttributeValue value,
                   model::ParseValue(json, model::ValueWording::kOlder));
    values.push_back(std::move(value));
  }
  return values;
}

ApiStatus CheckPartiqlTableName(std::string_view name) {
  const std::string_view plain = model::TableNameOf(name);
  const bool fits = plain.size() >= model::kMinTableNameLength &&
                    plain.size() <= model::kMaxTableNameLength && IsName(plain);
  if (fits) return {};
  return ApiError::Validation(message::kPartiqlTableName);
}

bool HasSeveralAttributes(const model::IndexSchema& index) {
  return index.key.partition.size() > 1 || index.key.sort.size() > 1;
}

}  // namespace

PartiqlParameters::PartiqlParameters(const ParameterReader& reader)
    : text(reader.String("Statement")),
      consistent_read(reader.Boolean("ConsistentRead").value_or(false)),
      on_condition_check_failure(reader.String("ReturnValuesOnConditionCheckFailure")) {
  const auto list = reader.List("Parameters");
  if (!list) return;
  count = list->size();
  values = ReadValues(reader, *list);
}

void ConstrainPartiql(std::string_view prefix, const PartiqlParameters& parameters,
                      Constraints* constraints) {
  const auto member = [prefix](std::string_view name) { return std::string(prefix).append(name); };
  constraints->NotNull(member("statement"), parameters.text.has_value());
  constraints->Length(member("statement"), parameters.text, 1, expr::kMaxPartiqlBytes);
  if (parameters.count)
    constraints->ListLength(member("parameters"), *parameters.count, 1, SIZE_MAX, "[]");
  constraints->Enum(member("returnValuesOnConditionCheckFailure"),
                    parameters.on_condition_check_failure, kOnConditionCheckFailureValues);
}

ApiResult<PreparedPartiql> PreparePartiql(Edge* edge, const PartiqlParameters& parameters) {
  if (!parameters.values.ok()) return parameters.values.error();
  PreparedPartiql prepared;
  PARTITA_ASSIGN(prepared.statement, expr::CompilePartiql(*parameters.text, *parameters.values));
  const expr::PartiqlStatement& statement = prepared.statement;
  ApiResult<std::shared_ptr<const model::TableSchema>> table =
      FindActiveTable(edge, statement.table);
  if (table.ok() && !statement.index.empty()) prepared.index = (*table)->FindIndex(statement.index);
  if (prepared.index != nullptr && HasSeveralAttributes(*prepared.index))
    return ApiError::Validation(message::kPartiqlMultiAttributeKey);
  if (statement.refusal) return *statement.refusal;
  PARTITA_TRY(CheckPartiqlTableName(statement.table));
  if (!table.ok()) return table.error();
  prepared.table = *std::move(table);
  if (statement.index.empty()) return prepared;
  const bool readable = prepared.index != nullptr &&
                        prepared.index->status != model::IndexStatus::kDeleting &&
                        prepared.index->status != model::IndexStatus::kCreating;
  if (!readable) return ApiError::Validation(message::kPartiqlNoSuchIndex);
  if (prepared.index->global && parameters.consistent_read)
    return ApiError::Validation(message::kPartiqlConsistentReadOfGlobalIndex);
  return prepared;
}

}  // namespace partita::gateway::api
