#include "model/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/api_message.h"

// The bytes of a number
//
// The value is written in base 100: the decimal digits are grouped in pairs from the decimal point outwards, the first
// pair is the one that holds the leading digit, the last one the lowest non-zero digit.
//
//   number   := header u8, pair u8 …
//   header   := 0x80 + (e + 65) of a positive number, 0x7F - (e + 65) of a negative one; e is the power of 100 of the
//               first pair, -65 to 62: exactly the 128 values that 1E-130 to 9.99…E+125 need
//   pair     := 2 × (0 … 99), plus 1 if another pair follows; of a negative number the complement of that byte
//   zero     := 0x80 0x00, below every positive number because no other number has a first pair of 00
//
// Longer mantissas sort after their own prefix because "another pair follows" is the lowest bit. At most 20 pairs (38
// digits may straddle). One byte string per number: the first and the last pair are never 00.
//
//   5       C1 0A            (e = 0, pair 05, last)
//   -5      3E F5
//   1000    C2 14            (e = 1, pair 10)
//   123.4   C2 03 2F 50      (pairs 01 23 40)
//   1E-130  80 02 · 0  80 00

namespace partita::model {
namespace {

constexpr int kMaxDigits = 38;
constexpr int kMaxMagnitude = 125;    // of the leading digit
constexpr int kMinMagnitude = -130;
constexpr int kPairBias = 65;         // floor(kMinMagnitude / 2) becomes 0
constexpr int kMaxPairs = 20;
constexpr uint64_t k1e18 = 1'000'000'000'000'000'000;

constexpr std::array<Uint128, 39> MakePowers() {
  std::array<Uint128, 39> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr std::array<Uint128, 39> kPowerOf10 = MakePowers();

int BitLength(Uint128 value) {
  const uint64_t high = static_cast<uint64_t>(value >> 64);
  if (high != 0) return 128 - __builtin_clzll(high);
  const uint64_t low = static_cast<uint64_t>(value);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

// Decimal digits; 0 for zero. 1233 / 4096 is log10(2), exact enough up to 128 bits.
int DigitCount(Uint128 value) {
  const int guess = BitLength(value) * 1233 >> 12;
  if (guess >= 39) return 39;
  return guess + (value >= kPowerOf10[guess] ? 1 : 0);
}

int FloorHalf(int value) { return value >> 1; }

// Of a number that is not zero: the power of ten of its leading digit.
int Magnitude(const Number& number) { return number.exponent + DigitCount(number.coefficient) - 1; }

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

// Decimal digits of `value`, most significant first, no leading zeros; returns how many.
int WriteDigits(Uint128 value, char* to) {
  char buffer[40];
  char* at = buffer + sizeof buffer;
  while (value > UINT64_MAX) {
    uint64_t part = static_cast<uint64_t>(value % k1e18);
    value /= k1e18;
    for (int i = 0; i < 18; ++i, part /= 10) *--at = static_cast<char>('0' + part % 10);
  }
  for (uint64_t part = static_cast<uint64_t>(value); part != 0; part /= 10) {
    *--at = static_cast<char>('0' + part % 10);
  }
  const int count = static_cast<int>(buffer + sizeof buffer - at);
  std::copy(at, at + count, to);
  return count;
}

// What Parse has read so far. Digits are counted from the first one, the point stands before digit number `point`.
struct Mantissa {
  Uint128 coefficient = 0;   // of the digits up to the last one that is not zero
  int64_t digits = 0;        // all, leading zeros included
  int64_t first = 0;         // index of the first digit that is not zero
  int64_t last = -1;         // index of the last digit that is not zero; -1: none
  int64_t point = -1;        // -1: none seen

  int64_t SignificantDigits() const { return last - first + 1; }

  void Add(int digit) {
    const int64_t at = digits++;
    if (digit == 0) return;
    if (last < 0) first = last = at;
    const int64_t shift = std::min<int64_t>(at - last, kMaxDigits);
    last = at;
    // Beyond 38 digits the coefficient no longer matters: Parse refuses.
    if (SignificantDigits() <= kMaxDigits) coefficient = coefficient * kPowerOf10[shift] + digit;
  }
};

// Far outside every range, yet safe to add to a text's length.
constexpr int64_t kHugeExponent = int64_t{1} << 40;

// Digits of an exponent; false: none, a stranger among them, or beyond 64 bits.
bool ParseExponent(std::string_view text, int64_t* exponent) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty()) return false;
  const uint64_t limit = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    const uint64_t digit = static_cast<uint64_t>(c - '0');
    if (value > (limit - digit) / 10) return false;
    value = value * 10 + digit;
  }
  const int64_t clamped = static_cast<int64_t>(std::min<uint64_t>(value, kHugeExponent));
  *exponent = negative ? -clamped : clamped;
  return true;
}

}  // namespace

