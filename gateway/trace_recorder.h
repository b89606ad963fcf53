// Writes the timeline of every call into the gateway's region of the trace segment
// (metrics/trace_ring.h), and keeps longer those somebody will ask for: failed ones, slow ones,
// ones whose sender asks to keep them, and now and then one that is slower than 999 of 1,000.
//
// Of each kind only so many a second are kept, so that a flood of one kind does not push out what
// is kept of an hour. Answers to pages are not recorded: looking at traces makes none.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/call_observer.h"
#include "gateway/call_timeline.h"
#include "gateway/trace_settings.h"
#include "metrics/trace_ring.h"

namespace partita::gateway {

// What is kept of a call that is over; exposed for tests. `request_id` is cut where it is too long.
metrics::TraceRecord ToTraceRecord(const CallTimeline& timeline, std::string_view request_id);

class TraceRecorder final : public CallObserver {
 public:
  // The segment was checked, is mapped kReadWrite, has this region, and outlives the recorder.
  TraceRecorder(const shm::Segment* segment, uint32_t region, const TraceSettings& settings);

  void OnFinished(const ApiCall& call) override;
  // Gives back what is too old; now and then.
  void Forget();

 private:
  metrics::KeptFor WhyKeep(const metrics::TraceRecord& record);
  bool MayKeep(metrics::KeptFor why, int64_t now_ns);

  metrics::TraceWriter writer_;
  const TraceSettings settings_;
  double outlier_ticks_ = 1;  // 999 of 1,000 take less, as far as is known
  int64_t second_ = 0;
  std::array<int, 5> kept_in_second_{};  // by KeptFor
};

}  // namespace partita::gateway
