#include "model/key_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

std::string Encoded(const AttributeValue& value) {
  std::string bytes;
  EncodeKeyValue(value, &bytes);
  return bytes;
}

TEST(KeyCodec, WritesTheGoldenBytes) {
  EXPECT_EQ(Hex(Encoded({std::string("a\0b", 3)})), "61 00 FF 62 00 01");
  EXPECT_EQ(Hex(Encoded({std::string()})), "00 01");
  EXPECT_EQ(Hex(Encoded({Binary{"\xFF"}})), "FF 00 01");
  EXPECT_EQ(Hex(Encoded({Number::FromInt(5)})), "C1 0A");
}

TEST(KeyCodec, OrdersStringsBytewiseAlsoWhenConcatenated) {
  std::mt19937 random(2);
  const auto any = [&] {
    std::string text;
    for (size_t left = random() % 5; left > 0; --left) text += "\0\1a\xFF"[random() % 4];
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::pair<std::string, std::string> a{any(), any()}, b{any(), any()};
    const std::string bytes_a = Encoded({a.first}) + Encoded({a.second});
    const std::string bytes_b = Encoded({b.first}) + Encoded({b.second});
    EXPECT_EQ(bytes_a < bytes_b, a < b);
    EXPECT_EQ(bytes_a == bytes_b, a == b);
  }
}

TEST(KeyCodec, ReadsValuesOneAfterTheOther) {
  const std::string bytes =
      Encoded({std::string("x\0", 2)}) + Encoded({NumberOf("-1.5")}) + Encoded({Binary{"\0"}});
  base::ByteReader reader(bytes);
  EXPECT_EQ(DecodeKeyValue(AttributeType::kS, &reader).value(),
            (AttributeValue{std::string("x\0", 2)}));
  EXPECT_EQ(DecodeKeyValue(AttributeType::kN, &reader).value(), (AttributeValue{NumberOf("-1.5")}));
  EXPECT_EQ(DecodeKeyValue(AttributeType::kB, &reader).value(), (AttributeValue{Binary{"\0"}}));
  EXPECT_TRUE(reader.Finished());
}

TEST(KeyCodec, APrefixStartsTheKeysThatBeginWithIt) {
  std::string prefix;
  EncodeKeyPrefix(std::string_view("a\0", 2), &prefix);
  EXPECT_EQ(Hex(prefix), "61 00 FF");
  EXPECT_TRUE(Encoded({std::string("a\0z", 3)}).starts_with(prefix));
  EXPECT_TRUE(Encoded({std::string("a\0", 2)}).starts_with(prefix));
  EXPECT_FALSE(Encoded({std::string("a")}).starts_with(prefix));
}

TEST(KeyCodec, RefusesBytesThatAreNotOurs) {
  for (const char* hex : {"61", "61 00", "61 00 02", "00 FF"}) {
    const std::string bytes = FromHex(hex);
    base::ByteReader reader(bytes);
    const auto value = DecodeKeyValue(AttributeType::kS, &reader);
    ASSERT_FALSE(value.ok()) << hex;
    EXPECT_EQ(value.error().kind, base::ErrorKind::kCorrupt);
  }
  base::ByteReader empty("");
  EXPECT_FALSE(DecodeKeyValue(AttributeType::kN, &empty).ok());
  const std::string string_bytes = Encoded({std::string("x")});
  base::ByteReader reader(string_bytes);
  EXPECT_FALSE(DecodeKeyValue(AttributeType::kM, &reader).ok());
}

}  // namespace
}  // namespace partita::model