std::string NumberErrorMessage(NumberError error, std::string_view text) {
  switch (error) {
    case NumberError::kNotANumber: return fmt::format(message::kNotANumber, text);
    case NumberError::kTooManyDigits: return std::string(message::kTooManyDigits);
    case NumberError::kOverflow: return std::string(message::kNumberOverflow);
    case NumberError::kUnderflow: break;
  }
  return std::string(message::kNumberUnderflow);
}

base::Result<Number, NumberError> Number::Parse(std::string_view text) {
  size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;
  Mantissa mantissa;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      mantissa.Add(c - '0');
    } else if (c == '.' && mantissa.point < 0) {
      mantissa.point = mantissa.digits;
    } else {
      break;
    }
  }
  if (mantissa.digits == 0) return NumberError::kNotANumber;
  int64_t exponent = 0;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return NumberError::kNotANumber;
    if (!ParseExponent(text.substr(at + 1), &exponent)) return NumberError::kNotANumber;
  }
  const bool zero = mantissa.last < 0;
  const int64_t point = mantissa.point < 0 ? mantissa.digits : mantissa.point;
  const int64_t magnitude = zero ? exponent : exponent + point - 1 - mantissa.first;
  if (magnitude > kMaxMagnitude) return NumberError::kOverflow;
  if (magnitude < kMinMagnitude) return NumberError::kUnderflow;
  if (zero) return Number{};
  if (mantissa.SignificantDigits() > kMaxDigits) return NumberError::kTooManyDigits;
  return Number{negative, static_cast<int16_t>(exponent + point - 1 - mantissa.last), mantissa.coefficient};
}

Number Number::FromInt(int64_t value) {
  if (value == 0) return {};
  const uint64_t absolute = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  return Canonical(value < 0, absolute, 0).value();
}

void Number::AppendTo(std::string* out) const {
  if (IsZero()) {
    out->push_back('0');
    return;
  }
  char digits[40];
  const int count = WriteDigits(coefficient, digits);
  if (negative) out->push_back('-');
  if (exponent >= 0) {
    out->append(digits, count).append(static_cast<size_t>(exponent), '0');
  } else if (count + exponent > 0) {
    const int before = count + exponent;
    out->append(digits, before).append(1, '.').append(digits + before, count - before);
  } else {
    out->append("0.").append(static_cast<size_t>(-(count + exponent)), '0').append(digits, count);
  }
}

std::string Number::ToString() const {
  std::string text;
  AppendTo(&text);
  return text;
}

size_t Number::SizeInBytes() const {
  if (IsZero()) return 1;
  const int digits = DigitCount(coefficient);
  const int fraction = std::clamp(-static_cast<int>(exponent), 0, digits);
  const int integer = digits - fraction;
  return 1 + (integer + 1) / 2 + (fraction + 1) / 2 + (negative ? 1 : 0);
}

