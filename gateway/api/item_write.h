// What PutItem, UpdateItem and DeleteItem have in common: their parameters, the checks of them and
// the answer.
//
// A write is checked in the service's order: member constraints together; parameters that exclude
// each other; names, values and expressions; what was left unused; the values; only then the table.
// What is refused before the table is looked at carries the prefix "1 validation error detected: ".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/legacy_parameters.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api_call.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"
#include "wire/write_options.h"

namespace partita::gateway::api {

enum class WriteKind { kPut, kUpdate, kDelete };

// Views into the request's JSON.
struct WriteParameters {
  using Text = std::optional<std::string_view>;

  explicit WriteParameters(const ParameterReader& from);

  ParameterReader reader;
  Text table_name;
  Text return_values;
  Text return_consumed_capacity;
  Text return_item_collection_metrics;
  Text on_condition_check_failure;
  Text conditional_operator;
  Text condition_expression;
  ExpressionAttributes attributes;
  LegacyConditions expected;
};

// The member constraints. `subject_given`: whether Item or Key is there; `updates`: of UpdateItem,
// else null.
model::ApiStatus CheckWriteMembers(const WriteParameters& write, WriteKind kind, bool subject_given,
                                   const LegacyUpdates* updates);

// ConditionExpression or Expected as a program (expr/condition.h); empty: neither is there.
model::ApiResult<std::string> CompileWriteCondition(WriteParameters* write);

// PutItem and DeleteItem know no other ReturnValues than ALL_OLD and NONE.
model::ApiStatus CheckOnlyAllOldOrNone(const WriteParameters& write);

model::ApiError Enveloped(model::ApiError error);
// `result` with the prefix of a write's early refusals, if it is a ValidationException.
template <typename T>
model::ApiResult<T> InEnvelope(model::ApiResult<T> result) {
  if (result.ok()) return result;
  return Enveloped(std::move(result).error());
}

// {"pk":{"S":"x"}} when ReturnItemCollectionMetrics asks for it, else empty. Only tables with a
// local index have collections.
std::string ItemCollectionKey(const WriteParameters::Text& return_item_collection_metrics,
                              const model::TableSchema& table, const model::Item& item);
// One item collection's metrics, as a value.
void WriteItemCollectionMetrics(std::string_view item_collection_key, JsonWriter* json);

// `condition` lives as long as the options.
wire::WriteOptions ToWriteOptions(const WriteParameters& write, std::string_view condition);

// Answers the call from the owner's reply: Attributes, ConsumedCapacity, ItemCollectionMetrics.
// `item` holds at least the key; `meter` is charged.
OnReply AnswerWrite(std::shared_ptr<ApiCall> call, const WriteParameters& write,
                    std::shared_ptr<const model::TableSchema> table, const model::Item& item,
                    Meter meter = {});

}  // namespace partita::gateway::api
