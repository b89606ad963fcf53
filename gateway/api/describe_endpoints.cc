// DescribeEndpoints: the region's endpoint. SDKs ask for it only when endpoint discovery was
// switched on by hand.
#include <fmt/format.h>

#include "gateway/api/json_writer.h"
#include "gateway/api/request.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kCachePeriodMinutes = 1440;

}  // namespace

model::ApiStatus DescribeEndpoints(const Request& request) {
  JsonWriter json;
  json.BeginObject().Key("Endpoints").BeginArray().BeginObject();
  json.Key("Address").String(
      fmt::format("dynamodb.{}.amazonaws.com", request.edge->Schemas()->region));
  json.Key("CachePeriodInMinutes").Integer(kCachePeriodMinutes);
  json.EndObject().EndArray().EndObject();
  request.call->Succeed(json.Take());
  return {};
}

}  // namespace partita::gateway::api
