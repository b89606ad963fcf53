// Counts what the gateway does in its region of the house's counters (metrics/counter_block.h).
//
// A finished call costs a look-up of its table among at most 64, by number and mostly the one
// before, and a handful of plain stores. Lifetime: longer than every ApiCall. Thread safety: the
// gateway's one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/call_observer.h"
#include "gateway/capacity_observer.h"
#include "gateway/http_context.h"
#include "metrics/channel_meter.h"
#include "metrics/counter_block.h"
#include "metrics/table_index.h"
#include "model/api_error.h"

namespace partita::gateway {

// Whose fault an error is. A condition that does not hold is nobody's.
enum class Fault : uint8_t { kClient, kServer, kThrottle, kCondition };
Fault FaultOf(model::ApiErrorType type);
std::string_view FaultWord(Fault fault);

// "GetItem"; "Unknown" for requests that named no operation of ours; empty: nothing is counted
// there.
std::string_view CountedOperationName(size_t row);

class CallCounts final : public CallObserver, public CapacityObserver {
 public:
  // `block` outlives this.
  CallCounts(metrics::CounterBlock* block, uint32_t index);

  void OnFinished(const ApiCall& call) override;
  void OnConsumed(model::TableId table, Traffic traffic, double units) override;

  // Once per turn, when everything has been sent.
  void EndTurn(bool sleeps, const HttpTraffic& http, const ConnectionTraffic& native);
  metrics::ChannelMeter* channels() { return &channels_; }

 private:
  metrics::TableOperation* Touch(size_t table, size_t operation);
  void CountError(size_t table, size_t operation, model::ApiErrorType type);

  metrics::GatewayRegion* region_;
  metrics::TableIndex tables_;
  metrics::ChannelMeter channels_;
  HttpTraffic http_;  // of their totals, what has been counted
  ConnectionTraffic native_;
};

}  // namespace partita::gateway
