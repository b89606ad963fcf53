#include "gateway/request_id.h"

#include <sys/random.h>

#include <array>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace partita::gateway {
namespace {

constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr int kBitsPerPair = 10;
constexpr size_t kPairsPerWord = 64 / kBitsPerPair;
static_assert(kRequestIdLength % 2 == 0);

// Two characters for every ten bits: half the look-ups.
constexpr std::array<std::array<char, 2>, 1 << kBitsPerPair> MakePairs() {
  std::array<std::array<char, 2>, 1 << kBitsPerPair> pairs{};
  for (size_t bits = 0; bits < pairs.size(); ++bits)
    pairs[bits] = {kAlphabet[bits & 31], kAlphabet[bits >> 5]};
  return pairs;
}
constexpr auto kPairs = MakePairs();

}  // namespace

RequestIds::RequestIds() {
  const ssize_t got = getrandom(state_.data(), sizeof state_, 0);
  PARTITA_CHECK(got == sizeof state_, "the kernel gives no random bytes");
  state_[0] |= 1;  // all zeros is the one state that xoshiro never leaves
}

uint64_t RequestIds::NextBits() {
  const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

RequestId RequestIds::Next() {
  RequestId id;
  uint64_t bits = 0;
  for (size_t pair = 0; pair < kRequestIdLength / 2; ++pair) {
    if (pair % kPairsPerWord == 0) bits = NextBits();
    std::memcpy(&id.text[2 * pair], kPairs[bits & (kPairs.size() - 1)].data(), 2);
    bits >>= kBitsPerPair;
  }
  return id;
}

}  // namespace partita::gateway
