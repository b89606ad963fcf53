// DescribeTimeToLive: from the mirror. Expiry is on or off; it is switched at once.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace {

model::ApiStatus CheckReadable(const model::TableSchema& table) {
  const bool creating = table.status == model::TableStatus::kCreating;
  if (!creating && table.status != model::TableStatus::kDeleting) return {};
  return model::ApiError::Validation(
      fmt::format(model::message::kTimeToLiveNotReadable, creating ? "CREATING" : "DELETING"));
}

}  // namespace

model::ApiStatus DescribeTimeToLive(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  PARTITA_ASSIGN(const auto table, FindTableToDescribe(request.edge, name));
  PARTITA_TRY(CheckReadable(*table));
  JsonWriter json;
  json.BeginObject().Key("TimeToLiveDescription").BeginObject();
  json.Key("TimeToLiveStatus").String(table->ttl_attribute.empty() ? "DISABLED" : "ENABLED");
  if (!table->ttl_attribute.empty()) json.Key("AttributeName").String(table->ttl_attribute);
  json.EndObject().EndObject();
  request.call->Succeed(json.Take());
  return {};
}

}  // namespace partita::gateway::api
