#include "expr/update_parser.h"

#include <fmt/format.h>

#include <optional>

#include "expr/path_overlap.h"
#include "model/api_message.h"

namespace partita::expr {

namespace message = model::message;
using model::AttributeType;
using model::AttributeValue;

namespace {

// In the order in which the service looks for them.
enum ReportRank : int {
  kParentheses,
  kReserved,
  kFunctionName,
  kSection,
  kUndefinedName,
  kUndefinedValue,
  kOverlap,
  kConflict,
  kActionOperand,
  kFunctionOperand,
};

std::optional<UpdateKind> SectionKind(TokenKind kind) {
  switch (kind) {
    case TokenKind::kSet:
      return UpdateKind::kSet;
    case TokenKind::kRemove:
      return UpdateKind::kRemove;
    case TokenKind::kAdd:
      return UpdateKind::kAdd;
    case TokenKind::kDelete:
      return UpdateKind::kDelete;
    default:
      return std::nullopt;
  }
}

std::string_view SectionName(UpdateKind kind) {
  constexpr std::string_view kNames[] = {"", "SET", "REMOVE", "ADD", "DELETE"};
  return kNames[static_cast<size_t>(kind)];
}

// What the refusal of an operand of ADD or DELETE calls its type.
std::string_view LongTypeName(AttributeType type) {
  constexpr std::string_view kNames[] = {"",           "STRING",     "NUMBER",    "BINARY",
                                         "BOOLEAN",    "NULL",       "MAP",       "LIST",
                                         "STRING_SET", "NUMBER_SET", "BINARY_SET"};
  return kNames[static_cast<size_t>(type)];
}

bool IsFunctionOfConditions(std::string_view name) {
  return name == "size" || name == "contains" || name == "begins_with" ||
         name == "attribute_exists" || name == "attribute_not_exists" || name == "attribute_type";
}

}  // namespace

model::ApiResult<std::vector<UpdateAction>> UpdateParser::Parse() {
  PARTITA_TRY(Begin());
  if (ParseSections()) CheckOverlap();
  PARTITA_TRY(Finish());
  return std::move(actions_);
}

bool UpdateParser::ParseSections() {
  bool seen[5] = {};
  do {
    const auto kind = SectionKind(current().kind);
    if (!kind) return SyntaxError();
    bool& again = seen[static_cast<size_t>(*kind)];
    if (again) Report(kSection, fmt::format(message::kSectionTwice, SectionName(*kind)));
    again = true;
    do {
      Advance();  // the section's keyword, then commas
      if (!ParseAction(*kind)) return false;
    } while (At(TokenKind::kComma));
  } while (!At(TokenKind::kEnd));
  return true;
}

bool UpdateParser::ParseAction(UpdateKind kind) {
  UpdateAction& action = actions_.emplace_back();
  action.kind = kind;
  if (!ParsePath(kReserved, kUndefinedName, &action.path)) return false;
  if (kind == UpdateKind::kRemove) return true;
  if (kind != UpdateKind::kSet) return ParseOperandOfAdd(&action);
  Value value;
  if (!Expect(TokenKind::kEqual) || !ParseValue(0, &value)) return false;
  action.term = std::move(value.term);
  return true;
}

bool UpdateParser::ParseOperandOfAdd(UpdateAction* action) {
  if (!At(TokenKind::kValuePlaceholder)) return SyntaxError();
  const AttributeValue* value = TakeValue(kUndefinedValue);
  if (value == nullptr) return true;
  action->term.constant = *value;
  const AttributeType type = value->type();
  const bool fits =
      type >= AttributeType::kSS || (type == AttributeType::kN && action->kind == UpdateKind::kAdd);
  if (!fits) {
    const std::string_view name = SectionName(action->kind);
    Report(kActionOperand,
           fmt::format(message::kActionOperandType, name, LongTypeName(type), name));
  }
  return true;
}

bool UpdateParser::ParseValue(int depth, Value* value) {
  if (At(TokenKind::kOpen)) {
    if (depth > kMaxNesting) return TooDeep();
    Advance();
    if (!ParseValue(depth + 1, value) || !Expect(TokenKind::kClose)) return false;
    if (value->parenthesized)
      Report(kParentheses, std::string(message::kExpressionRedundantParentheses));
    value->parenthesized = true;
  } else if (!ParseSimple(depth, value)) {
    return false;
  }
  if (!At(TokenKind::kPlus) && !At(TokenKind::kMinus)) return true;
  const TermKind left = value->term.kind;
  if (left == TermKind::kPlus || left == TermKind::kMinus)
    return SyntaxError();  // one operator, not two
  const std::string_view name = current().text;
  UpdateTerm sum;
  sum.kind = At(TokenKind::kPlus) ? TermKind::kPlus : TermKind::kMinus;
  CountOperator();
  Advance();
  Value right;
  if (!ParseOperand(depth, &right)) return false;
  for (const Value* operand : {const_cast<const Value*>(value), const_cast<const Value*>(&right)}) {
    CheckType(name, *operand, AttributeType::kN);
    if (operand->term.kind == TermKind::kListAppend) {
      Report(kFunctionName, fmt::format(message::kFunctionMisused, "list_append"));
    }
  }
  sum.operands.push_back(std::move(value->term));
  sum.operands.push_back(std::move(right.term));
  *value = Value{};
  value->term = std::move(sum);
  return true;
}

bool UpdateParser::ParseOperand(int depth, Value* value) {
  if (!At(TokenKind::kOpen)) return ParseSimple(depth, value);
  if (depth > kMaxNesting) return TooDeep();
  Advance();
  if (!ParseOperand(depth + 1, value) || !Expect(TokenKind::kClose)) return false;
  if (value->parenthesized)
    Report(kParentheses, std::string(message::kExpressionRedundantParentheses));
  value->parenthesized = true;
  return true;
}

bool UpdateParser::ParseSimple(int depth, Value* value) {
  if (At(TokenKind::kValuePlaceholder)) {
    const AttributeValue* constant = TakeValue(kUndefinedValue);
    value->undefined = constant == nullptr;
    if (constant != nullptr) value->term.constant = *constant;
    return true;
  }
  if (At(TokenKind::kName) && NextIsOpen()) return ParseFunction(depth, value);
  value->term.kind = TermKind::kPath;
  return ParsePath(kReserved, kUndefinedName, &value->term.path);
}

bool UpdateParser::ParseFunction(int depth, Value* value) {
  if (depth > kMaxNesting) return TooDeep();
  const std::string_view name = current().text;
  CountOperator();
  Advance();
  std::vector<Value> operands;
  do {
    Advance();  // the parenthesis, then commas
    if (!ParseOperand(depth + 1, &operands.emplace_back())) return false;
  } while (At(TokenKind::kComma));
  if (!Expect(TokenKind::kClose)) return false;
  CheckFunction(name, operands);
  const bool conditional = name == "if_not_exists";
  value->term.kind = conditional ? TermKind::kIfNotExists : TermKind::kListAppend;
  if (conditional) value->term.path = std::move(operands[0].term.path);
  for (size_t i = conditional ? 1 : 0; i < operands.size(); ++i) {
    value->term.operands.push_back(std::move(operands[i].term));
  }
  return true;
}

void UpdateParser::CheckFunction(std::string_view name, const std::vector<Value>& operands) {
  const bool conditional = name == "if_not_exists";
  if (!conditional && name != "list_append") {
    Report(kFunctionName, IsFunctionOfConditions(name)
                              ? fmt::format(message::kFunctionNotInUpdate, name)
                              : fmt::format(message::kFunctionUnknown, name));
    return;
  }
  for (const Value& operand : operands) {
    if (operand.term.kind != TermKind::kListAppend) continue;
    Report(kFunctionName, fmt::format(message::kFunctionMisused, "list_append"));
  }
  if (operands.size() != 2) {
    Report(kFunctionOperand, fmt::format(message::kOperandCount, name, operands.size()));
  } else if (!conditional) {
    for (const Value& operand : operands) CheckType(name, operand, AttributeType::kL);
  } else if (operands[0].term.kind != TermKind::kPath) {
    Report(kFunctionOperand, fmt::format(message::kPathRequired, name));
  }
}

void UpdateParser::CheckType(std::string_view name, const Value& operand, AttributeType allowed) {
  if (operand.term.kind != TermKind::kConstant || operand.undefined) return;
  const AttributeType type = operand.term.constant.type();
  if (type == allowed) return;
  Report(kFunctionOperand,
         fmt::format(message::kOperandType, name, model::AttributeTypeName(type)));
}

void UpdateParser::CheckOverlap() {
  std::vector<const Path*> paths;
  paths.reserve(actions_.size());
  for (const UpdateAction& action : actions_) paths.push_back(&action.path);
  PathOverlap found = FindOverlap(paths);
  if (!found.overlap.empty()) Report(kOverlap, std::move(found.overlap));
  if (!found.conflict.empty()) Report(kConflict, std::move(found.conflict));
}

}  // namespace partita::expr
