// The traces of the house as a gateway has them: its own region to write, all to show.
//
// Lifetime: longer than every call. Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "gateway/edge.h"
#include "gateway/pages.h"
#include "gateway/trace_pages.h"
#include "gateway/trace_recorder.h"
#include "gateway/trace_settings.h"
#include "metrics/trace_ring.h"
#include "shm/segment.h"

namespace partita::gateway {

class Traces {
 public:
  // `segment` as the supervisor handed it over. kInvalid: it has not; kCorrupt: it is none, or has
  // no region for the gateway of this index. `edge` outlives what is returned.
  static base::Result<std::unique_ptr<Traces>> Open(std::optional<shm::Segment> segment,
                                                    uint32_t index, const TraceSettings& settings,
                                                    Edge* edge);

  TraceRecorder* recorder() { return &recorder_; }
  void AddTo(Pages* pages) const { AddTracePages(&pages_, pages); }

 private:
  Traces(shm::Segment segment, uint32_t regions, uint32_t index, const TraceSettings& settings,
         Edge* edge);

  const shm::Segment segment_;
  TraceRecorder recorder_;
  metrics::TraceReader reader_;
  TracePages pages_;
};

}  // namespace partita::gateway
