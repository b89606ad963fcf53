// A recorded request as spans: who did what from when to when.
//
//   receive    received  → arrived      the body came
//   parse      arrived   → parsed       it is JSON
//   authorise  parsed    → authorised
//   check      authorised → routed      the operation's own checks, expressions compiled
//   question   routed    → replied      one for each question that was timed; within it
//     enqueue    routed    → queued
//     ring       queued    → dequeued     waiting in the ring for the owner
//     execute    dequeued  → executed
//     commit     executed  → committed    waiting for the batch and its fsync
//     return     …         → replied      waiting in the ring for the gateway
//   answer     replied   → answered     the reply becomes JSON
//   send       answered  → sent         handed to the socket
// A step that was never reached has no span. A question without a reply ends with the request.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "metrics/trace.h"
#include "metrics/trace_ring.h"

namespace partita::metrics {

struct TraceSpan {
  std::string_view name;
  int64_t start_ns = 0;  // since the request's start
  int64_t duration_ns = 0;
  int parent = -1;  // place in the list; -1: the request itself
  int hop = -1;     // place in Trace::hops of a question and of what is within it; -1: none
};

int64_t DurationNs(const TraceRecord& record);
// In the order in which they began, each behind its parent.
std::vector<TraceSpan> SpansOf(const Trace& trace);

}  // namespace partita::metrics
