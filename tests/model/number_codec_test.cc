#include <gtest/gtest.h>

#include <random>

#include "model/number.h"
#include "tests/model/sample.h"

namespace partita::model {
namespace {

std::string Encoded(std::string_view text) {
  std::string bytes;
  NumberOf(text).EncodeTo(&bytes);
  return bytes;
}

bool Decodes(std::string_view hex) {
  const std::string bytes = FromHex(hex);
  base::ByteReader reader(bytes);
  return Number::Decode(&reader).ok();
}

// On disk: these bytes never change.
TEST(NumberCodec, WritesTheGoldenBytes) {
  EXPECT_EQ(Hex(Encoded("0")), "80 00");
  EXPECT_EQ(Hex(Encoded("5")), "C1 0A");
  EXPECT_EQ(Hex(Encoded("-5")), "3E F5");
  EXPECT_EQ(Hex(Encoded("10")), "C1 14");
  EXPECT_EQ(Hex(Encoded("1000")), "C2 14");
  EXPECT_EQ(Hex(Encoded("123.4")), "C2 03 2F 50");
  EXPECT_EQ(Hex(Encoded("-123.4")), "3D FC D0 AF");
  EXPECT_EQ(Hex(Encoded("0.05")), "C0 0A");
  EXPECT_EQ(Hex(Encoded("1E-130")), "80 02");
  EXPECT_EQ(Hex(Encoded("-1E-130")), "7F FD");
  EXPECT_EQ(Hex(Encoded("1E125")), "FF 14");
  EXPECT_EQ(Hex(Encoded("1234567890123456789012345678901234567.8")),
            "D3 03 2F 5B 87 B3 03 2F 5B 87 B3 03 2F 5B 87 B3 03 2F 5B 87 A0");
}

TEST(NumberCodec, ReadsBackWhatItWroteAndStopsThere) {
  for (const char* text : {"0", "5", "-5", "1E125", "-1E125", "1E-130", "0.1", "10.01",
                           "99999999999999999999999999999999999999",
                           "-9.9999999999999999999999999999999999999E-130"}) {
    const std::string bytes = Encoded(text) + "rest";
    base::ByteReader reader(bytes);
    const auto number = Number::Decode(&reader);
    ASSERT_TRUE(number.ok()) << text;
    EXPECT_EQ(*number, NumberOf(text));
    EXPECT_EQ(reader.rest(), "rest");
  }
}

TEST(NumberCodec, OrdersBytesAsNumbers) {
  std::mt19937_64 random(1);
  const auto any = [&] {
    Number number = Number::FromInt(static_cast<int64_t>(random()) >> random() % 64);
    if (!number.IsZero()) {
      const int shift = static_cast<int>(random() % 8);
      number.exponent = static_cast<int16_t>(number.exponent + (shift < 5 ? -shift : shift * 9));
    }
    return number;
  };
  for (int i = 0; i < 50'000; ++i) {
    const Number a = any();
    const Number b = any();
    std::string bytes_a, bytes_b;
    a.EncodeTo(&bytes_a);
    b.EncodeTo(&bytes_b);
    const int order = bytes_a.compare(bytes_b);
    EXPECT_TRUE((a <=> b) == (order <=> 0)) << a.ToString() << " " << b.ToString();
    base::ByteReader reader(bytes_a);
    EXPECT_EQ(Number::Decode(&reader).value(), a);
  }
}

TEST(NumberCodec, RefusesBytesThatNoNumberHas) {
  EXPECT_TRUE(Decodes("C1 0A"));
  EXPECT_FALSE(Decodes("C1"));        // no pair
  EXPECT_FALSE(Decodes("C1 0B"));     // another pair should follow
  EXPECT_FALSE(Decodes("C1 0B 00"));  // ends in the pair 00
  EXPECT_FALSE(Decodes("C1 01 0A"));  // starts with the pair 00
  EXPECT_FALSE(Decodes("C1 00"));     // zero has one encoding
  EXPECT_FALSE(Decodes("7F FF"));     // no negative zero
  EXPECT_FALSE(Decodes("C1 C8"));     // a pair of 100
  EXPECT_FALSE(Decodes("3E 37"));     // the same, negative
  std::string pairs = "D3 15";        // 39 digits: 10 … 01
  for (int i = 0; i < 18; ++i) pairs += " 03";
  EXPECT_FALSE(Decodes(pairs + " 02"));
  EXPECT_FALSE(Decodes(pairs + " 03 03 02"));
}

}  // namespace
}  // namespace partita::model
