#include "gateway/trace_parent.h"

#include <algorithm>
#include <optional>
#include <span>

namespace partita::gateway {
namespace {

constexpr size_t kLength = 55;
constexpr size_t kTraceIdAt = 3, kSpanIdAt = 36, kFlagsAt = 53;
constexpr uint8_t kSampledFlag = 1;

std::optional<uint8_t> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

bool ReadHex(std::string_view text, std::span<uint8_t> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    const auto high = HexDigit(text[2 * i]), low = HexDigit(text[2 * i + 1]);
    if (!high || !low) return false;
    out[i] = static_cast<uint8_t>(*high << 4 | *low);
  }
  return true;
}

bool IsZero(std::span<const uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

bool HasShape(std::string_view field, uint8_t version) {
  if (version == 0xff || (version == 0 && field.size() != kLength)) return false;
  if (field.size() > kLength && field[kLength] != '-') return false;
  return field[kTraceIdAt - 1] == '-' && field[kSpanIdAt - 1] == '-' && field[kFlagsAt - 1] == '-';
}

}  // namespace

bool ReadTraceParent(std::string_view field, CallTimeline* timeline) {
  uint8_t version = 0, flags = 0;
  decltype(timeline->trace_id) trace_id;
  decltype(timeline->parent_span) span;
  if (field.size() < kLength || !ReadHex(field, {&version, 1}) || !HasShape(field, version) ||
      !ReadHex(field.substr(kTraceIdAt), trace_id) || !ReadHex(field.substr(kSpanIdAt), span) ||
      !ReadHex(field.substr(kFlagsAt), {&flags, 1}) || IsZero(trace_id) || IsZero(span)) {
    return false;
  }
  timeline->trace_id = trace_id;
  timeline->parent_span = span;
  timeline->flags |= kCallTraced;
  if ((flags & kSampledFlag) != 0) timeline->flags |= kCallSampled;
  return true;
}

}  // namespace partita::gateway
