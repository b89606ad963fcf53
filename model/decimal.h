// Powers of ten and digit counts of 128-bit coefficients: what number.cc and its companions share.
#pragma once

#include <array>
#include <cstdint>

#include "model/number.h"

namespace partita::model {

inline constexpr int kMaxDigits = 38;
inline constexpr int kMaxMagnitude = 125;  // power of ten of the leading digit
inline constexpr int kMinMagnitude = -130;
inline constexpr uint64_t k1e18 = 1'000'000'000'000'000'000;  // the largest even power in 64 bits

inline constexpr std::array<Uint128, 39> MakePowers() {
  std::array<Uint128, 39> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
inline constexpr std::array<Uint128, 39> kPowerOf10 = MakePowers();

// Decimal digits; 0 for zero.
int DigitCount(Uint128 value);

// Of a number that is not zero: the power of ten of its leading digit.
inline int Magnitude(const Number& number) {
  return number.exponent + DigitCount(number.coefficient) - 1;
}

}  // namespace partita::model
