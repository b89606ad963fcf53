// UpdateTimeToLive: expiry on or off, to the registry; what was asked for back.
#include "wire/update_time_to_live.h"

#include <string>
#include <utility>

#include "base/coding.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace {

struct TimeToLiveSpecification {
  std::optional<bool> enabled;
  std::optional<std::string_view> attribute;
};

model::ApiStatus CheckTimeToLive(const std::optional<TimeToLiveSpecification>& specification) {
  Constraints constraints;
  constraints.NotNull("timeToLiveSpecification", specification.has_value());
  if (specification) {
    constexpr std::string_view kAttribute = "timeToLiveSpecification.attributeName";
    constraints.NotNull(kAttribute, specification->attribute.has_value());
    constraints.Length(kAttribute, specification->attribute, 1, model::kMaxKeyNameBytes);
    constraints.NotNull("timeToLiveSpecification.enabled", specification->enabled.has_value());
  }
  return constraints.Check();
}

std::string TimeToLiveJson(bool enabled, std::string_view attribute) {
  JsonWriter json;
  json.BeginObject().Key("TimeToLiveSpecification").BeginObject();
  json.Key("Enabled").Boolean(enabled).Key("AttributeName").String(attribute);
  json.EndObject().EndObject();
  return json.Take();
}

}  // namespace

model::ApiStatus UpdateTimeToLive(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> parameter = reader.String("TableName");
  std::optional<TimeToLiveSpecification> specification;
  if (const auto sent = reader.Structure("TimeToLiveSpecification", "TimeToLiveSpecification"))
    specification = {sent->Boolean("Enabled"), sent->String("AttributeName")};
  PARTITA_TRY(reader.status());
  PARTITA_ASSIGN(const std::string_view name, RequireTableName(parameter));
  PARTITA_TRY(CheckTimeToLive(specification));
  const wire::TimeToLiveUpdate update{name, *specification->enabled, *specification->attribute};
  request.edge->AskRegistry(
      wire::MessageKind::kUpdateTimeToLive,
      [&update](base::ByteWriter* writer) { wire::Encode(update, writer); },
      AnswerDone(request, TimeToLiveJson(update.enabled, update.attribute)));
  return {};
}

}  // namespace partita::gateway::api
