// The small language of the wire tests: bytes as hex, encoders as one expression.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/coding.h"

namespace partita::wire {

inline std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes)
    fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(c));
  return hex;
}

// What Encode writes for any message of this room.
template <typename T>
std::string Encoded(const T& message) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  Encode(message, &writer);
  return bytes;
}

// True when every proper prefix of `bytes`, and `bytes` with one more behind it, is refused by
// `decode`.
template <typename Decode>
bool RefusesEveryOtherLength(const std::string& bytes, Decode decode) {
  const auto accepted = [&](std::string_view some) {
    base::ByteReader reader(some);
    decode(&reader);
    return reader.Finished();
  };
  for (size_t size = 0; size < bytes.size(); ++size) {
    if (accepted(std::string_view(bytes).substr(0, size))) return false;
  }
  return !accepted(bytes + '\0') && accepted(bytes);
}

}  // namespace partita::wire
