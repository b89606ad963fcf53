// How fast tables may be used: token buckets for the throughput that their owners have bought.
//
//   limit                         rate, units a second                  credit
//   table or index, PROVISIONED   its read or write units               300 s of the rate
//   table or index, on demand     OnDemandThroughput's maximum, if any  1 s
//   partition (off by default)    3,000 read, 1,000 write               300 s
// A request goes on while the bucket is not in debt and is charged what it has really consumed,
// when that is known: a large page puts the bucket into debt, which the next requests wait for. A
// bucket begins full. Each gateway has its part of every rate: 1/n of it.
//
// Source: AWS "DynamoDB burst and adaptive capacity", "Provisioned capacity mode", "On-demand
// capacity mode". A partition is a slot's share of a table.
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

#include "model/table_schema.h"

namespace partita::gateway {

inline constexpr double kBurstSeconds = 300;
inline constexpr double kOnDemandBurstSeconds = 1;
inline constexpr double kPartitionReadUnits = 3000;
inline constexpr double kPartitionWriteUnits = 1000;
inline constexpr uint32_t kNoSlot = UINT32_MAX;

enum class Traffic : uint8_t { kRead, kWrite };

class Throttle {
 public:
  struct Options {
    bool tables = true;       // what tables and indexes have bought
    bool partitions = false;  // what one partition can do
    uint32_t gateways = 1;    // that share the rates
  };
  enum class Limit : uint8_t { kProvisioned, kOnDemandMaximum, kPartition };

  // `now_ns`: a clock that only goes forward.
  Throttle(const Options& options, int64_t (*now_ns)()) : options_(options), now_ns_(now_ns) {}

  // False: nothing limits the table, and the rest need not be asked.
  bool Concerns(const model::TableSchema& table) const;

  // The limit of the table, or of its global index, that is in debt; none: the request may go on.
  // `slot`: of a request to one partition, else kNoSlot.
  std::optional<Limit> Exceeded(const model::TableSchema& table, const model::IndexSchema* index,
                                Traffic traffic, uint32_t slot);
  void Charge(const model::TableSchema& table, const model::IndexSchema* index, Traffic traffic,
              uint32_t slot, double units);

 private:
  struct Rate {
    Limit limit = Limit::kProvisioned;
    double units = 0;  // a second, of all gateways
    double seconds = kBurstSeconds;
  };
  // Table, index (0: the table's own), slot or kNoSlot, traffic.
  using Key = std::tuple<model::TableId, uint32_t, uint32_t, Traffic>;
  struct Bucket {
    double tokens = 0;  // below zero: in debt
    int64_t at_ns = 0;  // when that was so
  };

  std::optional<Rate> RateOf(const model::TableSchema& table, const model::IndexSchema* index,
                             Traffic traffic) const;
  Rate PartitionRate(Traffic traffic) const;
  Bucket& Filled(const Key& key, const Rate& rate);
  void ForgetIdle();

  const Options options_;
  int64_t (*const now_ns_)();
  std::map<Key, Bucket> buckets_;
  size_t forget_at_ = 1024;  // so many buckets, and those nobody uses are forgotten
};

}  // namespace partita::gateway
