// Traces as JSON: the house's own documents (docs/traces.md) and OpenTelemetry's.
//
// Words come from the caller, who knows the tables and the API's errors; numbers without a word are
// shown as numbers. No byte of the segment is copied into a document unless it is a letter, a
// digit, "-" or "_".
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "metrics/trace_ring.h"

namespace partita::metrics {

struct TraceWords {
  std::function<std::string(uint64_t id)> table;              // empty: there is none of that id
  std::function<std::string_view(uint8_t type)> error;        // "ValidationException"; empty: none
  std::function<std::string_view(uint16_t kind)> question;    // "PutItem"; "?": none
  std::string version;                                        // of the programs
  int64_t wall_minus_monotonic_ns = 0;                        // as of now
};

// One trace, with its spans.
std::string TraceDocument(const Trace& trace, const TraceWords& words);
// {"traces": […]}: the same without the spans.
std::string TraceListDocument(std::span<const Trace> traces, const TraceWords& words);
// ExportTraceServiceRequest of OTLP 1.0 in its JSON encoding: ids in hexadecimal, 64-bit integers
// as strings, enums as numbers.
std::string OtlpDocument(std::span<const Trace> traces, const TraceWords& words);

// "2026-11-22T19:23:18.000000001Z"; nanoseconds since 1970.
std::string WallTimeText(int64_t ns);
// "owner died": how a question ended, for people; empty: it was answered.
std::string_view HopEndText(HopEnd end);
// "slow": why a trace is kept longer; empty: it is not.
std::string_view KeptForText(KeptFor kept);

}  // namespace partita::metrics
