#include "metrics/trace_ids.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::metrics {
namespace {

constexpr int kBitsPerCharacter = 5;
constexpr size_t kTraceIdFrom = 0, kSpanIdFrom = 26;

// -1: not of the alphabet.
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'V') return c - 'A' + 10;
  return -1;
}

// splitmix64, https://prng.di.unimi.it
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

template <size_t kSize>
std::array<uint8_t, kSize> HashOf(const TraceRecord& record, uint64_t seed) {
  std::array<uint8_t, kSize> bytes;
  uint64_t state = Mix(seed);
  for (const char c : record.request_id) state = Mix(state ^ static_cast<uint8_t>(c));
  for (size_t i = 0; i < kSize; ++i) {
    if (i % 8 == 0) state = Mix(state);
    bytes[i] = static_cast<uint8_t>(state >> (i % 8 * 8));
  }
  return bytes;
}

// The bits of the characters from `from` on.
template <size_t kSize>
std::array<uint8_t, kSize> BitsFrom(const TraceRecord& record, size_t from) {
  std::array<uint8_t, kSize> bytes{};
  for (size_t bit = 0; bit < kSize * 8; ++bit) {
    const int digit = DigitOf(record.request_id[from + bit / kBitsPerCharacter]);
    if (digit < 0) return HashOf<kSize>(record, from);
    const int value = digit >> (kBitsPerCharacter - 1 - bit % kBitsPerCharacter) & 1;
    bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] | value << (7 - bit % 8));
  }
  const bool zero = std::all_of(bytes.begin(), bytes.end(), [](uint8_t b) { return b == 0; });
  if (zero) bytes.back() = 1;
  return bytes;
}

std::string HexOf(const uint8_t* bytes, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) fmt::format_to(std::back_inserter(text), "{:02x}", bytes[i]);
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

TraceId TraceIdOf(const TraceRecord& record) {
  if ((record.flags & kTraceHasParent) != 0) return record.trace_id;
  return BitsFrom<16>(record, kTraceIdFrom);
}

uint64_t SpanIdOf(const TraceRecord& record) {
  uint64_t id = 0;
  for (const uint8_t byte : BitsFrom<8>(record, kSpanIdFrom)) id = id << 8 | byte;
  return id;
}

uint64_t InnerSpanId(uint64_t span, size_t number) {
  return std::max<uint64_t>(1, Mix(span ^ Mix(number)));
}

std::string TraceIdText(const TraceId& id) { return HexOf(id.data(), id.size()); }

std::string SpanIdText(uint64_t id) { return fmt::format("{:016x}", id); }

std::optional<TraceId> ParseTraceId(std::string_view text) {
  TraceId id;
  if (text.size() != 2 * id.size()) return std::nullopt;
  for (size_t i = 0; i < id.size(); ++i) {
    const int high = HexDigit(text[2 * i]), low = HexDigit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return id;
}

}  // namespace partita::metrics
