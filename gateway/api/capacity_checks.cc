#include "gateway/api/capacity_checks.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "gateway/api/check_texts.h"
#include "model/api_message.h"
#include "model/warm_throughput.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

constexpr int64_t kMostCapacityUnits = 1'000'000'000'000;

}  // namespace

ApiStatus CheckUnits(const ThroughputDefinition& throughput) {
  if (*throughput.read_units > kMostCapacityUnits) {
    return ApiError::Validation(
        fmt::format(message::kThroughputOutOfBounds, *throughput.read_units, "ReadCapacityUnits"));
  }
  if (*throughput.write_units > kMostCapacityUnits) {
    return ApiError::Validation(fmt::format(message::kThroughputOutOfBounds,
                                            *throughput.write_units, "WriteCapacityUnits"));
  }
  return {};
}

ApiStatus CheckMaxima(const std::optional<ThroughputDefinition>& units, bool unlimited,
                      const std::string& of) {
  if (!units) return {};
  const std::pair<std::string_view, std::optional<int64_t>> members[] = {
      {"MaxReadRequestUnits", units->read_units}, {"MaxWriteRequestUnits", units->write_units}};
  for (const auto& [name, value] : members) {
    if (value && *value < 1 && !(unlimited && *value == -1))
      return InvalidParameter(message::kOnDemandOutOfRange, name, of);
  }
  return {};
}

ApiStatus CheckWarmGiven(const std::optional<ThroughputDefinition>& units, const std::string& of) {
  if (units && !units->read_units && !units->write_units)
    return InvalidParameter(message::kWarmEmpty, of);
  return {};
}

ApiStatus CheckNewWarm(const std::optional<ThroughputDefinition>& warm,
                       const std::optional<ThroughputDefinition>& provisioned, bool on_demand,
                       const std::string& of) {
  if (!warm) return {};
  model::Throughput units;
  if (provisioned) units = {*provisioned->read_units, *provisioned->write_units};
  const model::Throughput least = model::WarmThroughput(
      on_demand ? model::BillingMode::kPayPerRequest : model::BillingMode::kProvisioned, units, {});
  const auto refuse = [&](std::string_view member, std::string_view unit) {
    const std::string bound = on_demand ? "initial throughput for OnDemand"
                                        : fmt::format("{} of ProvisionedThroughput", unit);
    return InvalidParameter(message::kWarmTooLow, member, of, bound);
  };
  if (warm->read_units && *warm->read_units < least.read_units)
    return refuse("ReadUnitsPerSecond", "ReadCapacityUnits");
  if (warm->write_units && *warm->write_units < least.write_units)
    return refuse("WriteUnitsPerSecond", "WriteCapacityUnits");
  return {};
}

}  // namespace partita::gateway::api
