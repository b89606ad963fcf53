#include "expr/condition_parser.h"

#include <fmt/format.h>

#include "expr/type_set.h"
#include "model/api_message.h"
#include "model/base64.h"

namespace partita::expr {

namespace message = model::message;
using model::AttributeType;
using model::AttributeValue;

namespace {

// In the order in which the service looks for them.
enum ReportRank : int {
  kParentheses,
  kUnknownFunction,
  kMisusedFunction,
  kReserved,
  kFirstCondition
};
enum RankInCondition : int {
  kUndefined,
  kOperandCount,
  kNotDistinct,
  kOperandType,
  kRanksOfACondition
};

constexpr uint32_t kSized = Bit(AttributeType::kS) | Bit(AttributeType::kB) |
                            Bit(AttributeType::kM) | Bit(AttributeType::kL) |
                            Bit(AttributeType::kSS) | Bit(AttributeType::kNS) |
                            Bit(AttributeType::kBS);
constexpr size_t kMaxInOperands = 100;

struct Function {
  std::string_view name;
  ConditionKind kind;
  size_t operands;
};
constexpr std::string_view kSize = "size";
constexpr Function kFunctions[] = {
    {"attribute_exists", ConditionKind::kAttributeExists, 1},
    {"attribute_not_exists", ConditionKind::kAttributeNotExists, 1},
    {"attribute_type", ConditionKind::kAttributeType, 2},
    {"begins_with", ConditionKind::kBeginsWith, 2},
    {"contains", ConditionKind::kContains, 2},
    {kSize, ConditionKind::kAnd, 1},
};

const Function* FindFunction(std::string_view name) {
  for (const Function& function : kFunctions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

std::optional<ConditionKind> Comparator(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual:
      return ConditionKind::kEqual;
    case TokenKind::kNotEqual:
      return ConditionKind::kNotEqual;
    case TokenKind::kLess:
      return ConditionKind::kLess;
    case TokenKind::kLessEqual:
      return ConditionKind::kLessEqual;
    case TokenKind::kGreater:
      return ConditionKind::kGreater;
    case TokenKind::kGreaterEqual:
      return ConditionKind::kGreaterEqual;
    case TokenKind::kBetween:
      return ConditionKind::kBetween;
    case TokenKind::kIn:
      return ConditionKind::kIn;
    default:
      return std::nullopt;
  }
}

bool ComparesOrder(ConditionKind kind) {
  return kind >= ConditionKind::kLess && kind <= ConditionKind::kBetween;
}

const AttributeValue* ConstantOf(const Operand& operand) {
  return std::get_if<AttributeValue>(&operand.source);
}

// "{N:5}", "{B:eg==}": how messages quote a bound.
std::string QuoteBound(const AttributeValue& value) {
  std::string text;
  if (const auto* string = value.As<std::string>()) {
    text = *string;
  } else if (const auto* number = value.As<model::Number>()) {
    text = number->ToString();
  } else {
    model::AppendBase64(value.As<model::Binary>()->bytes, &text);
  }
  return fmt::format("{{{}:{}}}", model::AttributeTypeName(value.type()), text);
}

// Whether `a` orders before or with `b`, both of one type among S, N, B.
bool OrdersBeforeOrWith(const AttributeValue& a, const AttributeValue& b) {
  if (const auto* number = a.As<model::Number>()) return *number <= *b.As<model::Number>();
  if (const auto* string = a.As<std::string>()) return *string <= *b.As<std::string>();
  return a.As<model::Binary>()->bytes <= b.As<model::Binary>()->bytes;
}

}  // namespace

int ConditionParser::Rank(int kind) const {
  return kFirstCondition + conditions_ * kRanksOfACondition + kind;
}
int ConditionParser::UndefinedRank() const { return Rank(kUndefined); }

model::ApiResult<std::unique_ptr<ConditionNode>> ConditionParser::Parse() {
  PARTITA_TRY(Begin());
  Term term;
  if (ParseOr(0, &term) && RequireCondition(term) && !At(TokenKind::kEnd)) (void)SyntaxError();
  PARTITA_TRY(Finish());
  return std::make_unique<ConditionNode>(std::move(term.condition));
}

// An operand alone is no condition; what is missing is a comparator, here.
bool ConditionParser::RequireCondition(const Term& term) {
  if (term.is_condition) return true;
  if (term.function.empty()) return SyntaxError();
  Report(kMisusedFunction, fmt::format(message::kFunctionMisused, term.function));
  return true;
}

bool ConditionParser::ParseOr(int depth, Term* term) {
  if (!ParseAnd(depth, term)) return false;
  if (!At(TokenKind::kOr)) return true;
  ConditionNode all{ConditionKind::kOr, {}, {}};
  while (true) {
    if (!RequireCondition(*term)) return false;
    all.children.push_back(std::move(term->condition));
    if (!At(TokenKind::kOr)) break;
    CountOperator();
    Advance();
    *term = Term{};
    if (!ParseAnd(depth, term)) return false;
  }
  *term = Term{};
  term->is_condition = true;
  term->condition = std::move(all);
  return true;
}

bool ConditionParser::ParseAnd(int depth, Term* term) {
  if (!ParseNot(depth, term)) return false;
  if (!At(TokenKind::kAnd)) return true;
  ConditionNode all{ConditionKind::kAnd, {}, {}};
  while (true) {
    if (!RequireCondition(*term)) return false;
    all.children.push_back(std::move(term->condition));
    if (!At(TokenKind::kAnd)) break;
    CountOperator();
    Advance();
    *term = Term{};
    if (!ParseNot(depth, term)) return false;
  }
  *term = Term{};
  term->is_condition = true;
  term->condition = std::move(all);
  return true;
}

bool ConditionParser::ParseNot(int depth, Term* term) {
  int negations = 0;
  for (; At(TokenKind::kNot); Advance()) {
    CountOperator();
    ++negations;
  }
  if (!ParsePrimary(depth, term)) return false;
  if (negations == 0) return true;
  if (!RequireCondition(*term)) return false;
  // Two negations cancel out; the tree keeps one or two of any number.
  for (int i = 2 - negations % 2; i > 0; --i) {
    ConditionNode negation{ConditionKind::kNot, {}, {}};
    negation.children.push_back(std::move(term->condition));
    term->condition = std::move(negation);
  }
  term->is_condition = true;
  term->parenthesized = false;
  return true;
}

bool ConditionParser::ParsePrimary(int depth, Term* term) {
  if (!(At(TokenKind::kOpen) ? ParseParenthesized(depth, term) : ParseSimple(depth, term)))
    return false;
  const bool comparable = !term->is_condition || !term->function.empty();
  if (comparable && Comparator(current().kind)) return ParseComparison(depth, term);
  if (term->is_condition && !term->parenthesized) EndCondition();
  return true;
}

bool ConditionParser::ParseParenthesized(int depth, Term* term) {
  if (depth > kMaxNesting) return TooDeep();
  Advance();
  if (!ParseOr(depth + 1, term) || !Expect(TokenKind::kClose)) return false;
  if (term->parenthesized)
    Report(kParentheses, std::string(message::kExpressionRedundantParentheses));
  term->parenthesized = true;
  Path* path = term->is_condition || !term->function.empty()
                   ? nullptr
                   : std::get_if<Path>(&term->operand.source);
  if (path == nullptr || !(At(TokenKind::kDot) || At(TokenKind::kOpenIndex))) return true;
  term->parenthesized = false;
  return ParsePathSuffixes(kReserved, UndefinedRank(), path);
}

bool ConditionParser::ParseSimple(int depth, Term* term) {
  if (At(TokenKind::kValuePlaceholder)) {
    const AttributeValue* value = TakeValue(UndefinedRank());
    term->undefined = value == nullptr;
    term->operand.source = value != nullptr ? *value : AttributeValue{};
    return true;
  }
  if (At(TokenKind::kName)) {
    const Token name = current();
    if (NextIsOpen()) {
      Advance();
      return ParseFunction(depth, name.text, term);
    }
  }
  Path path;
  if (!ParsePath(kReserved, UndefinedRank(), &path)) return false;
  term->operand.source = std::move(path);
  return true;
}

bool ConditionParser::ParseOperand(int depth, Term* term) {
  if (!At(TokenKind::kOpen)) return ParseSimple(depth, term);
  if (depth > kMaxNesting) return TooDeep();
  Advance();
  if (!ParseOperand(depth + 1, term) || !Expect(TokenKind::kClose)) return false;
  if (term->parenthesized)
    Report(kParentheses, std::string(message::kExpressionRedundantParentheses));
  term->parenthesized = true;
  Path* path = term->function.empty() ? std::get_if<Path>(&term->operand.source) : nullptr;
  if (path == nullptr || !(At(TokenKind::kDot) || At(TokenKind::kOpenIndex))) return true;
  term->parenthesized = false;
  return ParsePathSuffixes(kReserved, UndefinedRank(), path);
}

bool ConditionParser::ParseList(int depth, std::vector<Term>* operands) {
  if (!Expect(TokenKind::kOpen)) return false;
  while (true) {
    if (!ParseOperand(depth, &operands->emplace_back())) return false;
    if (!At(TokenKind::kComma)) return Expect(TokenKind::kClose);
    Advance();
  }
}

bool ConditionParser::ParseFunction(int depth, std::string_view name, Term* term) {
  if (depth > kMaxNesting) return TooDeep();
  CountOperator();
  std::vector<Term> operands;
  operands.reserve(2);
  if (!ParseList(depth + 1, &operands)) return false;
  CheckFunction(name, operands);
  term->function = name;
  term->is_condition = name != kSize;
  if (!term->is_condition) {
    term->operand = std::move(operands[0].operand);
    term->operand.size_of = true;
    term->undefined = operands[0].undefined;
    return true;
  }
  const Function* function = FindFunction(name);
  if (function != nullptr) term->condition.kind = function->kind;
  for (Term& operand : operands) term->condition.operands.push_back(std::move(operand.operand));
  return true;
}

bool ConditionParser::ParseBetween(int depth, std::vector<Term>* operands) {
  return ParseOperand(depth, &operands->emplace_back()) && Expect(TokenKind::kAnd) &&
         ParseOperand(depth, &operands->emplace_back());
}

bool ConditionParser::ParseComparison(int depth, Term* left) {
  const ConditionKind kind = *Comparator(current().kind);
  std::string_view name = current().text;
  if (kind == ConditionKind::kBetween) name = "BETWEEN";
  if (kind == ConditionKind::kIn) name = "IN";
  CountOperator();
  Advance();
  std::vector<Term> terms;
  terms.reserve(3);
  terms.push_back(std::move(*left));
  if (kind == ConditionKind::kIn) {
    if (!ParseList(depth + 1, &terms)) return false;
    if (terms.size() - 1 > kMaxInOperands) {
      Report(Rank(kOperandCount), fmt::format(message::kTooManyInOperands, terms.size() - 1));
    }
  } else if (kind == ConditionKind::kBetween) {
    if (!ParseBetween(depth, &terms)) return false;
  } else if (!ParseOperand(depth, &terms.emplace_back())) {
    return false;
  }
  CheckNoConditions(terms);
  CheckDistinct(name, terms);
  for (const Term& term : terms) {
    if (ComparesOrder(kind)) CheckType(name, term, kOrdered);
  }
  if (kind == ConditionKind::kBetween) CheckBounds(terms[1], terms[2]);
  EndCondition();
  *left = Term{};
  left->is_condition = true;
  left->condition.kind = kind;
  left->condition.operands.reserve(terms.size());
  for (Term& term : terms) left->condition.operands.push_back(std::move(term.operand));
  return true;
}

void ConditionParser::CheckNoConditions(const std::vector<Term>& operands) {
  for (const Term& operand : operands) {
    if (operand.is_condition)
      Report(kMisusedFunction, fmt::format(message::kFunctionMisused, operand.function));
  }
}

void ConditionParser::CheckFunction(std::string_view name, const std::vector<Term>& operands) {
  CheckNoConditions(operands);
  const Function* function = FindFunction(name);
  if (function == nullptr) {
    const bool of_updates = name == "if_not_exists" || name == "list_append";
    Report(kUnknownFunction, of_updates ? fmt::format(message::kFunctionNotInCondition, name)
                                        : fmt::format(message::kFunctionUnknown, name));
    return;
  }
  if (operands.size() != function->operands) {
    Report(Rank(kOperandCount), fmt::format(message::kOperandCount, name, operands.size()));
    return;
  }
  if (operands.size() == 2) CheckDistinct(name, operands);
  CheckOperandsOfFunction(name, operands);
}

void ConditionParser::CheckOperandsOfFunction(std::string_view name,
                                              const std::vector<Term>& operands) {
  switch (FindFunction(name)->kind) {
    case ConditionKind::kAttributeExists:
    case ConditionKind::kAttributeNotExists:
      if (operands[0].operand.size_of || ConstantOf(operands[0].operand) != nullptr) {
        Report(Rank(kOperandType), fmt::format(message::kPathRequired, name));
      }
      break;
    case ConditionKind::kBeginsWith:
      for (const Term& operand : operands)
        CheckType(name, operand, Bit(AttributeType::kS) | Bit(AttributeType::kB));
      break;
    case ConditionKind::kAttributeType:
      CheckAttributeType(operands[1]);
      break;
    case ConditionKind::kContains:
      break;
    default:
      CheckType(name, operands[0], kSized);
  }
}

void ConditionParser::CheckAttributeType(const Term& type) {
  const AttributeValue* value = ConstantOf(type.operand);
  if (value == nullptr && !type.operand.size_of) {
    Report(Rank(kOperandType),
           fmt::format(message::kOperandType, "attribute_type", message::kEveryOperandType));
    return;
  }
  CheckType("attribute_type", type, Bit(AttributeType::kS));
  const auto* name = value != nullptr && !type.undefined ? value->As<std::string>() : nullptr;
  if (name == nullptr) return;
  for (int i = 1; i <= static_cast<int>(AttributeType::kBS); ++i) {
    if (model::AttributeTypeName(static_cast<AttributeType>(i)) == *name) return;
  }
  Report(Rank(kOperandType), fmt::format(message::kAttributeTypeName, *name));
}

void ConditionParser::CheckDistinct(std::string_view name, const std::vector<Term>& operands) {
  const auto* first = std::get_if<Path>(&operands[0].operand.source);
  if (first == nullptr || !operands[0].function.empty()) return;
  for (size_t i = 1; i < operands.size(); ++i) {
    const auto* path = std::get_if<Path>(&operands[i].operand.source);
    if (path != nullptr && operands[i].function.empty() && *path == *first) {
      Report(Rank(kNotDistinct), fmt::format(message::kNotDistinct, name, first->ToString()));
    }
  }
}

void ConditionParser::CheckType(std::string_view name, const Term& operand, Types allowed) {
  if (operand.is_condition) return;
  AttributeType type = AttributeType::kN;  // of size()
  if (!operand.operand.size_of) {
    const AttributeValue* value = ConstantOf(operand.operand);
    if (value == nullptr || operand.undefined) return;
    type = value->type();
  }
  if ((allowed & Bit(type)) == 0) {
    Report(Rank(kOperandType),
           fmt::format(message::kOperandType, name, model::AttributeTypeName(type)));
  }
}

void ConditionParser::CheckBounds(const Term& lower, const Term& upper) {
  if (lower.operand.size_of || upper.operand.size_of || lower.undefined || upper.undefined) return;
  const AttributeValue* low = ConstantOf(lower.operand);
  const AttributeValue* high = ConstantOf(upper.operand);
  if (low == nullptr || high == nullptr) return;
  if ((kOrdered & Bit(low->type())) == 0 || (kOrdered & Bit(high->type())) == 0)
    return;  // reported as types
  const bool same_type = low->type() == high->type();
  if (same_type && OrdersBeforeOrWith(*low, *high)) return;
  Report(Rank(kOperandType),
         same_type ? fmt::format(message::kBetweenReversed, QuoteBound(*low), QuoteBound(*high))
                   : fmt::format(message::kBetweenMixed, QuoteBound(*low), QuoteBound(*high)));
}

}  // namespace partita::expr
