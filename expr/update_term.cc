#include "expr/update_term.h"

#include <algorithm>
#include <iterator>

#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiResult;
using model::AttributeValue;
using model::List;
using model::Number;
using Value = ApiResult<AttributeValue>;

model::ApiError WrongType(const UpdateAction& action) {
  const bool legacy =
      action.kind == UpdateKind::kAddLegacy || action.kind == UpdateKind::kDeleteLegacy;
  return model::ApiError::Validation(legacy ? message::kLegacyUpdateType
                                            : message::kUpdateOperandType);
}

Value FromNumber(const base::Result<Number, model::NumberError>& number) {
  if (number.ok()) return AttributeValue{*number};
  switch (number.error()) {
    case model::NumberError::kOverflow:
      return model::ApiError::Validation(message::kNumberOverflow);
    case model::NumberError::kUnderflow:
      return model::ApiError::Validation(message::kNumberUnderflow);
    default:
      return model::ApiError::Validation(message::kTooManyDigits);
  }
}

Value EvaluateSum(const UpdateTerm& term, const model::Item& item) {
  PARTITA_ASSIGN(const AttributeValue left, Evaluate(term.operands[0], item));
  PARTITA_ASSIGN(const AttributeValue right, Evaluate(term.operands[1], item));
  const auto* a = left.As<Number>();
  const auto* b = right.As<Number>();
  if (a == nullptr || b == nullptr) return model::ApiError::Validation(message::kUpdateOperandType);
  return FromNumber(term.kind == TermKind::kPlus ? Number::Add(*a, *b) : Number::Subtract(*a, *b));
}

Value EvaluateListAppend(const UpdateTerm& term, const model::Item& item) {
  PARTITA_ASSIGN(AttributeValue left, Evaluate(term.operands[0], item));
  PARTITA_ASSIGN(AttributeValue right, Evaluate(term.operands[1], item));
  auto* a = left.As<List>();
  auto* b = right.As<List>();
  if (a == nullptr || b == nullptr) return model::ApiError::Validation(message::kUpdateOperandType);
  std::move(b->begin(), b->end(), std::back_inserter(*a));
  return left;
}

template <typename Set>
AttributeValue Union(const Set& a, const Set& b) {
  Set all;
  all.members.reserve(a.members.size() + b.members.size());
  std::set_union(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                 std::back_inserter(all.members));
  return {std::move(all)};
}

template <typename Set>
AttributeValue Difference(const Set& a, const Set& b) {
  Set rest;
  std::set_difference(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                      std::back_inserter(rest.members));
  return {std::move(rest)};
}

}  // namespace

Value Evaluate(const UpdateTerm& term, const model::Item& item) {
  switch (term.kind) {
    case TermKind::kConstant:
      return term.constant;
    case TermKind::kPath:
    case TermKind::kIfNotExists: {
      const AttributeValue* value = Find(item, term.path);
      if (value != nullptr) return *value;
      if (term.kind == TermKind::kIfNotExists) return Evaluate(term.operands[0], item);
      return model::ApiError::Validation(message::kAttributeDoesNotExist);
    }
    case TermKind::kListAppend:
      return EvaluateListAppend(term, item);
    default:
      return EvaluateSum(term, item);
  }
}

Value Add(const AttributeValue* old, const UpdateAction& action) {
  const AttributeValue& operand = action.term.constant;
  if (old == nullptr) return operand;
  if (old->type() != operand.type()) return WrongType(action);
  switch (operand.type()) {
    case model::AttributeType::kN:
      return FromNumber(Number::Add(*old->As<Number>(), *operand.As<Number>()));
    case model::AttributeType::kSS:
      return Union(*old->As<model::StringSet>(), *operand.As<model::StringSet>());
    case model::AttributeType::kNS:
      return Union(*old->As<model::NumberSet>(), *operand.As<model::NumberSet>());
    case model::AttributeType::kBS:
      return Union(*old->As<model::BinarySet>(), *operand.As<model::BinarySet>());
    default:
      break;
  }
  List all = *old->As<List>();  // AttributeUpdates alone
  const List& more = *operand.As<List>();
  all.insert(all.end(), more.begin(), more.end());
  return AttributeValue{std::move(all)};
}

Value Subtract(const AttributeValue& old, const UpdateAction& action) {
  const AttributeValue& operand = action.term.constant;
  if (old.type() != operand.type()) return WrongType(action);
  switch (operand.type()) {
    case model::AttributeType::kSS:
      return Difference(*old.As<model::StringSet>(), *operand.As<model::StringSet>());
    case model::AttributeType::kNS:
      return Difference(*old.As<model::NumberSet>(), *operand.As<model::NumberSet>());
    default:
      return Difference(*old.As<model::BinarySet>(), *operand.As<model::BinarySet>());
  }
}

}  // namespace partita::expr
