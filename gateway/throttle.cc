#include "gateway/throttle.h"

#include <algorithm>

namespace partita::gateway {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr size_t kFewestBuckets = 1024;

double UnitsOf(const model::Throughput& throughput, Traffic traffic) {
  return static_cast<double>(traffic == Traffic::kRead ? throughput.read_units
                                                       : throughput.write_units);
}

// None: no maximum is set.
double MaximumOf(const std::optional<model::OnDemandThroughput>& maximum, Traffic traffic) {
  if (!maximum) return -1;
  return static_cast<double>(traffic == Traffic::kRead ? maximum->max_read_units
                                                       : maximum->max_write_units);
}

}  // namespace

bool Throttle::Concerns(const model::TableSchema& table) const {
  if (options_.partitions) return true;
  if (!options_.tables) return false;
  if (table.billing_mode == model::BillingMode::kProvisioned || table.on_demand) return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [](const model::IndexSchema& index) { return index.on_demand.has_value(); });
}

std::optional<Throttle::Rate> Throttle::RateOf(const model::TableSchema& table,
                                               const model::IndexSchema* index,
                                               Traffic traffic) const {
  if (!options_.tables) return std::nullopt;
  Rate rate;
  if (table.billing_mode == model::BillingMode::kProvisioned) {
    rate.units = UnitsOf(index == nullptr ? table.throughput : index->throughput, traffic);
  } else {
    rate.limit = Limit::kOnDemandMaximum;
    rate.seconds = kOnDemandBurstSeconds;
    rate.units = MaximumOf(index == nullptr ? table.on_demand : index->on_demand, traffic);
  }
  if (rate.units <= 0) return std::nullopt;
  return rate;
}

Throttle::Rate Throttle::PartitionRate(Traffic traffic) const {
  return {.limit = Limit::kPartition,
          .units = traffic == Traffic::kRead ? kPartitionReadUnits : kPartitionWriteUnits,
          .seconds = kBurstSeconds};
}

Throttle::Bucket& Throttle::Filled(const Key& key, const Rate& rate) {
  const double units = rate.units / options_.gateways;
  const double full = units * rate.seconds;
  const int64_t now = now_ns_();
  if (buckets_.size() >= forget_at_) ForgetIdle();
  const auto [at, is_new] = buckets_.try_emplace(key, Bucket{full, now});
  Bucket& bucket = at->second;
  const double passed = static_cast<double>(now - bucket.at_ns) / kNsPerSecond;
  bucket.tokens = std::min(full, bucket.tokens + units * passed);
  bucket.at_ns = now;
  return bucket;
}

// One that was left alone for the time of a full credit is as good as new, unless it is in debt.
void Throttle::ForgetIdle() {
  const int64_t idle_since = now_ns_() - static_cast<int64_t>(kBurstSeconds * kNsPerSecond);
  std::erase_if(buckets_, [idle_since](const auto& each) {
    return each.second.at_ns < idle_since && each.second.tokens >= 0;
  });
  forget_at_ = std::max(kFewestBuckets, 2 * buckets_.size());
}

std::optional<Throttle::Limit> Throttle::Exceeded(const model::TableSchema& table,
                                                  const model::IndexSchema* index, Traffic traffic,
                                                  uint32_t slot) {
  const uint32_t index_id = index == nullptr ? 0 : index->id;
  if (const std::optional<Rate> rate = RateOf(table, index, traffic)) {
    if (Filled({table.id, index_id, kNoSlot, traffic}, *rate).tokens <= 0) return rate->limit;
  }
  if (options_.partitions && slot != kNoSlot) {
    const Rate rate = PartitionRate(traffic);
    if (Filled({table.id, index_id, slot, traffic}, rate).tokens <= 0) return rate.limit;
  }
  return std::nullopt;
}

void Throttle::Charge(const model::TableSchema& table, const model::IndexSchema* index,
                      Traffic traffic, uint32_t slot, double units) {
  const uint32_t index_id = index == nullptr ? 0 : index->id;
  if (const std::optional<Rate> rate = RateOf(table, index, traffic))
    Filled({table.id, index_id, kNoSlot, traffic}, *rate).tokens -= units;
  if (options_.partitions && slot != kNoSlot)
    Filled({table.id, index_id, slot, traffic}, PartitionRate(traffic)).tokens -= units;
}

}  // namespace partita::gateway
