// The text of an update to its actions.
//
//   update   := (SET set (',' set)* | REMOVE path (',' path)*
//               | ADD add (',' add)* | DELETE add (',' add)*)+, each once
//   set      := path '=' value
//   add      := path :value
//   value    := operand | operand ('+' | '-') operand | '(' value ')'
//   operand  := path | :value | function | '(' operand ')'
//   function := if_not_exists '(' path ',' operand ')' | list_append '(' operand ',' operand ')'
#pragma once

#include <string_view>
#include <vector>

#include "expr/parser.h"

namespace partita::expr {

class UpdateParser : private Parser {
 public:
  UpdateParser(std::string_view text, Placeholders* placeholders)
      : Parser(text, "UpdateExpression", Grammar::kUpdate, placeholders) {}

  model::ApiResult<std::vector<UpdateAction>> Parse();

 private:
  struct Value {
    UpdateTerm term;
    bool undefined = false;  // no placeholder defines it
    bool parenthesized = false;
  };

  [[nodiscard]] bool ParseSections();
  [[nodiscard]] bool ParseAction(UpdateKind kind);
  [[nodiscard]] bool ParseOperandOfAdd(UpdateAction* action);  // and of DELETE
  [[nodiscard]] bool ParseValue(int depth, Value* value);
  [[nodiscard]] bool ParseOperand(int depth, Value* value);
  [[nodiscard]] bool ParseSimple(int depth, Value* value);  // a path, a value or a function call
  [[nodiscard]] bool ParseFunction(int depth, Value* value);

  void CheckFunction(std::string_view name, const std::vector<Value>& operands);
  void CheckType(std::string_view name, const Value& operand, model::AttributeType allowed);
  void CheckOverlap();

  std::vector<UpdateAction> actions_;
};

}  // namespace partita::expr
