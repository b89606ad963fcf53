#include "gateway/api/item_write.h"

#include <fmt/format.h>

#include "expr/condition.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/reply.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_json.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

constexpr std::string_view kAllOldOrNone = "ALL_OLD, NONE";
constexpr int kMostLevelsOfNewerParts = 62;

std::string_view SubjectMember(WriteKind kind) { return kind == WriteKind::kPut ? "item" : "key"; }

void ConstrainEnumerations(const WriteParameters& write, Constraints* constraints) {
  constraints->Enum("returnValues", write.return_values, kReturnValuesValues);
  constraints->Enum("returnItemCollectionMetrics", write.return_item_collection_metrics,
                    kReturnItemCollectionMetricsValues);
  constraints->Enum("returnValuesOnConditionCheckFailure", write.on_condition_check_failure,
                    kOnConditionCheckFailureValues);
}

bool HasOtherThan(const WriteParameters::Text& parameter, std::string_view allowed) {
  return parameter && !IsOneOf(*parameter, allowed);
}

// The service's older parts read what is nested deeper than its newer ones can follow; only what
// they say of two enumerations shows it.
bool IsReadByOlderParts(const WriteParameters& write, WriteKind kind) {
  const bool shows = HasOtherThan(write.conditional_operator, kConditionalOperatorValues) ||
                     HasOtherThan(write.return_values,
                                  kind == WriteKind::kUpdate ? kReturnValuesValues : kAllOldOrNone);
  return shows && write.reader.Levels() > kMostLevelsOfNewerParts;
}

