#include "expr/partiql_condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "expr/compare.h"
#include "expr/type_set.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::AttributeType;
using model::AttributeValue;

constexpr size_t kMaxPartiqlInOperands = 100;
// Comparing two truth values repeats both: what may come of it.
constexpr size_t kMaxConditionNodes = 4096;

constexpr uint32_t kHasSize = Bit(AttributeType::kS) | Bit(AttributeType::kB) |
                              Bit(AttributeType::kM) | Bit(AttributeType::kL) |
                              Bit(AttributeType::kSS) | Bit(AttributeType::kNS) |
                              Bit(AttributeType::kBS);

struct PartiqlFunction {
  std::string_view name;
  ConditionKind kind;
  size_t operands;
};
constexpr PartiqlFunction kPartiqlFunctions[] = {
    {"attribute_exists", ConditionKind::kAttributeExists, 1},
    {"attribute_not_exists", ConditionKind::kAttributeNotExists, 1},
    {"attribute_type", ConditionKind::kAttributeType, 2},
    {"begins_with", ConditionKind::kBeginsWith, 2},
    {"contains", ConditionKind::kContains, 2},
};

const PartiqlFunction* FindPartiqlFunction(std::string_view name) {
  for (const PartiqlFunction& function : kPartiqlFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

ConditionKind ComparatorOf(std::string_view sign) {
  if (sign == "=") return ConditionKind::kEqual;
  if (sign == "<>") return ConditionKind::kNotEqual;
  if (sign == "<") return ConditionKind::kLess;
  if (sign == "<=") return ConditionKind::kLessEqual;
  if (sign == ">") return ConditionKind::kGreater;
  if (sign == ">=") return ConditionKind::kGreaterEqual;
  return ConditionKind::kNot;  // no comparator
}

// The types that `IS name` means; 0: the service does not ask for it.
uint32_t TypesNamed(std::string_view name) {
  if (name == "null") return Bit(AttributeType::kNull);
  if (name == "boolean" || name == "bool") return Bit(AttributeType::kBool);
  if (name == "blob") return Bit(AttributeType::kB);
  if (name == "string") return Bit(AttributeType::kS);
  if (name == "numeric") return Bit(AttributeType::kN);
  if (name == "struct" || name == "tuple") return Bit(AttributeType::kM);
  if (name == "list") return Bit(AttributeType::kL);
  return 0;
}

std::string_view NameOfFirstType(uint32_t types) {
  int type = 1;
  while ((types & Bit(static_cast<AttributeType>(type))) == 0) ++type;
  return model::AttributeTypeName(static_cast<AttributeType>(type));
}

bool IsTruth(const PartiqlNode& node) {
  switch (node.kind) {
    case PartiqlKind::kAnd:
    case PartiqlKind::kOr:
    case PartiqlKind::kNot:
    case PartiqlKind::kIn:
    case PartiqlKind::kBetween:
    case PartiqlKind::kIs:
      return true;
    case PartiqlKind::kOperator:
      return ComparatorOf(node.text) != ConditionKind::kNot || node.text == "like";
    case PartiqlKind::kCall:
      return node.text != "size";
    default:
      return false;
  }
}

ConditionNode Not(ConditionNode node) {
  ConditionNode negation;
  negation.kind = ConditionKind::kNot;
  negation.children.push_back(std::move(node));
  return negation;
}

ConditionNode Both(ConditionKind kind, ConditionNode a, ConditionNode b) {
  ConditionNode node;
  node.kind = kind;
  node.children.push_back(std::move(a));
  node.children.push_back(std::move(b));
  return node;
}

ConditionNode Constant(bool holds) {
  ConditionNode always;
  always.kind = ConditionKind::kAnd;
  return holds ? always : Not(always);
}

ConditionNode NegatedIf(bool negated, ConditionNode node) {
  return negated ? Not(std::move(node)) : std::move(node);
}

int DepthOf(const ConditionNode& node) {
  int deepest = 0;
  for (const ConditionNode& child : node.children) deepest = std::max(deepest, DepthOf(child));
  return deepest + 1;
}

class PartiqlConditionBuilder {
 public:
  explicit PartiqlConditionBuilder(const PartiqlParameters& parameters) : parameters_(parameters) {}

  ApiResult<ConditionNode> Build(const PartiqlNode& node) {
    if (++nodes_ > kMaxConditionNodes) {
      return ApiError::Validation(fmt::format(message::kExpressionTooManyOperators, nodes_));
    }
    switch (node.kind) {
      case PartiqlKind::kAnd:
      case PartiqlKind::kOr:
        return BuildJoin(node);
      case PartiqlKind::kNot:
        return BuildNot(node);
      case PartiqlKind::kIn:
        return BuildIn(node);
      case PartiqlKind::kBetween:
        return BuildBetween(node);
      case PartiqlKind::kIs:
        return BuildIs(node);
      case PartiqlKind::kCall:
        return BuildCall(node);
      case PartiqlKind::kOperator:
        return BuildComparison(node);
      default:
        return ApiError::Validation(message::kPartiqlWhere);
    }
  }

 private:
  ApiResult<ConditionNode> BuildJoin(const PartiqlNode& node) {
    ConditionNode join;
    join.kind = node.kind == PartiqlKind::kAnd ? ConditionKind::kAnd : ConditionKind::kOr;
    for (const PartiqlNode& child : node.children) {
      if (!IsTruth(child)) return ApiError::Validation(message::kPartiqlAndOr);
      PARTITA_ASSIGN(ConditionNode condition, Build(child));
      join.children.push_back(std::move(condition));
    }
    return join;
  }

  ApiResult<ConditionNode> BuildNot(const PartiqlNode& node) {
    if (!IsTruth(node.children[0])) return ApiError::Validation(message::kPartiqlNot);
    PARTITA_ASSIGN(ConditionNode condition, Build(node.children[0]));
    return Not(std::move(condition));
  }

  ApiResult<ConditionNode> BuildComparison(const PartiqlNode& node) {
    const ConditionKind kind = ComparatorOf(node.text);
    if (kind == ConditionKind::kNot) {
      return ApiError::Validation(fmt::format(message::kPartiqlConditionOperator, node.text));
    }
    const PartiqlNode& left = node.children[0];
    const PartiqlNode& right = node.children[1];
    if (IsTruth(left) || IsTruth(right)) {
      if (kind != ConditionKind::kEqual && kind != ConditionKind::kNotEqual)
        return WrongType(node.text, AttributeType::kBool);
      PARTITA_ASSIGN(ConditionNode equal,
                     IsTruth(left) ? EqualTruth(left, right) : EqualTruth(right, left));
      return NegatedIf(kind == ConditionKind::kNotEqual, std::move(equal));
    }
    ConditionNode comparison;
    comparison.kind = kind;
    PARTITA_TRY(AddOperand(left, &comparison));
    PARTITA_TRY(AddOperand(right, &comparison));
    PARTITA_TRY(CheckDistinct(node.text, comparison));
    if (kind != ConditionKind::kEqual && kind != ConditionKind::kNotEqual)
      PARTITA_TRY(CheckOrdered(node.text, comparison));
    return comparison;
  }

  // `truth` = `other`.
  ApiResult<ConditionNode> EqualTruth(const PartiqlNode& truth, const PartiqlNode& other) {
    PARTITA_ASSIGN(ConditionNode holds, Build(truth));
    if (IsTruth(other)) {
      PARTITA_ASSIGN(ConditionNode other_holds, Build(other));
      PARTITA_ASSIGN(ConditionNode again, Build(truth));
      PARTITA_ASSIGN(ConditionNode other_again, Build(other));
      return Both(ConditionKind::kOr,
                  Both(ConditionKind::kAnd, std::move(holds), std::move(other_holds)),
                  Both(ConditionKind::kAnd, Not(std::move(again)), Not(std::move(other_again))));
    }
    ConditionNode probe;
    PARTITA_TRY(AddOperand(other, &probe));
    if (const auto* value = std::get_if<AttributeValue>(&probe.operands[0].source)) {
      const bool* truth_value = probe.operands[0].size_of ? nullptr : value->As<bool>();
      if (truth_value == nullptr) return Constant(false);
      return NegatedIf(!*truth_value, std::move(holds));
    }
    PARTITA_ASSIGN(ConditionNode again, Build(truth));
    const auto is = [&probe](bool value) {
      ConditionNode equal;
      equal.kind = ConditionKind::kEqual;
      equal.operands = {probe.operands[0], {AttributeValue{value}, false}};
      return equal;
    };
    return Both(ConditionKind::kOr, Both(ConditionKind::kAnd, std::move(holds), is(true)),
                Both(ConditionKind::kAnd, Not(std::move(again)), is(false)));
  }

  ApiResult<ConditionNode> BuildIn(const PartiqlNode& node) {
    const PartiqlNode& left = node.children[0];
    const bool seeks =
        left.kind == PartiqlKind::kPath || left.kind == PartiqlKind::kCall || IsTruth(left);
    if (!seeks || node.children.size() < 2) return ApiError::Validation(message::kPartiqlIn);
    const size_t candidates = node.children.size() - 1;
    if (candidates > kMaxPartiqlInOperands) {
      return ApiError::Validation(fmt::format(message::kTooManyInOperands, candidates));
    }
    ConditionNode in;
    if (IsTruth(left)) {
      in.kind = ConditionKind::kOr;
      for (size_t i = 1; i < node.children.size(); ++i) {
        PARTITA_ASSIGN(ConditionNode equal, EqualTruth(left, node.children[i]));
        in.children.push_back(std::move(equal));
      }
      return NegatedIf(node.negated, std::move(in));
    }
    in.kind = ConditionKind::kIn;
    for (const PartiqlNode& child : node.children) PARTITA_TRY(AddOperand(child, &in));
    return NegatedIf(node.negated, std::move(in));
  }

  ApiResult<ConditionNode> BuildBetween(const PartiqlNode& node) {
    ConditionNode between;
    between.kind = ConditionKind::kBetween;
    for (const PartiqlNode& child : node.children) {
      if (IsTruth(child)) return WrongType("BETWEEN", AttributeType::kBool);
      PARTITA_TRY(AddOperand(child, &between));
    }
    PARTITA_TRY(CheckOrdered("BETWEEN", between));
    return NegatedIf(node.negated, std::move(between));
  }

  ApiResult<ConditionNode> BuildIs(const PartiqlNode& node) {
    const PartiqlNode& subject = node.children[0];
    const uint32_t types = TypesNamed(node.text);
    if (types == 0 && node.text != "missing")
      return ApiError::Validation(fmt::format(message::kPartiqlIsType, UpperCase(node.text)));
    if (subject.kind == PartiqlKind::kMissing)
      return Constant((node.text == "missing") != node.negated);
    if (subject.kind != PartiqlKind::kPath && !IsPartiqlValue(subject))
      return ApiError::Validation(message::kPartiqlIsOperand);
    ConditionNode is;
    PARTITA_TRY(AddOperand(subject, &is));
    if (const auto* value = std::get_if<AttributeValue>(&is.operands[0].source))
      return Constant(((types & Bit(value->type())) != 0) != node.negated);
    if (node.text == "missing") {
      is.kind = node.negated ? ConditionKind::kAttributeExists : ConditionKind::kAttributeNotExists;
      return is;
    }
    is.kind = ConditionKind::kAttributeType;
    is.operands.push_back({AttributeValue{std::string(NameOfFirstType(types))}, false});
    return NegatedIf(node.negated, std::move(is));
  }

  ApiResult<ConditionNode> BuildCall(const PartiqlNode& node) {
    const PartiqlFunction* function = FindPartiqlFunction(node.text);
    if (function == nullptr && node.text == "size")
      return ApiError::Validation(message::kPartiqlWhere);
    if (function == nullptr) return UnknownFunction(node);
    if (node.children.size() != function->operands) {
      return ApiError::Validation(
          fmt::format(message::kOperandCount, node.text, node.children.size()));
    }
    ConditionNode call;
    call.kind = function->kind;
    for (const PartiqlNode& child : node.children) {
      if (IsTruth(child)) {
        PARTITA_TRY(Build(child));
        return ApiError::Validation(fmt::format(message::kFunctionMisused, child.text));
      }
      PARTITA_TRY(AddOperand(child, &call));
    }
    PARTITA_TRY(CheckCall(node.text, call));
    return call;
  }

  ApiStatus CheckCall(std::string_view name, const ConditionNode& call) {
    if (call.operands.size() == 2) PARTITA_TRY(CheckDistinct(name, call));
    switch (call.kind) {
      case ConditionKind::kAttributeExists:
      case ConditionKind::kAttributeNotExists:
        if (!call.operands[0].size_of && std::holds_alternative<Path>(call.operands[0].source))
          return {};
        return ApiError::Validation(fmt::format(message::kPathRequired, name));
      case ConditionKind::kBeginsWith:
        for (const Operand& operand : call.operands)
          PARTITA_TRY(CheckType(name, operand, Bit(AttributeType::kS) | Bit(AttributeType::kB)));
        return {};
      case ConditionKind::kAttributeType:
        return CheckTypeName(call.operands[1]);
      default:
        return {};
    }
  }

  ApiStatus CheckTypeName(const Operand& operand) {
    PARTITA_TRY(CheckType("attribute_type", operand, Bit(AttributeType::kS)));
    const auto* value = std::get_if<AttributeValue>(&operand.source);
    if (value == nullptr) {
      return ApiError::Validation(
          fmt::format(message::kOperandType, "attribute_type", message::kEveryOperandType));
    }
    const std::string& type = *value->As<std::string>();
    if (model::ParseAttributeType(type)) return {};
    return ApiError::Validation(fmt::format(message::kPartiqlAttributeTypeName, type));
  }

  ApiStatus AddOperand(const PartiqlNode& node, ConditionNode* condition) {
    Operand& operand = condition->operands.emplace_back();
    if (node.kind == PartiqlKind::kPath) {
      if (!node.text.empty()) return ApiError::Validation(node.text);
      operand.source = node.path;
      return {};
    }
    if (node.kind == PartiqlKind::kCall && node.text == "size") return AddSize(node, &operand);
    if (node.kind == PartiqlKind::kCall) return UnknownFunction(node);
    if (node.kind == PartiqlKind::kOperator || node.kind == PartiqlKind::kNegative)
      return ApiError::Validation(fmt::format(message::kPartiqlConditionOperator, node.text));
    PARTITA_ASSIGN(operand.source, ToValue(node, parameters_));
    return {};
  }

  ApiStatus AddSize(const PartiqlNode& node, Operand* operand) {
    if (node.children.size() != 1) {
      return ApiError::Validation(
          fmt::format(message::kOperandCount, node.text, node.children.size()));
    }
    if (IsTruth(node.children[0]) || node.children[0].kind == PartiqlKind::kCall)
      return ApiError::Validation(fmt::format(message::kFunctionMisused, node.children[0].text));
    ConditionNode inner;
    PARTITA_TRY(AddOperand(node.children[0], &inner));
    PARTITA_TRY(CheckType("size", inner.operands[0], kHasSize));
    *operand = std::move(inner.operands[0]);
    operand->size_of = true;
    return {};
  }

  ApiStatus CheckOrdered(std::string_view name, const ConditionNode& node) {
    for (const Operand& operand : node.operands) PARTITA_TRY(CheckType(name, operand, kOrdered));
    if (node.kind != ConditionKind::kBetween) return {};
    const auto* low = std::get_if<AttributeValue>(&node.operands[1].source);
    const auto* high = std::get_if<AttributeValue>(&node.operands[2].source);
    if (low == nullptr || high == nullptr || node.operands[1].size_of || node.operands[2].size_of)
      return {};
    const auto order = Order(*low, *high);
    if (order && *order <= 0) return {};
    return ApiError::Validation(
        order ? fmt::format(message::kBetweenReversed, Quote(*low), Quote(*high))
              : fmt::format(message::kBetweenMixed, Quote(*low), Quote(*high)));
  }

  static std::string Quote(const AttributeValue& value) {
    const std::string_view type = model::AttributeTypeName(value.type());
    if (const auto* text = value.As<std::string>()) return fmt::format("{{{}:{}}}", type, *text);
    if (const auto* number = value.As<model::Number>())
      return fmt::format("{{{}:{}}}", type, number->ToString());
    return fmt::format("{{{}}}", type);
  }

  ApiStatus CheckType(std::string_view name, const Operand& operand, uint32_t allowed) {
    AttributeType type = AttributeType::kN;
    if (!operand.size_of) {
      const auto* value = std::get_if<AttributeValue>(&operand.source);
      if (value == nullptr) return {};
      type = value->type();
    }
    if ((allowed & Bit(type)) != 0) return {};
    return WrongType(name, type);
  }

  static ApiStatus CheckDistinct(std::string_view name, const ConditionNode& node) {
    const auto* first = std::get_if<Path>(&node.operands[0].source);
    const auto* second = std::get_if<Path>(&node.operands[1].source);
    if (first == nullptr || second == nullptr || !(*first == *second)) return {};
    if (node.operands[0].size_of || node.operands[1].size_of) return {};
    return ApiError::Validation(fmt::format(message::kNotDistinct, name, first->ToString()));
  }

  static ApiError WrongType(std::string_view name, AttributeType type) {
    return ApiError::Validation(
        fmt::format(message::kOperandType, name, model::AttributeTypeName(type)));
  }

  static ApiError UnknownFunction(const PartiqlNode& node) {
    return PartiqlErrorAt(fmt::format(message::kPartiqlFunction, node.text), node.span);
  }

  static std::string UpperCase(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    }
    return upper;
  }

  const PartiqlParameters& parameters_;
  size_t nodes_ = 0;
};

}  // namespace

ApiResult<ConditionNode> ToCondition(const PartiqlNode& where,
                                     const PartiqlParameters& parameters) {
  PARTITA_ASSIGN(ConditionNode condition, PartiqlConditionBuilder(parameters).Build(where));
  const int depth = DepthOf(condition);
  if (depth > kMaxProgramDepth)
    return ApiError::Validation(fmt::format(message::kExpressionTooManyOperators, depth));
  return condition;
}

}  // namespace partita::expr
