#include "gateway/traces.h"

#include <utility>

namespace partita::gateway {

base::Result<std::unique_ptr<Traces>> Traces::Open(std::optional<shm::Segment> segment,
                                                   uint32_t index, const TraceSettings& settings,
                                                   Edge* edge) {
  if (!segment) return base::Error::Invalid("the supervisor gave no memory for traces");
  PARTITA_ASSIGN(const uint32_t regions, metrics::CheckTraceSegment(*segment));
  if (index >= regions) return base::Error::Corrupt("no room for the traces of this gateway");
  return std::unique_ptr<Traces>(new Traces(*std::move(segment), regions, index, settings, edge));
}

Traces::Traces(shm::Segment segment, uint32_t regions, uint32_t index,
               const TraceSettings& settings, Edge* edge)
    : segment_(std::move(segment)),
      recorder_(&segment_, index, settings),
      reader_(&segment_, regions),
      pages_(&reader_, edge) {}

}  // namespace partita::gateway
