#include "gateway/call_hop.h"

#include <algorithm>
#include <cstring>

namespace partita::gateway {
namespace {

// A question whose bytes take longer to write than the clock to read is stamped behind them.
constexpr size_t kQuickBytes = 4096;

// Null: it is not timed.
CallHop* HopAt(CallTimeline* timeline, uint32_t place) {
  if (place == 0) return &timeline->first_hop;
  const size_t further = place - 1;
  return further < timeline->further_hops.size() ? &timeline->further_hops[further] : nullptr;
}

void MeetSlot(uint16_t slot, CallTimeline* timeline) {
  if (timeline->hops == 0) timeline->slot = slot;
  if (timeline->slot != slot) timeline->slot = kNoSingleSlot;
}

}  // namespace

CallHop* StartHop(CallTracker* tracker, uint16_t slot, wire::MessageKind kind,
                  std::shared_ptr<ApiCall>* call, uint32_t* place) {
  if (tracker == nullptr || tracker->current() == nullptr) return nullptr;
  *call = tracker->current();
  CallTimeline& timeline = (*call)->timeline();
  MeetSlot(slot, &timeline);
  *place = timeline.hops++;
  if (*place >= kMaxTimedHops) return nullptr;
  if (*place > 0) timeline.further_hops.emplace_back();
  CallHop* hop = HopAt(&timeline, *place);
  hop->slot = slot;
  hop->kind = kind;
  hop->routed_ns = tracker->Now();
  if (*place == 0) timeline.routed_ns = hop->routed_ns;
  return hop;
}

void StampQueued(CallTracker* tracker, size_t question_bytes, CallHop* hop) {
  hop->question_bytes = static_cast<uint32_t>(question_bytes);
  hop->queued_ns = question_bytes > kQuickBytes ? tracker->Now() : tracker->Last();
}

void StampReply(const wire::Frame& reply, CallTracker* tracker, ApiCall* call, uint32_t place) {
  CallTimeline& timeline = call->timeline();
  timeline.replied_ns = tracker->Last();
  timeline.batch_size = std::max(timeline.batch_size, reply.times.batch_size);
  CallHop* hop = HopAt(&timeline, place);
  if (hop == nullptr) return;
  hop->end = CallHopEnd::kReplied;
  hop->replied_ns = timeline.replied_ns;
  hop->reply_bytes = static_cast<uint32_t>(reply.payload.size());
  if (!reply.header.has_times()) return;
  const auto between = [hop](int64_t before_ns, int64_t stamp_ns) {
    return std::max(before_ns, std::min(stamp_ns, hop->replied_ns));
  };
  hop->batch_size = reply.times.batch_size;
  hop->dequeued_ns = between(hop->queued_ns, reply.times.dequeued_ns);
  hop->executed_ns = between(hop->dequeued_ns, reply.times.executed_ns);
  if (reply.times.committed_ns != 0)
    hop->committed_ns = between(hop->executed_ns, reply.times.committed_ns);
}

void EndHop(base::ErrorKind why, CallTracker* tracker, ApiCall* call, uint32_t place) {
  CallTimeline& timeline = call->timeline();
  timeline.replied_ns = tracker->Now();
  CallHop* hop = HopAt(&timeline, place);
  if (hop == nullptr) return;
  hop->end = why == base::ErrorKind::kUnknown ? CallHopEnd::kUnknown : CallHopEnd::kUnavailable;
  hop->replied_ns = timeline.replied_ns;
}

uint64_t TraceIdOf(const ApiCall* call) {
  uint64_t id = 0;
  if (call == nullptr) return id;
  const std::string_view text = call->request_id();
  std::memcpy(&id, text.data(), std::min(text.size(), sizeof id));
  return id;
}

}  // namespace partita::gateway
