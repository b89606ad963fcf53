// The x-amzn-RequestId of an answer: 52 characters of 0-9A-V, as the real service makes them.
//
// 260 random bits: unique without being counted, and no client can tell from one what another one
// was. Thread safety: one object, one thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace partita::gateway {

inline constexpr size_t kRequestIdLength = 52;

struct RequestId {
  std::array<char, kRequestIdLength> text;
  std::string_view view() const { return {text.data(), text.size()}; }
};

class RequestIds {
 public:
  RequestIds();  // seeded by the kernel
  RequestId Next();

 private:
  uint64_t NextBits();
  std::array<uint64_t, 4> state_;  // xoshiro256++, https://prng.di.unimi.it
};

}  // namespace partita::gateway
