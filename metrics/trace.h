// The timeline of one request as it lies in shared memory.
//
// Times are ticks of 16 ns since the first bytes of the request were read, plus one, so that 0 says
// that the request was never there; what takes longer than 68 s stands as 68 s. Never a key, an
// item or a value of one. Whoever reads these bytes from a segment treats them as a stranger's:
// words are printed only when they are words, numbers mean nothing beyond themselves.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace partita::metrics {

inline constexpr size_t kTraceIdText = 52;  // of a request id; longer ones are cut
inline constexpr int64_t kTickNs = 16;
inline constexpr size_t kFurtherHops = 7;
inline constexpr uint16_t kTraceNoSlot = 0xffff;    // none was asked, or several
inline constexpr uint16_t kTraceRegistry = 0xfffe;  // in the place of a slot
inline constexpr uint16_t kTraceNoOperation = 0xffff;

using Ticks = uint32_t;

// 0 stays 0: never stamped.
constexpr Ticks ToTicks(int64_t stamp_ns, int64_t start_ns) {
  if (stamp_ns == 0) return 0;
  const int64_t ticks = std::max<int64_t>(0, stamp_ns - start_ns) / kTickNs + 1;
  return static_cast<Ticks>(std::min<int64_t>(ticks, std::numeric_limits<Ticks>::max()));
}
// Nanoseconds since the start; of a stamp that is there.
constexpr int64_t ToNs(Ticks ticks) { return (static_cast<int64_t>(ticks) - 1) * kTickNs; }

enum TraceFlag : uint8_t {
  kTraceHasParent = 1,  // trace_id and parent_span came with the request
  kTraceSampled = 2,    // and its sender asks to keep it
  kTraceClientLeft = 4,
  kTraceThrottled = 8,
  kTraceTransaction = 16,  // cancelled, or in conflict
};

enum class HopEnd : uint8_t { kOpen = 0, kReplied = 1, kUnknown = 2, kUnavailable = 3 };

// One question to the owner of a slot, or to the registry.
struct TraceHop {
  Ticks routed = 0;
  Ticks queued = 0;
  Ticks dequeued = 0;
  Ticks executed = 0;
  Ticks committed = 0;
  Ticks replied = 0;
  uint32_t question_bytes = 0;
  uint32_t reply_bytes = 0;
  uint16_t slot = kTraceNoSlot;
  uint16_t kind = 0;  // wire::MessageKind
  uint16_t batch_size = 0;
  HopEnd end = HopEnd::kOpen;
  uint8_t reserved = 0;
};
static_assert(sizeof(TraceHop) == 40);

struct TraceRecord {
  std::array<char, kTraceIdText> request_id{};  // shorter ones end in zeros
  uint16_t operation = kTraceNoOperation;       // a number of the writer's names (trace_ring.h)
  uint8_t error = 0;                            // model::ApiErrorType; 0: none
  uint8_t flags = 0;                            // TraceFlag
  std::array<uint8_t, 16> trace_id{};
  std::array<uint8_t, 8> parent_span{};
  int64_t received_ns = 0;  // CLOCK_MONOTONIC
  uint64_t table = 0;       // id; 0: none
  uint16_t slot = kTraceNoSlot;
  uint16_t status = 0;  // HTTP; 0: never answered
  uint16_t hops = 0;    // questions asked; more than were timed, perhaps
  uint16_t batch_size = 0;
  uint32_t bytes_in = 0;
  uint32_t bytes_out = 0;
  Ticks arrived = 0;
  Ticks parsed = 0;
  Ticks authorised = 0;
  Ticks replied = 0;
  Ticks answered = 0;
  Ticks sent = 0;
  uint32_t side = 0;        // where its further hops are, in the ring's side part
  uint8_t further_hops = 0;  // at most kFurtherHops
  std::array<uint8_t, 3> reserved{};
  TraceHop first_hop;
};
static_assert(sizeof(TraceRecord) == 184);

// The last stamp there is.
constexpr Ticks EndOf(const TraceRecord& record) {
  return std::max({record.arrived, record.parsed, record.replied, record.answered, record.sent});
}
// An error of ours, or one that was not the request's own fault.
constexpr bool HasFailed(const TraceRecord& record) {
  return record.status >= 500 || (record.flags & (kTraceThrottled | kTraceTransaction)) != 0;
}

}  // namespace partita::metrics
