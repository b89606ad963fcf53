// The same bytes as a number's text and as its encoding; two halves as two numbers to order and
// add.
#include <cstdint>

#include "base/check.h"
#include "model/number.h"

using namespace partita;
using model::Number;

namespace {

std::string Encoded(const Number& number) {
  std::string bytes;
  number.EncodeTo(&bytes);
  return bytes;
}

void CheckRoundTrips(const Number& number) {
  const auto from_text = Number::Parse(number.ToString());
  PARTITA_CHECK(from_text.ok() && *from_text == number, "text holds the number");
  const std::string bytes = Encoded(number);
  base::ByteReader reader(bytes);
  const auto from_bytes = Number::Decode(&reader);
  PARTITA_CHECK(from_bytes.ok() && *from_bytes == number && reader.Finished(), "bytes hold it");
  PARTITA_CHECK(number.SizeInBytes() <= 22, "no number is larger");
}

void CheckPair(const Number& a, const Number& b) {
  const int order = Encoded(a).compare(Encoded(b));
  PARTITA_CHECK((a <=> b) == (order <=> 0), "bytes sort as numbers");
  const auto sum = Number::Add(a, b);
  if (!sum.ok()) return;
  CheckRoundTrips(*sum);
  const auto back = Number::Subtract(*sum, b);
  PARTITA_CHECK(!back.ok() || *back == a, "what was added can be taken away");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  base::ByteReader reader(bytes);
  const auto decoded = Number::Decode(&reader);
  if (decoded.ok()) {
    CheckRoundTrips(*decoded);
    PARTITA_CHECK(bytes.starts_with(Encoded(*decoded)), "a number has one encoding");
  }
  const size_t split = std::min(bytes.find(' '), size);
  const auto a = Number::Parse(bytes.substr(0, split));
  const auto b = Number::Parse(bytes.substr(std::min(split + 1, size)));
  if (a.ok()) CheckRoundTrips(*a);
  if (a.ok() && b.ok()) CheckPair(*a, *b);
  return 0;
}
