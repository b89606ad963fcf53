#include "model/item_codec.h"

#include <gtest/gtest.h>

#include "model/limits.h"
#include "tests/model/sample.h"

namespace partita::model {
namespace {

constexpr const char* kEveryType =
    R"({"b":{"B":"/w=="},"bs":{"BS":["AA==","/w=="]},"f":{"BOOL":false},"l":{"L":[{"N":"5"},{"L":[]}]},)"
    R"("m":{"M":{"x":{"S":""}}},"n":{"N":"-5"},"ns":{"NS":["10","5"]},"s":{"S":"a\u0000b"},)"
    R"("ss":{"SS":["b","a"]},"t":{"BOOL":true},"z":{"NULL":true}})";

std::string Encoded(const Item& item) {
  std::string bytes;
  EncodeItem(item, &bytes);
  return bytes;
}

// On disk: these bytes never change.
TEST(ItemCodec, WritesTheGoldenBytes) {
  EXPECT_EQ(Hex(Encoded(ItemOf(kEveryType))),
            "0B "                          // eleven attributes
            "01 62 03 01 FF "              // b: binary FF
            "02 62 73 0A 02 01 00 01 FF "  // bs: binaries 00, FF
            "01 66 04 00 "                 // f: false
            "01 6C 07 02 02 C1 0A 07 00 "  // l: list of 5 and of an empty list
            "01 6D 06 01 01 78 01 00 "     // m: map of x to the empty string
            "01 6E 02 3E F5 "              // n: -5
            "02 6E 73 09 02 C1 0A C1 14 "  // ns: 5, 10
            "01 73 01 03 61 00 62 "        // s: a, U+0000, b
            "02 73 73 08 02 01 61 01 62 "  // ss: a, b
            "01 74 04 01 "                 // t: true
            "01 7A 05");                   // z: null
}

TEST(ItemCodec, ReadsBackWhatItWrote) {
  const Item item = ItemOf(kEveryType);
  const auto back = DecodeItem(Encoded(item));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, item);
  EXPECT_EQ(DecodeItem(Encoded({})).value(), Item());
}

TEST(ItemCodec, GivesEqualItemsEqualBytes) {
  EXPECT_EQ(Encoded(ItemOf(R"({"a":{"N":"1.0"},"b":{"NS":["2","1"]}})")),
            Encoded(ItemOf(R"({"b":{"NS":["1","2e0"]},"a":{"N":"1"}})")));
}

TEST(ItemCodec, RefusesEveryTornItem) {
  const std::string bytes = Encoded(ItemOf(kEveryType));
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto item = DecodeItem(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(item.ok()) << size;
    EXPECT_EQ(item.error().kind, base::ErrorKind::kCorrupt);
  }
  EXPECT_FALSE(DecodeItem(bytes + '\0').ok());
}

TEST(ItemCodec, RefusesWhatIsNotCanonical) {
  const char* kStrangers[] = {
      "02 01 62 05 01 61 05",        // names b, a
      "02 01 61 05 01 61 05",        // the name a twice
      "01 01 61 08 00",              // an empty set
      "01 01 61 08 02 01 62 01 61",  // a set of b, a
      "01 01 61 08 02 01 61 01 61",  // a set of a, a
      "01 01 61 09 02 C1 14 C1 0A",  // a set of 10, 5
      "01 01 61 04 02",              // a boolean of 2
      "81 00 01 61 05",              // a count longer than it need be
      "01 01 61 00",                 // no such type
      "01 01 61 0B",                 // no such type
      "FF FF FF FF 0F 01 61 05",     // more attributes than bytes
  };
  for (const char* hex : kStrangers) EXPECT_FALSE(DecodeItem(FromHex(hex)).ok()) << hex;
}

TEST(ItemCodec, RefusesNestingBeyondItsDepth) {
  const auto nested = [](int lists) {
    std::string bytes = FromHex("01 01 61");
    for (int i = 0; i < lists; ++i) bytes += FromHex("07 01");
    return bytes + '\5';
  };
  EXPECT_TRUE(DecodeItem(nested(kMaxNestingLevels)).ok());
  EXPECT_FALSE(DecodeItem(nested(kMaxNestingLevels + 1)).ok());
  EXPECT_FALSE(DecodeItem(nested(1'000'000)).ok());
  EXPECT_EQ(FindEncodedAttribute(nested(1'000'000), "a"), "");
}

TEST(ItemCodec, FindsOneAttributeWithoutDecodingTheRest) {
  const Item item = ItemOf(kEveryType);
  const std::string bytes = Encoded(item);
  for (const Attribute& attribute : item) {
    std::string expected;
    EncodeValue(attribute.value, &expected);
    EXPECT_EQ(FindEncodedAttribute(bytes, attribute.name), expected) << attribute.name;
  }
  EXPECT_EQ(FindEncodedAttribute(bytes, "a"), "");
  EXPECT_EQ(FindEncodedAttribute(bytes, "zz"), "");
  EXPECT_EQ(FindEncodedAttribute("", "a"), "");
}

TEST(ItemCodec, ReadsOneValueAndLeavesTheRest) {
  std::string bytes;
  EncodeValue(ValueOf(R"({"S":"x"})"), &bytes);
  bytes += "rest";
  base::ByteReader reader(bytes);
  EXPECT_EQ(DecodeValue(&reader).value(), ValueOf(R"({"S":"x"})"));
  EXPECT_EQ(reader.rest(), "rest");
}

}  // namespace
}  // namespace partita::model
