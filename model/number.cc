#include "model/number.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/api_message.h"
#include "model/decimal.h"

namespace partita::model {
namespace {

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

// What Parse has read so far. Digits are counted from the first one, the point stands before digit
// number `point`.
struct Mantissa {
  Uint128 coefficient = 0;  // of the digits up to the last one that is not zero
  int64_t digits = 0;       // all, leading zeros included
  int64_t first = 0;        // index of the first digit that is not zero
  int64_t last = -1;        // index of the last digit that is not zero; -1: none
  int64_t point = -1;       // -1: none seen

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

bool FitsInt32(int64_t value) { return value >= INT32_MIN && value <= INT32_MAX; }

}  // namespace

std::string NumberErrorMessage(NumberError error, std::string_view text) {
  switch (error) {
    case NumberError::kNotANumber:
      return fmt::format(message::kNotANumber, text);
    case NumberError::kTooManyDigits:
      return std::string(message::kTooManyDigits);
    case NumberError::kOverflow:
      return std::string(message::kNumberOverflow);
    case NumberError::kUnderflow:
      break;
  }
  return std::string(message::kNumberUnderflow);
}

std::string OlderNumberErrorMessage(NumberError error, std::string_view text) {
  if (text.empty()) return std::string(message::kNotANumberButEmpty);
  if (error != NumberError::kOverflow && error != NumberError::kUnderflow)
    return NumberErrorMessage(error, text);
  const size_t end = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, end);
  const size_t point = mantissa.find('.');
  const size_t fraction = point == std::string_view::npos ? 0 : end - point - 1;
  int64_t exponent = 0;
  if (end < text.size()) ParseExponent(text.substr(end + 1), &exponent);
  const int64_t scale = static_cast<int64_t>(fraction) - exponent;
  if (!FitsInt32(exponent) || !FitsInt32(scale))
    return NumberErrorMessage(NumberError::kNotANumber, text);
  const size_t first = mantissa.find_first_of("123456789");
  const std::string_view significant = mantissa.substr(std::min(first, end - 1));
  const int64_t precision =
      std::count_if(significant.begin(), significant.end(), [](char c) { return c != '.'; });
  if (!FitsInt32(precision - scale)) error = NumberError::kUnderflow;
  return NumberErrorMessage(error, text);
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
  return Number{negative, static_cast<int16_t>(exponent + point - 1 - mantissa.last),
                mantissa.coefficient};
}

size_t Number::WriteTo(char* to) const {
  char* at = to;
  if (IsZero()) {
    *at = '0';
    return 1;
  }
  if (negative) *at++ = '-';
  char digits[40];
  const int count = WriteDigits(coefficient, digits);
  const int before = std::clamp(count + exponent, 0, count);  // digits left of the point
  at = std::copy(digits, digits + before, at);
  if (exponent >= 0) {
    at = std::fill_n(at, exponent, '0');
  } else {
    if (before == 0) *at++ = '0';
    *at++ = '.';
    at = std::fill_n(at, std::max(0, -(count + exponent)), '0');
    at = std::copy(digits + before, digits + count, at);
  }
  return static_cast<size_t>(at - to);
}

void Number::AppendTo(std::string* out) const {
  char text[kMaxTextBytes];
  out->append(text, WriteTo(text));
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

}  // namespace partita::model
