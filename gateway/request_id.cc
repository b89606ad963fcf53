#include "gateway/request_id.h"

#include <sys/random.h>

#include <bit>

#include "base/check.h"

namespace partita::gateway {
namespace {

constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr int kBitsPerCharacter = 5;
constexpr size_t kCharactersPerWord = 64 / kBitsPerCharacter;

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
  for (size_t i = 0; i < kRequestIdLength; ++i) {
    if (i % kCharactersPerWord == 0) bits = NextBits();
    id.text[i] = kAlphabet[bits & 31];
    bits >>= kBitsPerCharacter;
  }
  return id;
}

}  // namespace partita::gateway
