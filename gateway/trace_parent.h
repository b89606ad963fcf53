// The trace that a client's own request belongs to: the W3C Trace Context field `traceparent`.
//
//   traceparent := version "-" trace id (32) "-" parent span id (16) "-" flags (2)
// All lower-case hexadecimal. Version ff is none; a later version than 00 may go on behind another
// "-"; ids of zeros are none. What breaks a rule is as if it had not been sent.
// Source: W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header.
#pragma once

#include <string_view>

#include "gateway/call_timeline.h"

namespace partita::gateway {

// Sets trace_id, parent_span, kCallTraced and, if the field says so, kCallSampled. False: it is no
// traceparent, and nothing is set.
bool ReadTraceParent(std::string_view field, CallTimeline* timeline);

}  // namespace partita::gateway
