#include "expr/key_condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "expr/condition_parser.h"
#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;
using model::AttributeValue;

// The operators that no key condition may use, as messages call them; empty: allowed.
std::string_view ForbiddenName(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::kOr:
      return "OR";
    case ConditionKind::kNot:
      return "NOT";
    case ConditionKind::kNotEqual:
      return "<>";
    case ConditionKind::kIn:
      return "IN";
    case ConditionKind::kAttributeExists:
      return "attribute_exists";
    case ConditionKind::kAttributeNotExists:
      return "attribute_not_exists";
    case ConditionKind::kAttributeType:
      return "attribute_type";
    case ConditionKind::kContains:
      return "contains";
    default:
      return {};
  }
}

KeyOperator ToKeyOperator(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::kEqual:
      return KeyOperator::kEqual;
    case ConditionKind::kLess:
      return KeyOperator::kLess;
    case ConditionKind::kLessEqual:
      return KeyOperator::kLessEqual;
    case ConditionKind::kGreater:
      return KeyOperator::kGreater;
    case ConditionKind::kGreaterEqual:
      return KeyOperator::kGreaterEqual;
    case ConditionKind::kBetween:
      return KeyOperator::kBetween;
    default:
      return KeyOperator::kBeginsWith;
  }
}

// `:v < a` is `a > :v`.
KeyOperator Mirror(KeyOperator op) {
  switch (op) {
    case KeyOperator::kLess:
      return KeyOperator::kGreater;
    case KeyOperator::kLessEqual:
      return KeyOperator::kGreaterEqual;
    case KeyOperator::kGreater:
      return KeyOperator::kLess;
    case KeyOperator::kGreaterEqual:
      return KeyOperator::kLessEqual;
    default:
      return op;
  }
}

ApiStatus AddTerm(KeyTerm term, KeyTerms* terms) {
  for (const KeyTerm& other : *terms) {
    if (other.attribute == term.attribute) return ApiError::Validation(message::kKeyConditionTwice);
  }
  terms->push_back(std::move(term));
  return {};
}

ApiStatus CollectTerm(const ConditionNode& node, KeyTerms* terms) {
  KeyTerm term;
  term.op = ToKeyOperator(node.kind);
  bool found = false;
  for (size_t i = 0; i < node.operands.size(); ++i) {
    const Operand& operand = node.operands[i];
    if (operand.size_of) return ApiError::Validation(message::kKeyConditionNested);
    const auto* path = std::get_if<Path>(&operand.source);
    if (path == nullptr) {
      term.values.push_back(std::get<AttributeValue>(operand.source));
      continue;
    }
    if (found) return ApiError::Validation(message::kKeyConditionSeveralNames);
    if (path->elements.size() > 1) return ApiError::Validation(message::kKeyConditionPath);
    found = true;
    term.attribute = std::get<std::string>(path->elements[0]);
    if (i > 0) term.op = Mirror(term.op);
  }
  if (!found) return ApiError::Validation(message::kKeyConditionNoName);
  return AddTerm(std::move(term), terms);
}

ApiStatus Collect(const ConditionNode& node, KeyTerms* terms) {
  const std::string_view forbidden = ForbiddenName(node.kind);
  if (!forbidden.empty())
    return ApiError::Validation(fmt::format(message::kKeyConditionOperator, forbidden));
  if (node.kind == ConditionKind::kAnd) {
    for (const ConditionNode& child : node.children) PARTITA_TRY(Collect(child, terms));
    return {};
  }
  const bool path_first =
      !node.operands[0].size_of && std::holds_alternative<Path>(node.operands[0].source);
  if (!path_first &&
      (node.kind == ConditionKind::kBetween || node.kind == ConditionKind::kBeginsWith)) {
    const std::string_view name = node.kind == ConditionKind::kBetween ? "BETWEEN" : "begins_with";
    return ApiError::Validation(fmt::format(message::kKeyConditionFirstOperand, name));
  }
  return CollectTerm(node, terms);
}

KeyOperator FromLegacyOperator(std::string_view name) {
  if (name == "EQ") return KeyOperator::kEqual;
  if (name == "LT") return KeyOperator::kLess;
  if (name == "LE") return KeyOperator::kLessEqual;
  if (name == "GT") return KeyOperator::kGreater;
  if (name == "GE") return KeyOperator::kGreaterEqual;
  if (name == "BETWEEN") return KeyOperator::kBetween;
  if (name == "BEGINS_WITH") return KeyOperator::kBeginsWith;
  return KeyOperator::kNotIndexable;
}

