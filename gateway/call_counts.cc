#include "gateway/call_counts.h"

#include <cmath>

#include "gateway/api_call.h"
#include "gateway/call_timeline.h"
#include "gateway/dynamodb_api.h"

namespace partita::gateway {
namespace {

using model::ApiErrorType;

// The row of calls that named no operation.
constexpr size_t kUnknownRow = metrics::kMaxOperations - 1;

size_t RowOf(uint16_t operation) { return operation < kUnknownRow ? operation : kUnknownRow; }

metrics::Counter* CounterOf(Fault fault, metrics::TableOperation* counters) {
  switch (fault) {
    case Fault::kServer:
      return &counters->server_errors;
    case Fault::kThrottle:
      return &counters->throttled;
    case Fault::kCondition:
      return &counters->condition_failures;
    case Fault::kClient:
      break;
  }
  return &counters->client_errors;
}

// Adds what has passed since `seen` was brought up to date.
void CountTraffic(const ConnectionTraffic& now, ConnectionTraffic* seen,
                  metrics::ConnectionsRegion* region) {
  region->open.Set(now.connections);
  region->held_bytes.Set(now.bytes_in_flight);
  region->in_flight.Set(now.open_calls);
  region->accepted.Add(now.accepted - seen->accepted);
  region->refused.Add(now.refused - seen->refused);
  region->received_bytes.Add(now.received_bytes - seen->received_bytes);
  region->sent_bytes.Add(now.sent_bytes - seen->sent_bytes);
  *seen = now;
}

}  // namespace

Fault FaultOf(ApiErrorType type) {
  switch (type) {
    case ApiErrorType::kInternalServerError:
    case ApiErrorType::kServiceUnavailable:
      return Fault::kServer;
    case ApiErrorType::kProvisionedThroughputExceeded:
    case ApiErrorType::kRequestLimitExceeded:
    case ApiErrorType::kThrottling:
      return Fault::kThrottle;
    case ApiErrorType::kConditionalCheckFailed:
      return Fault::kCondition;
    default:
      return Fault::kClient;
  }
}

std::string_view FaultWord(Fault fault) {
  switch (fault) {
    case Fault::kServer:
      return "server";
    case Fault::kThrottle:
      return "throttle";
    case Fault::kCondition:
      return "condition";
    case Fault::kClient:
      break;
  }
  return "client";
}

std::string_view CountedOperationName(size_t row) {
  if (row == kUnknownRow) return "Unknown";
  return row < OperationCount() ? OperationName(static_cast<uint16_t>(row)) : std::string_view();
}

CallCounts::CallCounts(metrics::CounterBlock* block, uint32_t index)
    : region_(&block->gateway[index]),
      tables_(&block->directory,
              [block, region = region_] { metrics::FoldTables(block->directory, region); }),
      channels_(&region_->loop) {}

metrics::TableOperation* CallCounts::Touch(size_t table, size_t operation) {
  metrics::Counter& touched = region_->tables[table].touched;
  const uint64_t bit = uint64_t{1} << operation;
  if ((touched.Get() & bit) == 0) touched.Set(touched.Get() | bit);
  return &region_->operations[table][operation];
}

void CallCounts::CountError(size_t table, size_t operation, ApiErrorType type) {
  const size_t number = static_cast<size_t>(type) % metrics::kMaxErrorTypes;
  CounterOf(FaultOf(type), Touch(table, operation))->Add();
  region_->errors[operation][number].Add();
  region_->tables[table].errors_touched.Set(1);
  region_->tables[table].errors[number].Add();
}

void CallCounts::OnFinished(const ApiCall& call) {
  const CallTimeline& timeline = call.timeline();
  const bool is_api = timeline.operation != kNoOperation || timeline.error != 0;
  if (!is_api || timeline.status == 0) return;  // a page; or nobody waited for the answer any more
  const size_t table = tables_.Of(timeline.table);
  const size_t operation = RowOf(timeline.operation);
  if (timeline.error != 0)
    return CountError(table, operation, static_cast<ApiErrorType>(timeline.error));
  metrics::TableOperation* counters = Touch(table, operation);
  const int64_t end_ns = timeline.sent_ns != 0 ? timeline.sent_ns : timeline.answered_ns;
  counters->latency.ObserveNs(end_ns - timeline.arrived_ns);
  if (timeline.returned_items != 0) counters->returned_items.Add(timeline.returned_items);
}

void CallCounts::OnConsumed(model::TableId table, Traffic traffic, double units) {
  metrics::GatewayTable* counters = &region_->tables[tables_.Of(table)];
  const auto halves = static_cast<uint64_t>(std::lround(units * 2));
  (traffic == Traffic::kRead ? counters->consumed_read_halves : counters->consumed_write_halves)
      .Add(halves);
}

void CallCounts::EndTurn(bool sleeps, const HttpTraffic& http, const ConnectionTraffic& native) {
  metrics::LoopRegion* loop = &region_->loop;
  loop->turns.Add();
  if (sleeps) loop->sleeps.Add();
  CountTraffic(http, &http_, &region_->http);
  for (size_t i = 0; i < http.responses.size(); ++i)
    region_->responses[i].Add(http.responses[i] - http_.responses[i]);
  http_.responses = http.responses;
  CountTraffic(native, &native_, &region_->native);
}

}  // namespace partita::gateway
