// DynamoDB's number: up to 38 significant decimal digits, magnitude 1E-130 to 9.99…E+125, exact.
//
// Source: AWS "Supported data types and naming rules – Number"; answers of the real service.
// No operation allocates memory in proportion to an exponent.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/result.h"

namespace partita::model {

__extension__ typedef unsigned __int128 Uint128;

enum class NumberError {
  kNotANumber,     // "The parameter cannot be converted to a numeric value: 1e"
  kTooManyDigits,  // "Attempting to store more than 38 significant digits in a Number"
  kOverflow,  // "Number overflow. Attempting to store a number with magnitude larger than supported
              // range"
  kUnderflow,  // "Number underflow. Attempting to store a number with magnitude smaller than
               // supported range"
};
// The text DynamoDB answers when a client wrote `text` for a number.
std::string NumberErrorMessage(NumberError error, std::string_view text);
// The text of the service's older parts, which read `text` as Java's BigDecimal does: no exponent
// beyond 32 bits can be converted, and a magnitude beyond them comes round again.
std::string OlderNumberErrorMessage(NumberError error, std::string_view text);

// value = (negative ? -1 : 1) × coefficient × 10^exponent.
// Invariants: canonical — coefficient has no trailing decimal zero, at most 38 digits; zero is
// {false, 0, 0}. Hence two equal numbers have equal fields.
struct Number {
  bool negative = false;
  int16_t exponent = 0;
  Uint128 coefficient = 0;

  // Accepts what DynamoDB accepts in "N": "+5", ".5", "5.", "1.e5", "1E-3"; normalises. Zero is
  // range-checked by its written exponent ("0e126" overflows).
  static base::Result<Number, NumberError> Parse(std::string_view text);
  static Number FromInt(int64_t value);

  // Plain decimal without an exponent, as DynamoDB returns it ("1E125" has 126 digits).
  void AppendTo(std::string* out) const;
  // The same into at least kMaxTextBytes of memory; returns how many were written.
  size_t WriteTo(char* to) const;
  static constexpr size_t kMaxTextBytes = 176;  // "-0.", 129 zeros, 38 digits, and some air
  std::string ToString() const;

  bool IsZero() const { return coefficient == 0; }
  // 1 + ceil(integer digits / 2) + ceil(fraction digits / 2) + 1 if negative, zeros trimmed: what
  // it adds to an item's size.
  size_t SizeInBytes() const;

  // Exact; kTooManyDigits when the exact result needs more than 38 digits, kOverflow/kUnderflow out
  // of range.
  static base::Result<Number, NumberError> Add(const Number& a, const Number& b);
  static base::Result<Number, NumberError> Subtract(const Number& a, const Number& b);

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);

  // Order-preserving, self-delimiting bytes: memcmp order is numeric order, one byte string per
  // number. The one encoding of numbers on disk, in keys and in items alike. The grammar stands
  // above the code in number_codec.cc.
  void EncodeTo(std::string* out) const;
  static base::Result<Number, NumberError> Decode(
      base::ByteReader* reader);  // kNotANumber: not our bytes
};

}  // namespace partita::model
