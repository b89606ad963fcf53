#include "gateway/trace_recorder.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "gateway/api_call.h"
#include "gateway/dynamodb_api.h"

namespace partita::gateway {
namespace {

using metrics::KeptFor;
using metrics::TraceHop;
using metrics::TraceRecord;

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kRememberedNs = 2 * 3600 * kSecondNs;
// A second, by KeptFor. The 8,192 places last ten minutes at worst.
constexpr std::array<int, 5> kKeptASecond = {0, 4, 4, 1, 2};
// How far one call moves the estimate of the 99.9th percentile.
constexpr double kOutlierStep = 0.05;
constexpr double kOutlierShare = 0.001;

static_assert(kNoSingleSlot == metrics::kTraceNoSlot && kRegistryHop == metrics::kTraceRegistry);
static_assert(kNoOperation == metrics::kTraceNoOperation);
static_assert(kMaxTimedHops == metrics::kFurtherHops + 1);

template <typename T, typename V>
T Capped(V value) {
  return static_cast<T>(std::min<V>(value, std::numeric_limits<T>::max()));
}

TraceHop ToHop(const CallHop& hop, int64_t start_ns) {
  TraceHop out;
  out.routed = metrics::ToTicks(hop.routed_ns, start_ns);
  out.queued = metrics::ToTicks(hop.queued_ns, start_ns);
  out.dequeued = metrics::ToTicks(hop.dequeued_ns, start_ns);
  out.executed = metrics::ToTicks(hop.executed_ns, start_ns);
  out.committed = metrics::ToTicks(hop.committed_ns, start_ns);
  out.replied = metrics::ToTicks(hop.replied_ns, start_ns);
  out.question_bytes = hop.question_bytes;
  out.reply_bytes = hop.reply_bytes;
  out.slot = hop.slot;
  out.kind = static_cast<uint16_t>(hop.kind);
  out.batch_size = Capped<uint16_t>(hop.batch_size);
  out.end = static_cast<metrics::HopEnd>(hop.end);
  return out;
}

uint8_t ToFlags(uint8_t flags) {
  const auto move = [flags](CallFlag from, metrics::TraceFlag to) {
    return static_cast<uint8_t>((flags & from) != 0 ? to : 0);
  };
  return move(kCallTraced, metrics::kTraceHasParent) | move(kCallSampled, metrics::kTraceSampled) |
         move(kCallClientLeft, metrics::kTraceClientLeft) |
         move(kCallThrottled, metrics::kTraceThrottled) |
         move(kCallTransaction, metrics::kTraceTransaction);
}

std::vector<std::string_view> OperationNames() {
  std::vector<std::string_view> names;
  for (uint16_t i = 0; i < OperationCount(); ++i) names.push_back(OperationName(i));
  return names;
}

}  // namespace

TraceRecord ToTraceRecord(const CallTimeline& timeline, std::string_view request_id) {
  const int64_t start_ns = timeline.received_ns;
  const auto ticks = [start_ns](int64_t stamp_ns) { return metrics::ToTicks(stamp_ns, start_ns); };
  TraceRecord record;
  request_id.copy(record.request_id.data(), record.request_id.size());
  record.operation = timeline.operation;
  record.error = timeline.error;
  record.flags = ToFlags(timeline.flags);
  record.trace_id = timeline.trace_id;
  record.parent_span = timeline.parent_span;
  record.received_ns = start_ns;
  record.table = timeline.table;
  record.slot = timeline.slot;
  record.status = timeline.status;
  record.hops = Capped<uint16_t>(timeline.hops);
  record.batch_size = Capped<uint16_t>(timeline.batch_size);
  record.bytes_in = Capped<uint32_t>(timeline.bytes_in);
  record.bytes_out = Capped<uint32_t>(timeline.bytes_out);
  record.arrived = ticks(timeline.arrived_ns);
  record.parsed = ticks(timeline.parsed_ns);
  record.authorised = ticks(timeline.authorised_ns);
  record.replied = ticks(timeline.replied_ns);
  record.answered = ticks(timeline.answered_ns);
  record.sent = ticks(timeline.sent_ns);
  if (timeline.hops > 0) record.first_hop = ToHop(timeline.first_hop, start_ns);
  return record;
}

TraceRecorder::TraceRecorder(const shm::Segment* segment, uint32_t region,
                             const TraceSettings& settings)
    : writer_(segment, region), settings_(settings) {
  writer_.NameOperations(OperationNames());
}

void TraceRecorder::OnFinished(const ApiCall& call) {
  const CallTimeline& timeline = call.timeline();
  if (timeline.operation == kNoOperation && timeline.error == 0 && timeline.status < 500) return;
  const TraceRecord record = ToTraceRecord(timeline, call.request_id());
  std::array<TraceHop, metrics::kFurtherHops> further;
  const size_t count = std::min(timeline.further_hops.size(), further.size());
  for (size_t i = 0; i < count; ++i)
    further[i] = ToHop(timeline.further_hops[i], timeline.received_ns);
  const std::span<const TraceHop> hops(further.data(), count);
  writer_.Append(record, hops);
  const KeptFor why = WhyKeep(record);
  if (why != KeptFor::kNothing && MayKeep(why, timeline.answered_ns))
    writer_.Keep(record, hops, why);
}

KeptFor TraceRecorder::WhyKeep(const TraceRecord& record) {
  const double ticks = metrics::EndOf(record);
  const bool outlier = ticks > outlier_ticks_;
  outlier_ticks_ *= outlier ? 1 + kOutlierStep * (1 - kOutlierShare)
                            : 1 - kOutlierStep * kOutlierShare;
  if (metrics::HasFailed(record)) return KeptFor::kFailed;
  if (settings_.slow_ns > 0 && ticks * metrics::kTickNs > static_cast<double>(settings_.slow_ns))
    return KeptFor::kSlow;
  if ((record.flags & metrics::kTraceSampled) != 0) return KeptFor::kSampled;
  return outlier ? KeptFor::kOutlier : KeptFor::kNothing;
}

bool TraceRecorder::MayKeep(KeptFor why, int64_t now_ns) {
  if (const int64_t second = now_ns / kSecondNs; second != second_) {
    second_ = second;
    kept_in_second_ = {};
  }
  const auto kind = static_cast<size_t>(why);
  return kept_in_second_[kind]++ < kKeptASecond[kind];
}

void TraceRecorder::Forget() { writer_.Forget(base::MonotonicNs() - kRememberedNs); }

}  // namespace partita::gateway
