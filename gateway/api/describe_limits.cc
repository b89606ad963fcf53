// DescribeLimits: the account's and a table's throughput quotas as AWS grants them by default.
#include "gateway/api/json_writer.h"
#include "gateway/api/request.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kAccountUnits = 80'000;
constexpr int64_t kTableUnits = 40'000;

}  // namespace

model::ApiStatus DescribeLimits(const Request& request) {
  JsonWriter json;
  json.BeginObject();
  json.Key("AccountMaxReadCapacityUnits").Integer(kAccountUnits);
  json.Key("AccountMaxWriteCapacityUnits").Integer(kAccountUnits);
  json.Key("TableMaxReadCapacityUnits").Integer(kTableUnits);
  json.Key("TableMaxWriteCapacityUnits").Integer(kTableUnits);
  json.EndObject();
  request.call->Succeed(json.Take());
  return {};
}

}  // namespace partita::gateway::api
