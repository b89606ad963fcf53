// What Query and Scan have in common: their parameters, the checks of them and the answer.
//
// A read is checked in the service's order: member constraints together; parameters that exclude
// each other; legacy conditions; the values of the starting key; expressions; what was left unused;
// only then the table, the starting key against its schema, and Select.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "expr/condition.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/legacy_parameters.h"
#include "gateway/api/page.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/projection_parameters.h"
#include "gateway/api/read_source.h"
#include "gateway/api_call.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// Views into the request's JSON.
struct ReadParameters {
  using Text = std::optional<std::string_view>;

  // `filter_name`: "QueryFilter" or "ScanFilter".
  ReadParameters(const ParameterReader& reader, std::string_view filter_name);

  Text table_name;
  Text index_name;
  Text select;
  Text return_consumed_capacity;
  Text conditional_operator;
  Text filter_expression;
  std::optional<int64_t> limit;
  bool consistent_read;
  ProjectionParameters projection;
  LegacyConditions filter;
  ExpressionAttributes attributes;
  ItemParameter start_key;
  model::ValueWording wording;
};

// The constraints that both have; those of one operation alone go before or behind them.
void ConstrainRead(const ReadParameters& read, std::string_view filter_member,
                   Constraints* constraints);

// The values inside ExclusiveStartKey, before the schema is known.
model::ApiStatus CheckStartKeyValues(const ReadParameters& read);

// FilterExpression or the legacy filter; null: every item passes.
using SharedFilter = std::shared_ptr<const expr::Condition>;
model::ApiResult<SharedFilter> CompileFilter(ReadParameters* read);

// The table or index. Refused: one that is not there or cannot be read so.
model::ApiResult<ReadSource> FindSourceToRead(Edge* edge, const ReadParameters& read);

// Refuses a Select that does not go with the projection.
model::ApiStatus CheckSelect(const ReadParameters& read);

// Reads the page and answers the call: Items, Count, ScannedCount, LastEvaluatedKey,
// ConsumedCapacity. `page` has its ranges and its direction; the rest is filled in here.
void AnswerPage(Edge* edge, std::shared_ptr<ApiCall> call, const ReadParameters& read,
                ReadSource source, const Extent& extent, SharedFilter filter,
                SharedProjection projection, PageRequest page);

// What of the items has to be read for this request; what ExtentOf refuses.
model::ApiResult<Extent> ExtentToRead(const ReadParameters& read, const ReadSource& source,
                                      const SharedProjection& projection,
                                      const SharedFilter& filter);

}  // namespace partita::gateway::api
