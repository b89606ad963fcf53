// Query: a range of the items under one partition key, of a table or of an index.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "expr/key_condition.h"
#include "gateway/api/item_read.h"
#include "gateway/api/item_write.h"
#include "gateway/api/read_ranges.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

struct QueryParameters : ReadParameters {
  explicit QueryParameters(const ParameterReader& reader)
      : ReadParameters(reader, "QueryFilter"),
        key_condition(reader.String("KeyConditionExpression")),
        key_conditions(ReadConditions(reader, "KeyConditions")),
        forward(reader.Boolean("ScanIndexForward").value_or(true)) {}

  std::optional<std::string_view> key_condition;
  LegacyConditions key_conditions;
  bool forward;
};

ApiStatus CheckQueryMembers(const QueryParameters& query) {
  if (query.table_name) PARTITA_TRY(CheckTableNameAlone(*query.table_name));
  const bool joins = query.conditional_operator && query.filter.conditions.size() > 1;
  if (joins && !IsOneOf(*query.conditional_operator, kConditionalOperatorValues))
    return ApiError::Validation(message::kUnknownConditionalOperator);
  Constraints constraints;
  ConstrainRead(query, "queryFilter", &constraints);
  ConstrainConditions("keyConditions", query.key_conditions, &constraints);
  PARTITA_TRY(constraints.Check());
  if (query.limit && *query.limit < 1) {
    return ApiError::Validation(
        fmt::format("{}{}", message::kOneValidationError, message::kLimitTooSmall));
  }
  return {};
}

struct CompiledQuery {
  expr::KeyTerms key;
  SharedFilter filter;
  SharedProjection projection;
};

ApiResult<expr::KeyTerms> CompileKey(QueryParameters* query) {
  if (query->key_condition)
    return expr::CompileKeyCondition(*query->key_condition, query->attributes.placeholders());
  if (query->key_conditions.error) return *query->key_conditions.error;
  return expr::TranslateKeyConditions(query->key_conditions.conditions);
}

ApiStatus CheckQueryNotMixed(const QueryParameters& query) {
  return CheckNotMixed({{"AttributesToGet", query.projection.attributes_to_get.has_value()},
                        {"QueryFilter", query.filter.given},
                        {"ConditionalOperator", query.conditional_operator.has_value()},
                        {"KeyConditions", query.key_conditions.given}},
                       {{"ProjectionExpression", query.projection.expression.has_value()},
                        {"FilterExpression", query.filter_expression.has_value()},
                        {"KeyConditionExpression", query.key_condition.has_value()}});
}

// Everything that can be refused without knowing the table.
ApiResult<CompiledQuery> CheckQuery(QueryParameters* query) {
  PARTITA_TRY(CheckQueryNotMixed(*query));
  PARTITA_TRY(CheckStartKeyValues(*query));
  if (!query->key_condition && !query->key_conditions.given)
    return ApiError::Validation(message::kNoKeyCondition);
  PARTITA_TRY(query->attributes.Check(query->key_condition || query->filter_expression ||
                                      query->projection.expression));
  CompiledQuery compiled;
  PARTITA_ASSIGN(compiled.key, CompileKey(query));
  PARTITA_ASSIGN(compiled.filter, CompileFilter(query));
  PARTITA_ASSIGN(compiled.projection, CompileProjection(query->projection, &query->attributes));
  PARTITA_TRY(query->attributes.placeholders()->CheckAllUsed());
  PARTITA_TRY(InEnvelope(CheckSelect(*query)));
  return compiled;
}

}  // namespace

ApiStatus Query(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  QueryParameters query(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckQueryMembers(query));
  PARTITA_ASSIGN(CompiledQuery compiled, CheckQuery(&query));

  PARTITA_ASSIGN(ReadSource source, FindSourceToRead(request.edge, query));
  std::optional<StartPlace> start;
  if (query.start_key.given) {
    PARTITA_ASSIGN(start, PlaceOf(source, *query.start_key.item, message::kStartKeyInvalid,
                                  &request.edge->sha256()));
  }
  PARTITA_ASSIGN(const expr::KeyCondition condition,
                 expr::BindKeyCondition(std::move(compiled.key), source.key()));
  PARTITA_ASSIGN(QueryRange range, RangeOf(condition, source, &request.edge->sha256()));
  if (start) PARTITA_TRY(StartBehind(*start, !query.forward, &range));
  PARTITA_TRY(
      CheckFilterWithoutKeys(query.filter_expression ? "Filter Expression" : "QueryFilter",
                             compiled.filter.get(), source.key()));
  PARTITA_ASSIGN(const Extent extent,
                 ExtentToRead(query, source, compiled.projection, compiled.filter));

  PageRequest page;
  page.source.backward = !query.forward;
  Spread(source, range, request.edge, &page);
  AnswerPage(request.edge, request.call, query, std::move(source), extent,
             std::move(compiled.filter), std::move(compiled.projection), std::move(page));
  return {};
}

}  // namespace partita::gateway::api
