// ListTagsOfResource: from the mirror. All of a table's tags fit on one page.
#include <fmt/format.h>

#include <memory>

#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/request.h"
#include "gateway/api/resource_arn.h"
#include "model/api_message.h"

namespace partita::gateway::api {

model::ApiStatus ListTagsOfResource(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> arn = reader.String("ResourceArn");
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableArn(arn));
  PARTITA_ASSIGN(const auto table,
                 FindTaggedTable(request.edge, name, *arn, "ListTagsOfResource"));
  JsonWriter json;
  json.BeginObject().Key("Tags").BeginArray();
  for (const model::Tag& tag : table->tags)
    json.BeginObject().Key("Key").String(tag.key).Key("Value").String(tag.value).EndObject();
  json.EndArray().EndObject();
  request.call->Succeed(json.Take());
  return {};
}

}  // namespace partita::gateway::api
