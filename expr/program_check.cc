#include "expr/program_check.h"

#include <string>
#include <variant>

#include "expr/program.h"
#include "model/api_message.h"
#include "model/value_check.h"

namespace partita::expr {
namespace {

using model::ApiError;
using model::ApiStatus;

// Counts the parts of one program and checks each.
class ProgramCheck {
 public:
  ApiStatus Check(const ConditionNode& node) {
    PARTITA_TRY(CountPart());
    for (const ConditionNode& child : node.children) PARTITA_TRY(Check(child));
    for (const Operand& operand : node.operands) {
      PARTITA_TRY(CountPart());
      if (const auto* path = std::get_if<Path>(&operand.source)) {
        PARTITA_TRY(Check(*path));
      } else {
        PARTITA_TRY(model::CheckValue(std::get<model::AttributeValue>(operand.source)));
      }
    }
    return {};
  }

  ApiStatus Check(const UpdateAction& action) {
    PARTITA_TRY(CountPart());
    PARTITA_TRY(Check(action.path));
    return Check(action.term);
  }

  ApiStatus Check(const UpdateTerm& term) {
    PARTITA_TRY(CountPart());
    if (!term.path.elements.empty()) PARTITA_TRY(Check(term.path));
    PARTITA_TRY(model::CheckValue(term.constant));
    for (const UpdateTerm& operand : term.operands) PARTITA_TRY(Check(operand));
    return {};
  }

  ApiStatus Check(const Path& path) {
    for (const PathElement& element : path.elements) {
      const auto* name = std::get_if<std::string>(&element);
      if (name != nullptr) PARTITA_TRY(model::CheckAttributeName(*name));
    }
    return {};
  }

  ApiStatus CountPart() {
    if (++parts_ <= kMaxProgramParts) return {};
    return ApiError::Validation(model::message::kProgramTooLarge);
  }

 private:
  size_t parts_ = 0;
};

}  // namespace

ApiStatus CheckProgram(const Condition& condition) {
  return ProgramCheck().Check(condition.root());
}

ApiStatus CheckProgram(const Update& update) {
  ProgramCheck check;
  for (const UpdateAction& action : update.actions()) PARTITA_TRY(check.Check(action));
  return {};
}

ApiStatus CheckProgram(const Projection& projection) {
  ProgramCheck check;
  for (const Path& path : projection.paths()) {
    PARTITA_TRY(check.CountPart());
    PARTITA_TRY(check.Check(path));
  }
  return {};
}

ApiStatus CheckProgram(const KeyTerms& terms) {
  for (const KeyTerm& term : terms) {
    PARTITA_TRY(model::CheckAttributeName(term.attribute));
    for (const model::AttributeValue& value : term.values) PARTITA_TRY(model::CheckValue(value));
  }
  return {};
}

}  // namespace partita::expr
