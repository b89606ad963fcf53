#include "expr/legacy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "expr/compare.h"
#include "expr/program.h"
#include "expr/type_set.h"
#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;
using model::AttributeType;
using model::AttributeValue;
using Values = std::vector<AttributeValue>;

constexpr uint32_t kAnyType = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kSearchable = kOrdered | Bit(AttributeType::kBool) | Bit(AttributeType::kNull);
constexpr size_t kAnyCount = std::numeric_limits<size_t>::max();

struct Operator {
  std::string_view name;
  size_t least;  // arguments
  size_t most;
  uint32_t types;
  ConditionKind kind;
};

constexpr std::array<Operator, 13> kOperators = {{
    {"EQ", 1, 1, kAnyType, ConditionKind::kEqual},
    {"NE", 1, 1, kAnyType, ConditionKind::kNotEqual},
    {"LE", 1, 1, kOrdered, ConditionKind::kLessEqual},
    {"LT", 1, 1, kOrdered, ConditionKind::kLess},
    {"GE", 1, 1, kOrdered, ConditionKind::kGreaterEqual},
    {"GT", 1, 1, kOrdered, ConditionKind::kGreater},
    {"NOT_NULL", 0, 0, kAnyType, ConditionKind::kAttributeExists},
    {"NULL", 0, 0, kAnyType, ConditionKind::kAttributeNotExists},
    {"CONTAINS", 1, 1, kSearchable, ConditionKind::kContains},
    {"NOT_CONTAINS", 1, 1, kSearchable, ConditionKind::kNot},
    {"BEGINS_WITH", 1, 1, Bit(AttributeType::kS) | Bit(AttributeType::kB),
     ConditionKind::kBeginsWith},
    {"IN", 1, kAnyCount, kOrdered, ConditionKind::kIn},
    {"BETWEEN", 2, 2, kOrdered, ConditionKind::kBetween},
}};

const Operator* FindOperator(std::string_view name) {
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](const Operator& o) { return o.name == name; });
  return found == kOperators.end() ? nullptr : &*found;
}

Path TopLevel(const std::string& attribute) { return {{PathElement(attribute)}}; }

ConditionNode MakeNode(ConditionKind kind, const std::string& attribute, const Values& arguments) {
  ConditionNode node{kind, {}, {}};
  node.operands.push_back({TopLevel(attribute), false});
  for (const AttributeValue& argument : arguments) node.operands.push_back({argument, false});
  return node;
}

// NOT_CONTAINS wants an attribute that is there.
ConditionNode MakeNotContains(const std::string& attribute, const Values& arguments) {
  ConditionNode negation{ConditionKind::kNot, {}, {}};
  negation.children.push_back(MakeNode(ConditionKind::kContains, attribute, arguments));
  ConditionNode both{ConditionKind::kAnd, {}, {}};
  both.children.push_back(MakeNode(ConditionKind::kAttributeExists, attribute, {}));
  both.children.push_back(std::move(negation));
  return both;
}

using Node = model::ApiResult<ConditionNode>;

Node TranslateOperator(const LegacyCondition& condition, const Values& arguments) {
  PARTITA_TRY(CheckArguments(*condition.comparison_operator, arguments));
  const Operator& op = *FindOperator(*condition.comparison_operator);
  if (op.kind == ConditionKind::kNot) return MakeNotContains(condition.attribute, arguments);
  return MakeNode(op.kind, condition.attribute, arguments);
}

Node TranslateExistence(const LegacyCondition& condition) {
  if (condition.exists.value_or(true)) {
    if (condition.value)
      return MakeNode(ConditionKind::kEqual, condition.attribute, {*condition.value});
    const std::string_view exists = condition.exists ? "true" : "null";
    return ApiError::Validation(
        fmt::format(message::kLegacyExistsWithoutValue, exists, condition.attribute));
  }
  if (!condition.value)
    return MakeNode(ConditionKind::kAttributeNotExists, condition.attribute, {});
  return ApiError::Validation(fmt::format(message::kLegacyValueNotExists, condition.attribute));
}

