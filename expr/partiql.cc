#include "expr/partiql.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "expr/partiql_condition.h"
#include "expr/partiql_parser.h"
#include "expr/partiql_update.h"
#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

// From the last name of the path on: "k[0]" of m.k[0].
std::string ColumnName(const Path& path) {
  const auto is_name = [](const PathElement& element) {
    return std::holds_alternative<std::string>(element);
  };
  const auto last = std::find_if(path.elements.rbegin(), path.elements.rend(), is_name);
  std::string name = std::get<std::string>(*last);
  for (auto index = last.base(); index != path.elements.end(); ++index)
    name += fmt::format("[{}]", std::get<uint32_t>(*index));
  return name;
}

ApiStatus TakeSource(PartiqlTree* tree, PartiqlStatement* statement) {
  // An INSERT into more than a table is among the parser's refusals.
  if (tree->verb == PartiqlVerb::kInsert && tree->source.size() > 1) return {};
  if (tree->source.size() > 2) return ApiError::Validation(message::kPartiqlSourceTooLong);
  for (const std::string& component : tree->source) {
    if (component.empty()) return ApiError::Validation(message::kPartiqlSourceEmpty);
  }
  if (!tree->source.empty()) statement->table = std::move(tree->source[0]);
  if (tree->source.size() < 2) return {};
  statement->index = std::move(tree->source[1]);
  if (tree->verb == PartiqlVerb::kSelect || tree->verb == PartiqlVerb::kExists) return {};
  return ApiError::Validation(message::kPartiqlWriteToIndex);
}

ApiStatus TakeColumns(const PartiqlTree& tree, PartiqlStatement* statement) {
  std::set<std::string_view> names;
  for (const PartiqlNode& node : tree.columns) {
    if (node.kind != PartiqlKind::kPath) return PartiqlErrorAt(message::kPartiqlColumn, node.span);
    if (!node.text.empty()) return ApiError::Validation(node.text);
    statement->columns.push_back({node.path, ColumnName(node.path)});
  }
  for (const PartiqlColumn& column : statement->columns) {
    if (!names.insert(column.name).second)
      return ApiError::Validation(fmt::format(message::kPartiqlColumnTwice, column.name));
  }
  return {};
}

ApiStatus TakeOrder(const PartiqlTree& tree, PartiqlStatement* statement) {
  for (const PartiqlOrderNode& order : tree.order_by) {
    if (order.by.kind != PartiqlKind::kPath || order.by.path.elements.size() != 1)
      return ApiError::Validation(message::kPartiqlOrderTerm);
    statement->order_by.push_back(
        {std::get<std::string>(order.by.path.elements[0]), order.descending});
  }
  if (!tree.order_by.empty() && !tree.where)
    return ApiError::Validation(message::kPartiqlOrderWithoutWhere);
  return {};
}

ApiStatus TakeItem(const PartiqlTree& tree, const PartiqlParameters& parameters,
                   PartiqlStatement* statement) {
  if (!tree.item) return {};
  if (tree.item->kind != PartiqlKind::kMap)
    return ApiError::Validation(message::kPartiqlItemSyntax);
  const std::vector<PartiqlNode>& nodes = tree.item->children;
  for (size_t i = 0; i + 1 < nodes.size(); i += 2) {
    if (nodes[i].kind != PartiqlKind::kString) {
      return ApiError::Validation(
          fmt::format(message::kPartiqlKeyType, "VariableReference", "root"));
    }
    const std::string& name = nodes[i].text;
    if (name.empty()) return ApiError::Validation(message::kEmptyAttributeName);
    if (statement->item.Find(name) != nullptr)
      return ApiError::Validation(fmt::format(message::kPartiqlDuplicateKey, name, "root"));
    PARTITA_ASSIGN(model::AttributeValue value, ToValue(nodes[i + 1], parameters));
    statement->item.Set(name, std::move(value));
  }
  return {};
}

ApiStatus Understand(PartiqlTree* tree, const PartiqlParameters& parameters,
                     PartiqlStatement* statement) {
  PARTITA_TRY(TakeSource(tree, statement));
  if (!tree->refusal.empty()) return ApiError::Validation(tree->refusal);
  PARTITA_TRY(TakeColumns(*tree, statement));
  PARTITA_TRY(TakeItem(*tree, parameters, statement));
  PARTITA_ASSIGN(statement->actions, ToActions(tree->changes, parameters));
  if (tree->where) {
    PARTITA_ASSIGN(ConditionNode where, ToCondition(*tree->where, parameters));
    statement->where = std::move(where);
  }
  return TakeOrder(*tree, statement);
}

}  // namespace

ApiResult<PartiqlStatement> CompilePartiql(std::string_view text,
                                           const PartiqlParameters& parameters) {
  PARTITA_ASSIGN(PartiqlTree tree, ParsePartiql(text));
  if (tree.parameters != parameters.size())
    return ApiError::Validation(message::kPartiqlParameterCount);
  PartiqlStatement statement;
  statement.verb = tree.verb;
  statement.returning = tree.returning;
  ApiStatus understood = Understand(&tree, parameters, &statement);
  if (!understood.ok()) statement.refusal = std::move(understood).error();
  return statement;
}

model::Item SelectColumns(const std::vector<PartiqlColumn>& columns, const model::Item& item) {
  model::Item selected;
  for (const PartiqlColumn& column : columns) {
    if (const model::AttributeValue* value = Find(item, column.path))
      selected.Set(column.name, *value);
  }
  return selected;
}

}  // namespace partita::expr
