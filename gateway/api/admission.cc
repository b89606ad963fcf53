#include "gateway/api/admission.h"

#include <fmt/format.h>

#include <string>

#include "gateway/capacity_observer.h"
#include "model/api_message.h"
#include "model/arn.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;
using Limit = Throttle::Limit;

namespace {

std::string_view LimitName(Limit limit) {
  switch (limit) {
    case Limit::kProvisioned:
      return "ProvisionedThroughputExceeded";
    case Limit::kOnDemandMaximum:
      return "MaxOnDemandThroughputExceeded";
    case Limit::kPartition:
      break;
  }
  return "KeyRangeThroughputExceeded";
}

std::string_view ThrottledMessage(bool provisioned, Limit limit, bool of_index) {
  if (provisioned) return of_index ? message::kIndexThroughputExceeded
                                   : message::kTableThroughputExceeded;
  return limit == Limit::kOnDemandMaximum ? message::kOnDemandMaximumExceeded
                                          : message::kPartitionThroughputExceeded;
}

ApiError Throttled(Edge* edge, const model::TableSchema& table, const model::IndexSchema* index,
                   Traffic traffic, Limit limit) {
  const bool provisioned = table.billing_mode == model::BillingMode::kProvisioned;
  ApiError error = ApiError::Of(
      provisioned ? ApiErrorType::kProvisionedThroughputExceeded : ApiErrorType::kThrottling,
      std::string(ThrottledMessage(provisioned, limit, index != nullptr)));
  const auto schemas = edge->Schemas();
  std::string resource = model::MakeTableArn(schemas->region, schemas->account_id, table.name);
  if (index != nullptr) resource += fmt::format("/index/{}", index->name);
  error.throttling.push_back({fmt::format("{}{}{}", index == nullptr ? "Table" : "Index",
                                          traffic == Traffic::kRead ? "Read" : "Write",
                                          LimitName(limit)),
                              std::move(resource)});
  return error;
}

model::ApiStatus CheckLimit(Edge* edge, const model::TableSchema& table,
                            const model::IndexSchema* index, Traffic traffic, uint32_t slot) {
  const std::optional<Limit> limit = edge->throttle()->Exceeded(table, index, traffic, slot);
  if (limit) return Throttled(edge, table, index, traffic, *limit);
  return {};
}

}  // namespace

void Meter::Charge(const ConsumedUnits& units) const {
  if (edge_ == nullptr) return;
  if (CapacityObserver* observer = edge_->capacity_observer())
    observer->OnConsumed(id_, traffic_, units.total());
  if (table_ == nullptr) return;
  Throttle* throttle = edge_->throttle();
  double own = units.table;
  for (const ConsumedUnits::Index& used : units.indexes) {
    const model::IndexSchema* index = used.global ? table_->FindIndex(used.name) : nullptr;
    if (index == nullptr) {
      own += used.units;
    } else {
      throttle->Charge(*table_, index, traffic_, slot_, used.units);
    }
  }
  throttle->Charge(*table_, nullptr, traffic_, slot_, own);
}

model::ApiResult<Meter> Admit(Edge* edge, const std::shared_ptr<const model::TableSchema>& table,
                              const model::IndexSchema* index, Traffic traffic, uint32_t slot) {
  const Throttle* throttle = edge->throttle();
  if (throttle == nullptr || !throttle->Concerns(*table)) {
    if (edge->capacity_observer() == nullptr) return Meter();
    return Meter(edge, table->id, nullptr, traffic, slot);
  }
  const bool of_index = index != nullptr && index->global;
  PARTITA_TRY(CheckLimit(edge, *table, of_index ? index : nullptr, traffic, slot));
  if (traffic == Traffic::kWrite) {
    for (const model::IndexSchema& each : table->indexes) {
      if (each.global) PARTITA_TRY(CheckLimit(edge, *table, &each, traffic, slot));
    }
  }
  return Meter(edge, table->id, table, traffic, slot);
}

bool IsThrottled(const ApiError& error) { return !error.throttling.empty(); }

}  // namespace partita::gateway::api
