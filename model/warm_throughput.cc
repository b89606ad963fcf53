#include "model/warm_throughput.h"

#include <algorithm>

namespace partita::model {
namespace {

// What an on-demand table serves from its first second.
constexpr Throughput kOnDemandWarm = {12'000, 4'000};

}  // namespace

Throughput WarmThroughput(BillingMode billing_mode, const Throughput& provisioned,
                          const Throughput& asked) {
  const Throughput& given =
      billing_mode == BillingMode::kPayPerRequest ? kOnDemandWarm : provisioned;
  return {std::max(given.read_units, asked.read_units),
          std::max(given.write_units, asked.write_units)};
}

}  // namespace partita::model