Node TranslateExpected(const LegacyCondition& condition) {
  const std::string& attribute = condition.attribute;
  const bool has_list =
      condition.has_attribute_value_list || !condition.attribute_value_list.empty();
  if (condition.value && has_list) {
    return ApiError::Validation(fmt::format(message::kLegacyValueAndList, attribute));
  }
  if (!condition.comparison_operator) {
    if (has_list)
      return ApiError::Validation(fmt::format(message::kLegacyListWithoutOperator, attribute));
    return TranslateExistence(condition);
  }
  const std::string& name = *condition.comparison_operator;
  if (condition.exists)
    return ApiError::Validation(fmt::format(message::kLegacyExistsAndOperator, attribute));
  const Operator* op = FindOperator(name);
  if (!has_list && !condition.value && op != nullptr && op->least > 0) {
    return ApiError::Validation(fmt::format(message::kLegacyValueMissing, name, attribute));
  }
  return TranslateOperator(
      condition, condition.value ? Values{*condition.value} : condition.attribute_value_list);
}

model::ApiResult<UpdateAction> TranslateUpdate(const LegacyUpdate& update) {
  UpdateAction action;
  action.path = TopLevel(update.attribute);
  if (!update.value) {
    if (update.action != "DELETE") return ApiError::Validation(message::kLegacyUpdateValueMissing);
    action.kind = UpdateKind::kRemove;
    return action;
  }
  action.term.constant = *update.value;
  const AttributeType type = update.value->type();
  const bool is_set = type >= AttributeType::kSS;
  if (update.action == "ADD") {
    if (!is_set && type != AttributeType::kN && type != AttributeType::kL) {
      return ApiError::Validation(
          fmt::format(message::kLegacyAddType, model::AttributeTypeName(type)));
    }
    action.kind = UpdateKind::kAddLegacy;
  } else if (update.action == "DELETE") {
    if (!is_set)
      return ApiError::Validation(
          fmt::format(message::kLegacyDeleteType, model::AttributeTypeName(type)));
    action.kind = UpdateKind::kDeleteLegacy;
  }
  return action;
}

}  // namespace

ApiStatus CheckArguments(const std::string& comparison_operator, const Values& arguments) {
  const Operator* op = FindOperator(comparison_operator);
  if (op == nullptr || arguments.size() < op->least || arguments.size() > op->most) {
    return ApiError::Validation(fmt::format(message::kLegacyOperandCount, comparison_operator));
  }
  for (const AttributeValue& argument : arguments) {
    if (argument.type() != arguments[0].type())
      return ApiError::Validation(message::kLegacyMixedTypes);
  }
  for (const AttributeValue& argument : arguments) {
    if ((op->types & Bit(argument.type())) != 0) continue;
    return ApiError::Validation(fmt::format(message::kLegacyOperandType, comparison_operator,
                                            model::AttributeTypeName(argument.type())));
  }
  if (op->kind == ConditionKind::kBetween && *Order(arguments[0], arguments[1]) > 0) {
    return ApiError::Validation(message::kLegacyBetweenReversed);
  }
  return {};
}

model::ApiResult<Condition> TranslateConditions(const std::vector<LegacyCondition>& conditions,
                                                ConditionalOperator combine,
                                                LegacyParameter parameter) {
  const bool any = combine == ConditionalOperator::kOr && !conditions.empty();
  auto root = std::make_unique<ConditionNode>();
  root->kind = any ? ConditionKind::kOr : ConditionKind::kAnd;
  for (const LegacyCondition& condition : conditions) {
    const bool filters = parameter == LegacyParameter::kFilter && condition.comparison_operator;
    PARTITA_ASSIGN(ConditionNode node,
                   filters ? TranslateOperator(condition, condition.attribute_value_list)
                           : TranslateExpected(condition));
    root->children.push_back(std::move(node));
  }
  return Condition(std::move(root));
}

model::ApiResult<Update> TranslateUpdates(const std::vector<LegacyUpdate>& updates) {
  std::vector<UpdateAction> actions;
  actions.reserve(updates.size());
  for (const LegacyUpdate& update : updates) {
    PARTITA_ASSIGN(UpdateAction action, TranslateUpdate(update));
    actions.push_back(std::move(action));
  }
  return Update(std::move(actions));
}

}  // namespace partita::expr
