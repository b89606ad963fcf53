// The bytes of a number
//
// The value is written in base 100: the decimal digits are grouped in pairs from the decimal point
// outwards; the first pair holds the leading digit, the last one the lowest digit that is not zero.
//
//   number := header u8, pair u8 …
//   header := 0x80 + (e + 65) of a positive number, 0x7F - (e + 65) of a negative one
//             e is the power of 100 of the first pair, -65 to 62: exactly the 128 values that
//             1E-130 to 9.99…E+125 need
//   pair   := 2 × (0 … 99), plus 1 if another pair follows; of a negative number the complement
//   zero   := 0x80 0x00, below every positive number because no other has a first pair of 00
//
// Longer mantissas sort after their own prefix because "another pair follows" is the lowest bit. At
// most 20 pairs (38 digits may straddle). One byte string per number: neither the first nor the
// last pair is 00, and a decoder refuses anything else.
//
//   5       C1 0A          e = 0, pair 05, last
//   -5      3E F5
//   1000    C2 14          e = 1, pair 10
//   123.4   C2 03 2F 50    pairs 01 23 40
//   1E-130  80 02
//   0       80 00
#include "model/decimal.h"
#include "model/number.h"

namespace partita::model {
namespace {

constexpr int kPairBias = 65;  // floor(kMinMagnitude / 2) becomes 0
constexpr int kMaxPairs = 20;

int FloorHalf(int value) { return value >> 1; }

}  // namespace

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
      return header == 0x80 && byte == 0 ? base::Result<Number, NumberError>(Number{})
                                         : NumberError::kNotANumber;
    }
    const bool last = (byte & 1) == 0;
    const bool half =
        last && pair % 10 == 0;  // its lower digit is zero: not part of the coefficient
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
