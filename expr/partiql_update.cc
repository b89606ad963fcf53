#include "expr/partiql_update.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "expr/path_overlap.h"
#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::AttributeType;
using model::AttributeValue;

bool IsSetType(AttributeType type) {
  return type == AttributeType::kSS || type == AttributeType::kNS || type == AttributeType::kBS;
}

ApiResult<UpdateTerm> ToUpdateTerm(const PartiqlNode& node, const PartiqlParameters& parameters);

// An operand of + - or list_append: a path, a value of `type`, or a term of its own.
ApiStatus AddTermOperand(const PartiqlNode& node, std::string_view name, AttributeType type,
                         const PartiqlParameters& parameters, UpdateTerm* term) {
  PARTITA_ASSIGN(UpdateTerm operand, ToUpdateTerm(node, parameters));
  if (operand.kind == TermKind::kConstant && operand.constant.type() != type) {
    return ApiError::Validation(fmt::format(message::kOperandType, name,
                                            model::AttributeTypeName(operand.constant.type())));
  }
  term->operands.push_back(std::move(operand));
  return {};
}

ApiResult<UpdateTerm> ToArithmetic(const PartiqlNode& node, const PartiqlParameters& parameters) {
  if (node.text != "+" && node.text != "-")
    return ApiError::Validation(fmt::format(message::kPartiqlUpdateOperator, node.text));
  UpdateTerm term;
  term.kind = node.text == "+" ? TermKind::kPlus : TermKind::kMinus;
  for (const PartiqlNode& child : node.children)
    PARTITA_TRY(AddTermOperand(child, node.text, AttributeType::kN, parameters, &term));
  return term;
}

ApiResult<UpdateTerm> ToListAppend(const PartiqlNode& node, const PartiqlParameters& parameters) {
  if (node.children.size() != 2) {
    return ApiError::Validation(
        fmt::format(message::kOperandCount, node.text, node.children.size()));
  }
  UpdateTerm term;
  term.kind = TermKind::kListAppend;
  for (const PartiqlNode& child : node.children)
    PARTITA_TRY(AddTermOperand(child, node.text, AttributeType::kL, parameters, &term));
  return term;
}

ApiResult<UpdateTerm> ToUpdateTerm(const PartiqlNode& node, const PartiqlParameters& parameters) {
  UpdateTerm term;
  if (IsPartiqlValue(node)) {
    PARTITA_ASSIGN(term.constant, ToValue(node, parameters));
    return term;
  }
  switch (node.kind) {
    case PartiqlKind::kPath:
      if (!node.text.empty()) return ApiError::Validation(node.text);
      term.kind = TermKind::kPath;
      term.path = node.path;
      return term;
    case PartiqlKind::kOperator:
      return ToArithmetic(node, parameters);
    case PartiqlKind::kCall:
      if (node.text == "list_append") return ToListAppend(node, parameters);
      return PartiqlErrorAt(fmt::format(message::kPartiqlFunction, node.text), node.span);
    case PartiqlKind::kIs:
      return ApiError::Validation(message::kPartiqlIsInUpdate);
    default:
      return ApiError::Validation(fmt::format(message::kPartiqlUpdateOperator, node.text));
  }
}

// set_add and set_delete, which change the attribute that they are assigned to.
ApiStatus ToSetChange(const PartiqlNode& call, const PartiqlParameters& parameters,
                      UpdateAction* action) {
  const bool adds = call.text == "set_add";
  const std::string_view name = adds ? "SET_ADD" : "SET_DELETE";
  if (call.children.size() != 2)
    return PartiqlErrorAt(fmt::format(message::kPartiqlSetCount, name), call.span);
  const PartiqlNode& first = call.children[0];
  if (first.kind != PartiqlKind::kPath || !(first.path == action->path))
    return PartiqlErrorAt(fmt::format(message::kPartiqlSetFirst, name), call.span);
  const ApiError second = PartiqlErrorAt(fmt::format(message::kPartiqlSetSecond, name), first.span);
  if (!IsPartiqlValue(call.children[1])) return second;
  PARTITA_ASSIGN(action->term.constant, ToValue(call.children[1], parameters));
  if (!IsSetType(action->term.constant.type())) return second;
  action->kind = adds ? UpdateKind::kAdd : UpdateKind::kDelete;
  return {};
}

ApiResult<UpdateAction> ToAction(const PartiqlChangeNode& change,
                                 const PartiqlParameters& parameters) {
  if (!change.target.text.empty()) return ApiError::Validation(change.target.text);
  UpdateAction action;
  action.path = change.target.path;
  if (!change.value) {
    action.kind = UpdateKind::kRemove;
    return action;
  }
  const PartiqlNode& value = *change.value;
  if (value.kind == PartiqlKind::kCall && (value.text == "set_add" || value.text == "set_delete")) {
    PARTITA_TRY(ToSetChange(value, parameters, &action));
    return action;
  }
  action.kind = UpdateKind::kSet;
  PARTITA_ASSIGN(action.term, ToUpdateTerm(value, parameters));
  return action;
}

}  // namespace

ApiResult<std::vector<UpdateAction>> ToActions(const std::vector<PartiqlChangeNode>& changes,
                                               const PartiqlParameters& parameters) {
  std::vector<UpdateAction> actions;
  for (const PartiqlChangeNode& change : changes) {
    PARTITA_ASSIGN(UpdateAction action, ToAction(change, parameters));
    actions.push_back(std::move(action));
  }
  std::vector<const Path*> paths;
  for (const UpdateAction& action : actions) paths.push_back(&action.path);
  const PathOverlap found = FindOverlap(paths);
  if (!found.overlap.empty()) return ApiError::Validation(found.overlap);
  if (!found.conflict.empty()) return ApiError::Validation(found.conflict);
  return actions;
}

}  // namespace partita::expr
