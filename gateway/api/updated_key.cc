#include "gateway/api/updated_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>

#include "expr/program.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

bool IsPartOf(const model::KeySchema& key, std::string_view name) {
  const auto is_it = [name](const model::KeyAttribute& part) { return part.name == name; };
  return std::any_of(key.partition.begin(), key.partition.end(), is_it) ||
         std::any_of(key.sort.begin(), key.sort.end(), is_it);
}

// What kind of empty value the action sets its target to; empty: none.
std::string_view SetToEmpty(const expr::UpdateAction& action) {
  const bool sets_constant = action.kind == expr::UpdateKind::kSet &&
                             action.term.kind == expr::TermKind::kConstant &&
                             action.path.elements.size() == 1;
  if (!sets_constant) return {};
  const auto* text = action.term.constant.As<std::string>();
  if (text != nullptr && text->empty()) return "string";
  const auto* binary = action.term.constant.As<model::Binary>();
  return binary != nullptr && binary->bytes.empty() ? "binary" : "";
}

}  // namespace

ApiStatus CheckUpdatedKeys(const model::TableSchema& table, const expr::Update& update) {
  for (const expr::Path* path : update.Targets()) {
    const std::string& name = std::get<std::string>(path->elements.front());
    if (IsPartOf(table.key, name))
      return ApiError::Validation(fmt::format(message::kUpdatesKey, name));
  }
  for (const expr::UpdateAction& action : update.actions()) {
    const std::string_view empty = SetToEmpty(action);
    if (empty.empty()) continue;
    const std::string& name = std::get<std::string>(action.path.elements.front());
    const auto has_it = [&](const model::IndexSchema& index) { return IsPartOf(index.key, name); };
    if (std::any_of(table.indexes.begin(), table.indexes.end(), has_it))
      return ApiError::Validation(fmt::format(message::kUpdatesIndexKeyToEmpty, empty));
  }
  return {};
}

}  // namespace partita::gateway::api
