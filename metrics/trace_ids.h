// The ids of a trace: the caller's own where it sent a traceparent, else made of the request id.
//
//   request id   52 characters of 0-9A-V, five bits each, the first character highest
//   trace id     of characters 0 to 25, the first 128 bits
//   span id      of characters 26 to 38, the first 64 bits: the request itself
// An id that is not of these characters is hashed instead. Spans within the request have ids made
// of the span id and their number. None is all zeros.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "metrics/trace.h"

namespace partita::metrics {

using TraceId = std::array<uint8_t, 16>;

TraceId TraceIdOf(const TraceRecord& record);
uint64_t SpanIdOf(const TraceRecord& record);
uint64_t InnerSpanId(uint64_t span, size_t number);  // number from 1

std::string TraceIdText(const TraceId& id);  // 32 lower-case hexadecimal digits
std::string SpanIdText(uint64_t id);         // 16
std::optional<TraceId> ParseTraceId(std::string_view text);

}  // namespace partita::metrics