base::Result<Number, NumberError> Number::Add(const Number& a, const Number& b) {
  if (a.IsZero()) return b;
  if (b.IsZero()) return a;
  const Number& high = a.exponent >= b.exponent ? a : b;
  const Number& low = a.exponent >= b.exponent ? b : a;
  // `low` ends in a digit that is not zero, and so does the result when the exponents differ: what needs more digits above it than
  // fit 128 bits needs more than 38.
  const int shift = high.exponent - low.exponent;
  const NumberError too_long =
      std::max(Magnitude(a), Magnitude(b)) > kMaxMagnitude ? NumberError::kOverflow : NumberError::kTooManyDigits;
  if (shift > kMaxDigits) return too_long;
  Uint128 scaled;
  if (__builtin_mul_overflow(high.coefficient, kPowerOf10[shift], &scaled)) return too_long;
  if (high.negative == low.negative) {
    Uint128 sum;
    if (__builtin_add_overflow(scaled, low.coefficient, &sum)) return too_long;
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
  const Number& smaller_side = a.negative ? b : a;  // of two negative numbers the larger magnitude is the smaller
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

void Number::EncodeTo(std::string* out) const {
  if (IsZero()) {
    out->append("\x80\x00", 2);
    return;
  }
  const int power = FloorHalf(Magnitude(*this));
  uint8_t bytes[1 + kMaxPairs];
  uint8_t* const end = bytes + sizeof bytes;
  uint8_t* at = end;
  Uint128 rest = coefficient;
  uint8_t more = 0;  // the last pair is written first and has nothing after it
  if (exponent & 1) {
    *--at = static_cast<uint8_t>(rest % 10) * 20;
    rest /= 10;
    more = 1;
  }
  while (rest != 0) {
    const bool wide = rest > UINT64_MAX;
    uint64_t part = wide ? static_cast<uint64_t>(rest % k1e18) : static_cast<uint64_t>(rest);
    rest = wide ? rest / k1e18 : Uint128{0};
    for (int i = 0; wide ? i < 9 : part != 0; ++i, part /= 100) {
      *--at = static_cast<uint8_t>(part % 100 * 2 + more);
      more = 1;
    }
  }
  *--at = static_cast<uint8_t>(0x80 + power + kPairBias);
  if (negative) {
    for (uint8_t* byte = at; byte != end; ++byte) *byte = static_cast<uint8_t>(~*byte);
  }
  out->append(reinterpret_cast<const char*>(at), static_cast<size_t>(end - at));
}

base::Result<Number, NumberError> Number::Decode(base::ByteReader* reader) {
  const uint8_t header = reader->U8();
  const uint8_t flip = header < 0x80 ? 0xFF : 0x00;
  const int power = (header ^ flip) - 0x80 - kPairBias;
  Uint128 coefficient = 0;
  int digits = 0;
  for (int pairs = 1; pairs <= kMaxPairs; ++pairs) {
    const uint8_t byte = reader->U8() ^ flip;
    const int pair = byte >> 1;
    if (!reader->ok() || pair > 99) return NumberError::kNotANumber;
    if (pairs == 1 && pair == 0) {
      return header == 0x80 && byte == 0 ? base::Result<Number, NumberError>(Number{}) : NumberError::kNotANumber;
    }
    const bool last = (byte & 1) == 0;
    const bool half = last && pair % 10 == 0;  // its lower digit is zero: not part of the coefficient
    digits += (pairs == 1 && pair < 10 ? 1 : 2) - (half ? 1 : 0);
    if (digits > kMaxDigits) return NumberError::kNotANumber;
    coefficient = half ? coefficient * 10 + pair / 10 : coefficient * 100 + pair;
    if (!last) continue;
    if (pair == 0) return NumberError::kNotANumber;
    const int exponent = 2 * (power - pairs + 1) + (half ? 1 : 0);
    return Number{flip != 0, static_cast<int16_t>(exponent), coefficient};
  }
  return NumberError::kNotANumber;
}

}  // namespace partita::model
