#include "expr/partiql_term_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {
namespace {

namespace message = model::message;

// How tightly operators bind; 0: not at all.
enum PartiqlBinding : int {
  kBindOr = 1,
  kBindAnd,
  kBindNot,
  kBindEquality,
  kBindOrder,
  kBindSum,
  kBindProduct,
};

constexpr uint64_t kMaxPartiqlIndex = INT32_MAX;

bool IsOneOfWords(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

int BindingOfSign(std::string_view sign) {
  if (sign == "=" || sign == "<>") return kBindEquality;
  if (IsOneOfWords(sign, {"<", "<=", ">", ">="})) return kBindOrder;
  if (IsOneOfWords(sign, {"+", "-", "||"})) return kBindSum;
  if (IsOneOfWords(sign, {"*", "/", "%"})) return kBindProduct;
  return 0;
}

// The functions whose names are keywords.
bool IsFunctionKeyword(std::string_view word) {
  return IsOneOfWords(word, {"exists",       "count",       "avg",
                             "max",          "min",         "sum",
                             "substring",    "char_length", "character_length",
                             "octet_length", "bit_length",  "upper",
                             "lower",        "size",        "nullif",
                             "coalesce",     "trim",        "extract",
                             "cast",         "date_add",    "date_diff"});
}

bool IsTypeName(std::string_view word) {
  return IsOneOfWords(
      word, {"missing", "null",      "boolean", "bool",     "smallint", "integer",   "int",
             "int2",    "int4",      "int8",    "integer2", "integer4", "integer8",  "float",
             "real",    "double",    "decimal", "dec",      "numeric",  "timestamp", "date",
             "time",    "character", "char",    "varchar",  "string",   "symbol",    "clob",
             "blob",    "struct",    "tuple",   "list",     "sexp",     "bag"});
}

class DepthGuard {
 public:
  explicit DepthGuard(int* depth) : depth_(depth) { ++*depth_; }
  ~DepthGuard() { --*depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  int* depth_;
};

}  // namespace

struct PartiqlTermParser::Infix {
  int binding = 0;
  PartiqlKind kind = PartiqlKind::kOperator;
  bool negated = false;  // NOT IN, NOT BETWEEN, NOT LIKE
};

bool PartiqlTermParser::TakeSign(std::string_view sign) {
  if (!current().IsSign(sign)) return false;
  Advance();
  return true;
}

bool PartiqlTermParser::TakeKeyword(std::string_view word) {
  if (!current().IsKeyword(word)) return false;
  Advance();
  return true;
}

bool PartiqlTermParser::Malformed(std::string_view what) {
  if (failure_.empty()) failure_ = fmt::format(message::kPartiqlMalformed, what);
  return false;
}

bool PartiqlTermParser::MalformedExpected(std::string_view what) {
  return Malformed(fmt::format(message::kPartiqlExpected, what));
}

bool PartiqlTermParser::CountOperator() {
  if (++operators_ <= model::kMaxExpressionOperators) return true;
  if (failure_.empty()) failure_ = fmt::format(message::kExpressionTooManyOperators, operators_);
  return false;
}

PartiqlTermParser::Infix PartiqlTermParser::FindInfix() const {
  if (current().kind == PartiqlTokenKind::kSign) return {BindingOfSign(current().text)};
  if (current().kind != PartiqlTokenKind::kKeyword) return {};
  const bool negated = current().text == "not";
  const PartiqlToken& word = negated ? next() : current();
  if (word.IsKeyword("in")) return {kBindEquality, PartiqlKind::kIn, negated};
  if (word.IsKeyword("between")) return {kBindOrder, PartiqlKind::kBetween, negated};
  if (word.IsKeyword("like")) return {kBindOrder, PartiqlKind::kOperator, negated};
  if (negated) return {};
  if (word.text == "is") return {kBindEquality, PartiqlKind::kIs};
  if (word.text == "and") return {kBindAnd, PartiqlKind::kAnd};
  if (word.text == "or") return {kBindOr, PartiqlKind::kOr};
  return {};
}

bool PartiqlTermParser::ParseBinary(int binding, PartiqlNode* term) {
  if (depth_ >= kMaxPartiqlNesting) return Malformed("");
  const DepthGuard guard(&depth_);
  if (!ParsePrefix(term)) return false;
  for (Infix infix = FindInfix(); infix.binding > binding; infix = FindInfix()) {
    if (!CountOperator() || !ParseInfix(infix, term)) return false;
  }
  return true;
}

bool PartiqlTermParser::ParseInfix(const Infix& infix, PartiqlNode* left) {
  const bool joins = infix.kind == PartiqlKind::kAnd || infix.kind == PartiqlKind::kOr;
  PartiqlNode node;
  node.kind = infix.kind;
  node.negated = infix.negated;
  if (infix.negated) Advance();
  node.text = current().text;
  node.span = current().span;
  Advance();
  // A chain of ANDs or ORs is one node; what stood in parentheses is another.
  const bool continues = joins && left->kind == infix.kind && left->text == "chain";
  if (continues) {
    node = std::move(*left);
  } else {
    if (joins) node.text = "chain";
    node.children.push_back(std::move(*left));
  }
  bool parsed = false;
  if (infix.kind == PartiqlKind::kBetween) {
    parsed = ParseBetween(&node);
  } else if (infix.kind == PartiqlKind::kIn) {
    parsed = ParseIn(&node);
  } else if (infix.kind == PartiqlKind::kIs) {
    parsed = ParseIs(&node);
  } else {
    parsed = ParseRight(infix.binding, &node.children.emplace_back());
  }
  *left = std::move(node);
  return parsed;
}

bool PartiqlTermParser::ParseRight(int binding, PartiqlNode* right) {
  if (current().kind == PartiqlTokenKind::kEnd) return Malformed(message::kPartiqlMissingRightSide);
  return ParseBinary(binding, right);
}

bool PartiqlTermParser::ParseBetween(PartiqlNode* node) {
  if (!ParseRight(kBindOrder, &node->children.emplace_back())) return false;
  if (!TakeKeyword("and")) return MalformedExpected("KEYWORD");
  if (current().kind == PartiqlTokenKind::kEnd) return MalformedExpected("expression after AND");
  return ParseBinary(kBindOrder, &node->children.emplace_back());
}

// The list's elements become the operator's operands; what is no list stays its only one.
bool PartiqlTermParser::ParseIn(PartiqlNode* node) {
  PartiqlNode list;
  if (TakeSign("(")) {
    list.kind = PartiqlKind::kList;
    if (!ParseElements(")", "RIGHT_PAREN", &list)) return false;
  } else if (!ParseRight(kBindEquality, &list)) {
    return false;
  }
  if (list.kind != PartiqlKind::kList && list.kind != PartiqlKind::kBag) {
    node->text = "no list";
    return true;
  }
  for (PartiqlNode& element : list.children) node->children.push_back(std::move(element));
  return true;
}

bool PartiqlTermParser::ParseIs(PartiqlNode* node) {
  node->negated = TakeKeyword("not");
  if (current().kind != PartiqlTokenKind::kKeyword || !IsTypeName(current().text))
    return MalformedExpected("type name");
  node->text = current().text;
  Advance();
  if (node->text == "double" && !TakeKeyword("precision")) return MalformedExpected("type name");
  if (node->text == "character") TakeKeyword("varying");
  PartiqlNode ignored;  // a length, a precision
  return !TakeSign("(") || ParseElements(")", "RIGHT_PAREN", &ignored);
}

bool PartiqlTermParser::ParsePrefix(PartiqlNode* term) {
  if (current().IsKeyword("not")) {
    if (!CountOperator()) return false;
    term->kind = PartiqlKind::kNot;
    term->span = current().span;
    Advance();
    return ParseBinary(kBindNot, &term->children.emplace_back());
  }
  bool negative = false, sign = false;
  for (; current().IsSign("-") || current().IsSign("+"); Advance()) {
    sign = true;
    negative ^= current().IsSign("-");
  }
  if (!ParsePrimary(term)) return false;
  if (!sign) return true;
  if (term->kind == PartiqlKind::kNumber) {
    if (negative) term->text.insert(0, 1, '-');
    return true;
  }
  PartiqlNode operand = std::move(*term);
  *term = {};
  term->kind = PartiqlKind::kNegative;
  term->text = negative ? "-" : "+";
  term->span = operand.span;
  term->children.push_back(std::move(operand));
  return true;
}

bool PartiqlTermParser::ParsePrimary(PartiqlNode* term) {
  term->span = current().span;
  switch (current().kind) {
    case PartiqlTokenKind::kIdentifier:
    case PartiqlTokenKind::kQuotedIdentifier:
      return next().IsSign("(") ? ParseCall(term) : ParsePath(term);
    case PartiqlTokenKind::kString:
    case PartiqlTokenKind::kNumber:
      term->kind =
          current().kind == PartiqlTokenKind::kString ? PartiqlKind::kString : PartiqlKind::kNumber;
      term->text = current().text;
      Advance();
      return true;
    case PartiqlTokenKind::kParameter:
      term->kind = PartiqlKind::kParameter;
      term->parameter = parameters_++;
      Advance();
      return true;
    case PartiqlTokenKind::kKeyword:
      return ParseKeyword(term);
    case PartiqlTokenKind::kSign:
      return ParseGroup(term);
    case PartiqlTokenKind::kEnd:
      break;
  }
  return Malformed(message::kPartiqlUnexpectedTerm);
}

bool PartiqlTermParser::ParseKeyword(PartiqlNode* term) {
  const std::string_view word = current().text;
  if (IsFunctionKeyword(word) && next().IsSign("(")) return ParseCall(term);
  if (IsOneOfWords(word, {"and", "or", "in", "is", "between", "like"}))
    return Malformed(message::kPartiqlUnexpectedOperator);
  if (word == "from") return Malformed(message::kPartiqlNoStatement);
  if (word == "true") {
    term->kind = PartiqlKind::kTrue;
  } else if (word == "false") {
    term->kind = PartiqlKind::kFalse;
  } else if (word == "null") {
    term->kind = PartiqlKind::kNull;
  } else if (word == "missing") {
    term->kind = PartiqlKind::kMissing;
  } else {
    return Malformed(message::kPartiqlUnexpectedKeyword);
  }
  Advance();
  return true;
}

bool PartiqlTermParser::ParseGroup(PartiqlNode* term) {
  if (TakeSign("(")) {
    PartiqlNode group;
    group.span = term->span;
    group.kind = PartiqlKind::kList;
    if (!ParseElements(")", "RIGHT_PAREN", &group)) return false;
    if (group.children.empty()) return Malformed(message::kPartiqlEmptyGroup);
    if (group.children.size() > 1) {
      *term = std::move(group);
      return true;
    }
    *term = std::move(group.children.front());
    if (term->kind == PartiqlKind::kAnd || term->kind == PartiqlKind::kOr) term->text.clear();
    return true;
  }
  if (TakeSign("[")) {
    term->kind = PartiqlKind::kList;
    return ParseElements("]", "RIGHT_BRACKET", term);
  }
  if (TakeSign("<<")) {
    term->kind = PartiqlKind::kBag;
    return ParseElements(">>", "RIGHT_DOUBLE_ANGLE_BRACKET", term);
  }
  if (TakeSign("{")) {
    term->kind = PartiqlKind::kMap;
    return ParseMap(term);
  }
  const bool is_operator = BindingOfSign(current().text) != 0 && !current().IsSign("*");
  return Malformed(is_operator ? message::kPartiqlUnexpectedOperator
                               : message::kPartiqlUnexpectedTerm);
}

bool PartiqlTermParser::ParseElements(std::string_view close, std::string_view close_name,
                                      PartiqlNode* list) {
  if (TakeSign(close)) return true;
  do {
    if (!ParseTerm(&list->children.emplace_back())) return false;
  } while (TakeSign(","));
  return TakeSign(close) || MalformedExpected(close_name);
}

bool PartiqlTermParser::ParseMap(PartiqlNode* map) {
  if (TakeSign("}")) return true;
  do {
    if (!ParseTerm(&map->children.emplace_back())) return false;
    if (!TakeSign(":")) return MalformedExpected("COLON");
    if (!ParseTerm(&map->children.emplace_back())) return false;
  } while (TakeSign(","));
  return TakeSign("}") || MalformedExpected("RIGHT_CURLY");
}

bool PartiqlTermParser::ParseCall(PartiqlNode* call) {
  if (!CountOperator()) return false;
  call->kind = PartiqlKind::kCall;
  call->text = current().text;
  for (char& c : call->text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  Advance();
  Advance();
  if (TakeSign("*")) return TakeSign(")") || MalformedExpected("RIGHT_PAREN");
  return ParseElements(")", "RIGHT_PAREN", call);
}

bool PartiqlTermParser::ParseSimplePath(PartiqlNode* path) {
  path->span = current().span;
  if (current().kind == PartiqlTokenKind::kIdentifier ||
      current().kind == PartiqlTokenKind::kQuotedIdentifier) {
    return ParsePath(path);
  }
  return Malformed(message::kPartiqlSimplePath);
}

bool PartiqlTermParser::ParsePath(PartiqlNode* path) {
  path->kind = PartiqlKind::kPath;
  path->path.elements.emplace_back(current().text);
  Advance();
  while (true) {
    if (TakeSign(".")) {
      if (!ParsePathDot(path)) return false;
    } else if (TakeSign("[")) {
      if (!ParsePathIndex(path)) return false;
    } else {
      break;
    }
  }
  const size_t levels = path->path.elements.size();
  if (levels > kMaxPathElements && path->text.empty())
    path->text = fmt::format(message::kPathTooDeep, levels);
  return true;
}

bool PartiqlTermParser::ParsePathDot(PartiqlNode* path) {
  if (TakeSign("*")) {
    if (path->text.empty()) path->text = message::kPartiqlUnpivot;
    return true;
  }
  if (current().kind != PartiqlTokenKind::kIdentifier &&
      current().kind != PartiqlTokenKind::kQuotedIdentifier) {
    return Malformed(message::kPartiqlPathDot);
  }
  path->path.elements.emplace_back(current().text);
  Advance();
  return true;
}

bool PartiqlTermParser::ParsePathIndex(PartiqlNode* path) {
  if (TakeSign("*")) {
    if (path->text.empty()) path->text = message::kPartiqlWildcard;
    return TakeSign("]") || MalformedExpected("RIGHT_BRACKET");
  }
  PartiqlNode index;
  if (!ParseTerm(&index)) return false;
  if (!TakeSign("]")) return MalformedExpected("RIGHT_BRACKET");
  std::string refusal;
  if (index.kind == PartiqlKind::kString) {
    path->path.elements.emplace_back(std::move(index.text));
  } else if (index.kind == PartiqlKind::kNumber) {
    std::string_view digits = index.text;
    if (digits == "-0") digits.remove_prefix(1);
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value > kMaxPartiqlIndex)
      refusal = fmt::format(message::kListIndexRange, index.text);
    path->path.elements.emplace_back(static_cast<uint32_t>(value));
  } else {
    refusal = message::kPartiqlColumn;
  }
  if (path->text.empty() && !refusal.empty())
    path->text = fmt::format(message::kPartiqlAt, refusal, index.span.ToString());
  return true;
}

}  // namespace partita::expr
