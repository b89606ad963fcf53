#include "gateway/api/legacy_parameters.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "model/api_message.h"
#include "model/item_json.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using Error = std::optional<ApiError>;

namespace {

constexpr std::string_view kExpectedClass =
    "com.amazonaws.dynamodb.v20120810.ExpectedAttributeValue";
constexpr std::string_view kConditionClass = "com.amazonaws.dynamodb.v20120810.Condition";
constexpr std::string_view kUpdateClass = "com.amazonaws.dynamodb.v20120810.AttributeValueUpdate";
constexpr std::string_view kActionValues = "ADD, PUT, DELETE";

// The value, unless it is bad: then `error` or the reader knows.
std::optional<model::AttributeValue> ReadValue(const ParameterReader& reader,
                                               simdjson::dom::element json, Error* error) {
  model::ApiResult<model::AttributeValue> value = model::ParseValue(json, reader.wording());
  if (value.ok()) return std::move(value).value();
  if (value.error().type == model::ApiErrorType::kSerialization) {
    reader.Fail(value.error());
  } else if (!*error) {
    *error = value.error();
  }
  return std::nullopt;
}

std::optional<model::AttributeValue> ReadMember(const ParameterReader& reader, Error* error) {
  if (!reader.Structure("Value", "AttributeValue")) return std::nullopt;
  return ReadValue(reader, *reader.Member("Value"), error);
}

void CheckLegacyName(std::string_view attribute, Error* error) {
  const std::string_view why_not = model::WhyNoAttributeName(attribute);
  if (!why_not.empty() && !*error) *error = ApiError::Validation(why_not);
}

expr::LegacyCondition ReadCondition(std::string_view attribute, const ParameterReader& reader,
                                    Error* error) {
  expr::LegacyCondition condition;
  condition.attribute = attribute;
  CheckLegacyName(attribute, error);
  condition.value = ReadMember(reader, error);
  condition.exists = reader.Boolean("Exists");
  if (const auto op = reader.String("ComparisonOperator")) condition.comparison_operator = *op;
  if (const auto list = reader.List("AttributeValueList")) {
    condition.has_attribute_value_list = true;
    for (const simdjson::dom::element json : *list) {
      if (auto value = ReadValue(reader, json, error))
        condition.attribute_value_list.push_back(std::move(*value));
    }
  }
  return condition;
}

}  // namespace

LegacyConditions ReadExpected(const ParameterReader& reader) {
  LegacyConditions expected;
  const std::optional<simdjson::dom::object> members = reader.Map("Expected", kExpectedClass);
  if (!members) return expected;
  expected.given = true;
  for (const auto& member : *members) {
    const auto condition = reader.StructureValue(member.value, "ExpectedAttributeValue");
    if (condition)
      expected.conditions.push_back(ReadCondition(member.key, *condition, &expected.error));
  }
  return expected;
}

LegacyConditions ReadConditions(const ParameterReader& reader, std::string_view name) {
  LegacyConditions conditions;
  const std::optional<simdjson::dom::object> members = reader.Map(name, kConditionClass);
  if (!members) return conditions;
  conditions.given = true;
  for (const auto& member : *members) {
    const auto condition = reader.StructureValue(member.value, "Condition");
    if (condition)
      conditions.conditions.push_back(ReadCondition(member.key, *condition, &conditions.error));
  }
  return conditions;
}

LegacyUpdates ReadAttributeUpdates(const ParameterReader& reader) {
  LegacyUpdates updates;
  const std::optional<simdjson::dom::object> members = reader.Map("AttributeUpdates", kUpdateClass);
  if (!members) return updates;
  updates.given = true;
  for (const auto& member : *members) {
    const auto structure = reader.StructureValue(member.value, "AttributeValueUpdate");
    if (!structure) continue;
    expr::LegacyUpdate update;
    update.attribute = member.key;
    CheckLegacyName(member.key, &updates.error);
    if (const auto action = structure->String("Action")) update.action = *action;
    update.value = ReadMember(*structure, &updates.error);
    updates.updates.push_back(std::move(update));
  }
  return updates;
}

void ConstrainExpected(const LegacyConditions& expected, Constraints* constraints) {
  for (const expr::LegacyCondition& condition : expected.conditions) {
    if (!condition.comparison_operator) continue;
    constraints->Enum(fmt::format("expected.{}.member.comparisonOperator", condition.attribute),
                      *condition.comparison_operator, kComparisonOperatorValues);
  }
}

void ConstrainConditions(std::string_view member, const LegacyConditions& conditions,
                         Constraints* constraints) {
  for (const expr::LegacyCondition& condition : conditions.conditions) {
    const std::string path =
        fmt::format("{}.{}.member.comparisonOperator", member, condition.attribute);
    constraints->NotNull(path, condition.comparison_operator.has_value());
    constraints->Enum(path, condition.comparison_operator, kComparisonOperatorValues);
  }
}

void ConstrainAttributeUpdates(const LegacyUpdates& updates, Constraints* constraints) {
  for (const expr::LegacyUpdate& update : updates.updates) {
    constraints->Enum(fmt::format("attributeUpdates.{}.member.action", update.attribute),
                      update.action, kActionValues);
  }
}

model::ApiResult<expr::ConditionalOperator> ToConditionalOperator(
    const std::optional<std::string_view>& parameter, const LegacyConditions& conditions) {
  if (!parameter) return expr::ConditionalOperator::kAnd;
  if (conditions.conditions.empty())
    return ApiError::Validation(message::kOperatorWithoutConditions);
  if (conditions.conditions.size() == 1) {
    return ApiError::Validation(message::kOperatorNeedsTwoConditions);
  }
  if (*parameter == "AND") return expr::ConditionalOperator::kAnd;
  if (*parameter == "OR") return expr::ConditionalOperator::kOr;
  return ApiError::Validation(message::kUnknownConditionalOperator);
}

}  // namespace partita::gateway::api