ApiStatus CheckTerm(const KeyTerm& term, const model::KeyAttribute& attribute) {
  if (term.op == KeyOperator::kNotIndexable)
    return ApiError::Validation(message::kKeyConditionNotIndexable);
  for (const AttributeValue& value : term.values) {
    if (value.type() != attribute.type) return ApiError::Validation(message::kKeyConditionType);
    const auto* string = value.As<std::string>();
    if (string != nullptr && string->empty()) {
      return ApiError::Validation(fmt::format(message::kEmptyStringKey, attribute.name));
    }
    const auto* binary = value.As<model::Binary>();
    if (binary != nullptr && binary->bytes.empty()) {
      return ApiError::Validation(fmt::format(message::kEmptyBinaryKey, attribute.name));
    }
  }
  return {};
}

KeyTerm* FindTerm(KeyTerms* terms, std::string_view attribute) {
  const auto found = std::find_if(terms->begin(), terms->end(),
                                  [&](const KeyTerm& term) { return term.attribute == attribute; });
  return found == terms->end() ? nullptr : &*found;
}

// A condition on a sort attribute needs equalities on all that come before it.
ApiStatus CheckSortEqualities(KeyTerms* terms, const model::KeySchema& key) {
  std::string without;
  for (const model::KeyAttribute& attribute : key.sort) {
    const KeyTerm* term = FindTerm(terms, attribute.name);
    if (term != nullptr && !without.empty()) {
      return ApiError::Validation(
          fmt::format(message::kKeyConditionNeedsEquality, without, attribute.name));
    }
    if (term != nullptr && term->op == KeyOperator::kEqual) continue;
    if (!without.empty()) without += ", ";
    without += attribute.name;
  }
  return {};
}

void BindSortTerm(KeyTerm* term, KeyCondition* condition) {
  if (term->op == KeyOperator::kEqual) {
    condition->sort_equal.push_back(std::move(term->values[0]));
    return;
  }
  SortCondition& sort = condition->sort.emplace();
  sort.op = term->op;
  sort.value = std::move(term->values[0]);
  if (term->op == KeyOperator::kBetween) sort.upper = std::move(term->values[1]);
}

}  // namespace

model::ApiResult<KeyTerms> CompileKeyCondition(std::string_view text, Placeholders* placeholders) {
  PARTITA_ASSIGN(const auto root,
                 ConditionParser(text, "KeyConditionExpression", placeholders).Parse());
  KeyTerms terms;
  PARTITA_TRY(Collect(*root, &terms));
  return terms;
}

model::ApiResult<KeyTerms> TranslateKeyConditions(const std::vector<LegacyCondition>& conditions) {
  KeyTerms terms;
  for (const LegacyCondition& condition : conditions) {
    const std::string name = condition.comparison_operator.value_or("");
    PARTITA_TRY(CheckArguments(name, condition.attribute_value_list));
    terms.push_back(
        {condition.attribute, FromLegacyOperator(name), condition.attribute_value_list});
  }
  if (terms.empty()) return ApiError::Validation(message::kKeyConditionCount);
  return terms;
}

model::ApiResult<KeyCondition> BindKeyCondition(KeyTerms terms, const model::KeySchema& key) {
  const bool several = key.partition.size() > 1 || key.sort.size() > 1;
  const size_t attributes = key.partition.size() + key.sort.size();
  if (!several && terms.size() > 2) {
    return ApiError::Validation(
        fmt::format(message::kKeyConditionTooMany, terms.size(), attributes));
  }
  if (terms.size() > attributes) return ApiError::Validation(message::kKeyConditionUnsupported);
  KeyCondition condition;
  for (const model::KeyAttribute& attribute : key.partition) {
    KeyTerm* term = FindTerm(&terms, attribute.name);
    if (term == nullptr)
      return ApiError::Validation(fmt::format(message::kKeyConditionMissing, attribute.name));
    PARTITA_TRY(CheckTerm(*term, attribute));
    if (term->op != KeyOperator::kEqual)
      return ApiError::Validation(message::kKeyConditionUnsupported);
    condition.partition.push_back(std::move(term->values[0]));
  }
  if (several) PARTITA_TRY(CheckSortEqualities(&terms, key));
  size_t bound = key.partition.size();
  for (const model::KeyAttribute& attribute : key.sort) {
    if (bound == terms.size()) break;
    KeyTerm* term = FindTerm(&terms, attribute.name);
    if (term == nullptr)
      return ApiError::Validation(fmt::format(message::kKeyConditionMissing, attribute.name));
    PARTITA_TRY(CheckTerm(*term, attribute));
    BindSortTerm(term, &condition);
    ++bound;
  }
  return condition;
}

}  // namespace partita::expr
