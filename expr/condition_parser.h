// The text of a condition to its tree. Used by Condition and by KeyCondition.
//
//   condition  := and (OR and)*       and := not (AND not)*       not := NOT* primary
//   primary    := '(' condition ')' | function | operand comparator operand
//               | operand BETWEEN operand AND operand | operand IN '(' operand (',' operand)* ')'
//   operand    := path | :value | function | '(' operand ')'
//   function   := name '(' operand (',' operand)* ')'
// A parenthesis may hold a condition or an operand; which of them shows only behind it: (a) = :v,
// (a = :v) AND ….
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "expr/parser.h"

namespace partita::expr {

class ConditionParser : private Parser {
 public:
  ConditionParser(std::string_view text, std::string_view parameter, Placeholders* placeholders)
      : Parser(text, parameter, Grammar::kCondition, placeholders) {}

  model::ApiResult<std::unique_ptr<ConditionNode>> Parse();

 private:
  // Either an operand or a condition; a function call is both until it is known what follows it.
  struct Term {
    bool is_condition = false;
    ConditionNode condition;
    Operand operand;
    bool undefined = false;      // an operand whose value no placeholder defines
    std::string_view function;   // of a function call: its name as written
    bool parenthesized = false;  // a parenthesis around it would be the second
  };

  [[nodiscard]] bool ParseOr(int depth, Term* term);
  [[nodiscard]] bool ParseAnd(int depth, Term* term);
  [[nodiscard]] bool ParseNot(int depth, Term* term);
  [[nodiscard]] bool ParsePrimary(int depth, Term* term);
  [[nodiscard]] bool ParseParenthesized(int depth, Term* term);
  [[nodiscard]] bool ParseComparison(int depth, Term* left);
  [[nodiscard]] bool ParseBetween(int depth, std::vector<Term>* operands);
  [[nodiscard]] bool ParseOperand(int depth, Term* term);
  [[nodiscard]] bool ParseSimple(int depth, Term* term);  // a path, a value or a function call
  [[nodiscard]] bool ParseFunction(int depth, std::string_view name, Term* term);
  [[nodiscard]] bool ParseList(int depth,
                               std::vector<Term>* operands);  // '(' operand, operand … ')'
  [[nodiscard]] bool RequireCondition(const Term& term);

  using Types = uint32_t;  // a set of AttributeType, one bit each

  void CheckFunction(std::string_view name, const std::vector<Term>& operands);
  void CheckOperandsOfFunction(std::string_view name, const std::vector<Term>& operands);
  void CheckAttributeType(const Term& type);
  void CheckNoConditions(const std::vector<Term>& operands);
  void CheckDistinct(std::string_view name, const std::vector<Term>& operands);
  void CheckType(std::string_view name, const Term& operand, Types allowed);
  void CheckBounds(const Term& lower, const Term& upper);
  void EndCondition() { ++conditions_; }

  // Ranks of what is wrong within one comparison or function: earlier conditions first.
  int Rank(int kind) const;
  int UndefinedRank() const;

  int conditions_ = 0;  // finished so far
};

}  // namespace partita::expr
