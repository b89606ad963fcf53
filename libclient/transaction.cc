#include "libclient/transaction.h"

#include "model/item_json.h"

namespace partita::libclient {
namespace {

// Members of one JSON object, with commas between.
class Members {
 public:
  explicit Members(std::string* out) : out_(out) { out_->push_back('{'); }
  ~Members() { out_->push_back('}'); }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  std::string* Name(std::string_view name) {
    if (!std::exchange(first_, false)) out_->push_back(',');
    model::AppendJsonString(name, out_);
    out_->push_back(':');
    return out_;
  }
  void Text(std::string_view name, std::string_view text) {
    model::AppendJsonString(text, Name(name));
  }
  void Text(std::string_view name, const std::optional<std::string>& text) {
    if (text) Text(name, std::string_view(*text));
  }

 private:
  std::string* out_;
  bool first_ = true;
};

std::string_view ActionName(partita_operation operation) {
  switch (operation) {
    case PARTITA_PUT:
      return "Put";
    case PARTITA_UPDATE:
      return "Update";
    case PARTITA_DELETE:
      return "Delete";
    case PARTITA_CHECK:
      return "ConditionCheck";
    default:
      return "Get";
  }
}

void AppendPlaceholders(const Request& request, Members* members) {
  if (!request.names.empty()) {
    Members names(members->Name("ExpressionAttributeNames"));
    for (const auto& [placeholder, name] : request.names)
      names.Text(placeholder, std::string_view(name));
  }
  if (!request.values.empty()) {
    Members values(members->Name("ExpressionAttributeValues"));
    for (const auto& [placeholder, value] : request.values)
      model::AppendValueJson(value, values.Name(placeholder));
  }
}

void AppendAction(const Request& request, std::string* out) {
  Members action(out);
  Members members(action.Name(ActionName(request.operation)));
  members.Text("TableName", std::string_view(request.table));
  model::AppendItemJson(request.item,
                        members.Name(request.operation == PARTITA_PUT ? "Item" : "Key"));
  members.Text("ConditionExpression", request.condition);
  members.Text("UpdateExpression", request.update);
  members.Text("ProjectionExpression", request.projection);
  AppendPlaceholders(request, &members);
  if (request.return_old_on_failure)
    members.Text("ReturnValuesOnConditionCheckFailure", std::string_view("ALL_OLD"));
}

void AppendActions(std::span<const partita_request* const> actions, Members* members) {
  std::string* out = members->Name("TransactItems");
  out->push_back('[');
  for (size_t i = 0; i < actions.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendAction(*actions[i], out);
  }
  out->push_back(']');
}

}  // namespace

std::string TransactWriteJson(std::span<const partita_request* const> actions,
                              std::string_view token) {
  std::string json;
  {
    Members members(&json);
    AppendActions(actions, &members);
    if (!token.empty()) members.Text("ClientRequestToken", token);
  }
  return json;
}

std::string TransactGetJson(std::span<const partita_request* const> gets) {
  std::string json;
  {
    Members members(&json);
    AppendActions(gets, &members);
  }
  return json;
}

}  // namespace partita::libclient
