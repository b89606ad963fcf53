#include <algorithm>

#include "model/decimal.h"
#include "model/number.h"

namespace partita::model {
namespace {

int BitLength(Uint128 value) {
  const uint64_t high = static_cast<uint64_t>(value >> 64);
  if (high != 0) return 128 - __builtin_clzll(high);
  const uint64_t low = static_cast<uint64_t>(value);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

// Brings coefficient × 10^exponent (exact, coefficient not zero) into the canonical form.
base::Result<Number, NumberError> Canonical(bool negative, Uint128 coefficient, int exponent) {
  while (coefficient % 10 == 0) {
    coefficient /= 10;
    ++exponent;
  }
  const int digits = DigitCount(coefficient);
  if (exponent + digits - 1 > kMaxMagnitude) return NumberError::kOverflow;
  if (exponent + digits - 1 < kMinMagnitude) return NumberError::kUnderflow;
  if (digits > kMaxDigits) return NumberError::kTooManyDigits;
  return Number{negative, static_cast<int16_t>(exponent), coefficient};
}

}  // namespace

int DigitCount(Uint128 value) {
  // 1233 / 4096 is log10(2), exact enough up to 128 bits.
  const int guess = BitLength(value) * 1233 >> 12;
  if (guess >= 39) return 39;
  return guess + (value >= kPowerOf10[guess] ? 1 : 0);
}

Number Number::FromInt(int64_t value) {
  if (value == 0) return {};
  const uint64_t absolute =
      value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  return Canonical(value < 0, absolute, 0).value();
}

base::Result<Number, NumberError> Number::Add(const Number& a, const Number& b) {
  if (a.IsZero()) return b;
  if (b.IsZero()) return a;
  const Number& high = a.exponent >= b.exponent ? a : b;
  const Number& low = a.exponent >= b.exponent ? b : a;
  // `low` ends in a digit that is not zero, and so does the result when the exponents differ: what
  // needs more digits above it than fit 128 bits needs more than 38.
  const int shift = high.exponent - low.exponent;
  if (shift > kMaxDigits) return NumberError::kTooManyDigits;
  Uint128 scaled;
  if (__builtin_mul_overflow(high.coefficient, kPowerOf10[shift], &scaled))
    return NumberError::kTooManyDigits;
  if (high.negative == low.negative) {
    Uint128 sum;
    if (__builtin_add_overflow(scaled, low.coefficient, &sum)) return NumberError::kTooManyDigits;
    return Canonical(high.negative, sum, low.exponent);
  }
  if (scaled == low.coefficient) return Number{};
  const bool high_wins = scaled > low.coefficient;
  const Uint128 difference = high_wins ? scaled - low.coefficient : low.coefficient - scaled;
  return Canonical(high_wins ? high.negative : low.negative, difference, low.exponent);
}

base::Result<Number, NumberError> Number::Subtract(const Number& a, const Number& b) {
  Number negated = b;
  negated.negative = !b.IsZero() && !b.negative;
  return Add(a, negated);
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  const int sign_a = a.IsZero() ? 0 : a.negative ? -1 : 1;
  const int sign_b = b.IsZero() ? 0 : b.negative ? -1 : 1;
  if (sign_a != sign_b || sign_a == 0) return sign_a <=> sign_b;
  const Number& smaller_side =
      a.negative ? b : a;  // of two negative numbers the larger magnitude is the smaller
  const Number& larger_side = a.negative ? a : b;
  const int digits_s = DigitCount(smaller_side.coefficient);
  const int digits_l = DigitCount(larger_side.coefficient);
  const int magnitude_s = smaller_side.exponent + digits_s;
  const int magnitude_l = larger_side.exponent + digits_l;
  if (magnitude_s != magnitude_l) return magnitude_s <=> magnitude_l;
  const Uint128 s = smaller_side.coefficient * kPowerOf10[std::max(0, digits_l - digits_s)];
  const Uint128 l = larger_side.coefficient * kPowerOf10[std::max(0, digits_s - digits_l)];
  return s <=> l;
}

}  // namespace partita::model