// A required member is missing, or the request is read by the older parts: everything is said at
// once, each with its value.
ApiStatus CheckIncomplete(const WriteParameters& write, WriteKind kind, bool subject_given,
                          const LegacyUpdates* updates) {
  Constraints constraints;
  constraints.Enum("returnConsumedCapacity", write.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  ConstrainTableName(write.table_name, &constraints);
  if (kind == WriteKind::kPut) constraints.NotNull(SubjectMember(kind), subject_given);
  ConstrainEnumerations(write, &constraints);
  constraints.Enum("conditionalOperator", write.conditional_operator, kConditionalOperatorValues);
  ConstrainExpected(write.expected, &constraints);
  if (updates != nullptr) ConstrainAttributeUpdates(*updates, &constraints);
  if (kind != WriteKind::kPut) constraints.NotNull(SubjectMember(kind), subject_given);
  return constraints.Check();
}

bool HasUnknownReturnValues(const WriteParameters& write) {
  return HasOtherThan(write.return_values, kReturnValuesValues);
}

ApiError UnknownReturnValues() {
  return Enveloped(ApiError::Validation(message::kUnknownReturnValues));
}

// UpdateItem stops at the first; ReturnValues comes first.
ApiStatus CheckUpdateEnumerations(const WriteParameters& write, const LegacyUpdates& updates) {
  if (HasUnknownReturnValues(write)) return UnknownReturnValues();
  Constraints capacity, metrics, failure, legacy;
  capacity.Enum("returnConsumedCapacity", write.return_consumed_capacity,
                kReturnConsumedCapacityValues);
  PARTITA_TRY(capacity.Check());
  metrics.Enum("returnItemCollectionMetrics", write.return_item_collection_metrics,
               kReturnItemCollectionMetricsValues);
  PARTITA_TRY(metrics.Check());
  failure.Enum("returnValuesOnConditionCheckFailure", write.on_condition_check_failure,
               kOnConditionCheckFailureValues);
  PARTITA_TRY(failure.Check());
  ConstrainExpected(write.expected, &legacy);
  ConstrainAttributeUpdates(updates, &legacy);
  return legacy.Check();
}

// PutItem and DeleteItem report all; a lone bad ReturnValues of DeleteItem has a text of its own.
ApiStatus CheckEnumerations(const WriteParameters& write, WriteKind kind) {
  Constraints constraints;
  constraints.Enum("returnConsumedCapacity", write.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  ConstrainEnumerations(write, &constraints);
  ConstrainExpected(write.expected, &constraints);
  if (kind == WriteKind::kDelete && constraints.count() == 1 && HasUnknownReturnValues(write)) {
    return UnknownReturnValues();
  }
  return constraints.Check();
}

wire::ReturnValues ToReturnValues(const WriteParameters::Text& parameter) {
  if (parameter == "ALL_OLD") return wire::ReturnValues::kAllOld;
  if (parameter == "UPDATED_OLD") return wire::ReturnValues::kUpdatedOld;
  if (parameter == "ALL_NEW") return wire::ReturnValues::kAllNew;
  if (parameter == "UPDATED_NEW") return wire::ReturnValues::kUpdatedNew;
  return wire::ReturnValues::kNone;
}

// What the answer needs when the reply arrives.
struct PendingWrite {
  std::shared_ptr<ApiCall> call;
  ReturnConsumedCapacity capacity;
  std::shared_ptr<const model::TableSchema> table;
  std::string item_collection_key;  // JSON; empty: not wanted
  Meter meter;
};

bool IsEmptyItem(std::string_view encoded) { return encoded.size() <= 1; }

model::ApiResult<std::string> WriteReplyJson(const PendingWrite& pending,
                                             base::Result<base::ByteReader> reply) {
  model::ApiResult<base::ByteReader> opened = OpenReply(std::move(reply));
  if (!opened.ok()) {
    pending.meter.Charge({WriteUnits(0, 0), {}});  // a condition that fails is charged, too
    return opened.error();
  }
  base::ByteReader& reader = *opened;
  const wire::WriteResult result = wire::DecodeWriteResult(&reader);
  if (!reader.Finished()) return InternalServerError();
  JsonWriter json;
  json.BeginObject();
  if (result.has_attributes && !IsEmptyItem(result.attributes)) {
    if (!model::AppendEncodedItemJson(result.attributes, json.Key("Attributes").Value()))
      return InternalServerError();
  }
  if (pending.capacity != ReturnConsumedCapacity::kNone || pending.meter.charges()) {
    const ConsumedUnits units = WriteUnits(result, *pending.table);
    pending.meter.Charge(units);
    WriteConsumedCapacity(pending.capacity, pending.table->name, units, &json);
  }
  if (!pending.item_collection_key.empty()) {
    WriteItemCollectionMetrics(pending.item_collection_key, &json.Key("ItemCollectionMetrics"));
  }
  json.EndObject();
  return json.Take();
}

}  // namespace

WriteParameters::WriteParameters(const ParameterReader& from)
    : reader(from),
      table_name(reader.String("TableName")),
      return_values(reader.String("ReturnValues")),
      return_consumed_capacity(reader.String("ReturnConsumedCapacity")),
      return_item_collection_metrics(reader.String("ReturnItemCollectionMetrics")),
      on_condition_check_failure(reader.String("ReturnValuesOnConditionCheckFailure")),
      conditional_operator(reader.String("ConditionalOperator")),
      condition_expression(reader.String("ConditionExpression")),
      attributes(reader, /*with_values=*/true),
      expected(ReadExpected(reader)) {}

ApiStatus CheckWriteMembers(const WriteParameters& write, WriteKind kind, bool subject_given,
                            const LegacyUpdates* updates) {
  if (!write.table_name || !subject_given || IsReadByOlderParts(write, kind)) {
    PARTITA_TRY(CheckIncomplete(write, kind, subject_given, updates));
    return CheckOnlyAllOldOrNone(write);
  }
  PARTITA_TRY(CheckTableNameAlone(*write.table_name));
  if (updates != nullptr) return CheckUpdateEnumerations(write, *updates);
  return CheckEnumerations(write, kind);
}

model::ApiResult<std::string> CompileWriteCondition(WriteParameters* write) {
  std::string program;
  if (write->condition_expression) {
    PARTITA_ASSIGN(const expr::Condition condition,
                   expr::Condition::Compile(*write->condition_expression, "ConditionExpression",
                                            write->attributes.placeholders()));
    condition.EncodeTo(&program);
    return program;
  }
  PARTITA_ASSIGN(const expr::ConditionalOperator combine,
                 ToConditionalOperator(write->conditional_operator, write->expected));
  if (write->expected.error) return *write->expected.error;
  if (write->expected.conditions.empty()) return program;
  PARTITA_ASSIGN(const expr::Condition condition,
                 expr::TranslateConditions(write->expected.conditions, combine));
  condition.EncodeTo(&program);
  return program;
}

ApiStatus CheckOnlyAllOldOrNone(const WriteParameters& write) {
  if (!HasOtherThan(write.return_values, kAllOldOrNone)) return {};
  return ApiError::Validation(message::kOnlyAllOldOrNone);
}

ApiError Enveloped(ApiError error) {
  if (error.type == model::ApiErrorType::kValidation)
    error.message.insert(0, message::kOneValidationError);
  return error;
}

std::string ItemCollectionKey(const WriteParameters::Text& return_item_collection_metrics,
                              const model::TableSchema& table, const model::Item& item) {
  if (return_item_collection_metrics != "SIZE") return {};
  bool has_local_index = false;
  for (const model::IndexSchema& index : table.indexes) has_local_index |= !index.global;
  const std::string& name = table.key.partition.front().name;
  const model::AttributeValue* value = item.Find(name);
  if (!has_local_index || value == nullptr) return {};
  model::Item key;
  key.Set(name, *value);
  std::string json;
  model::AppendItemJson(key, &json);
  return json;
}

void WriteItemCollectionMetrics(std::string_view item_collection_key, JsonWriter* json) {
  json->BeginObject().Key("ItemCollectionKey");
  json->Value()->append(item_collection_key);
  json->Key("SizeEstimateRangeGB").BeginArray().Units(0).Units(1).EndArray().EndObject();
}

wire::WriteOptions ToWriteOptions(const WriteParameters& write, std::string_view condition) {
  wire::WriteOptions options;
  options.condition = condition;
  options.return_values = ToReturnValues(write.return_values);
  options.return_old_on_condition_failure = write.on_condition_check_failure == "ALL_OLD";
  return options;
}

OnReply AnswerWrite(std::shared_ptr<ApiCall> call, const WriteParameters& write,
                    std::shared_ptr<const model::TableSchema> table, const model::Item& item,
                    Meter meter) {
  PendingWrite pending{std::move(call),
                       ToReturnConsumedCapacity(write.return_consumed_capacity),
                       {},
                       {},
                       std::move(meter)};
  pending.item_collection_key =
      ItemCollectionKey(write.return_item_collection_metrics, *table, item);
  pending.table = std::move(table);
  return [pending = std::move(pending)](base::Result<base::ByteReader> reply) {
    Answer(pending.call.get(), WriteReplyJson(pending, std::move(reply)));
  };
}

}  // namespace partita::gateway::api
