#include "model/encoded_item.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/limits.h"
#include "model/value_check.h"
#include "sample.h"

namespace partita::model {
namespace {

constexpr char kEveryType[] =
    R"({"b":{"B":"AAEC"},"bs":{"BS":["AA==","AQI="]},"l":{"L":[{"S":"é"},{"L":[]},{"M":{}}]},)"
    R"("m":{"M":{"x":{"N":"-1.5"},"y":{"NULL":true}}},"n":{"N":"12300"},"ns":{"NS":["-3","0","7.25"]},)"
    R"("s":{"S":"text"},"ss":{"SS":["","a","ü"]},"t":{"BOOL":true}})";

std::string Encoded(const Item& item) {
  std::string bytes;
  EncodeItem(item, &bytes);
  return bytes;
}

// What the decoder, the check and the tree's size say together.
ApiResult<size_t> ByTheTree(std::string_view bytes) {
  const auto item = DecodeItem(bytes);
  if (!item.ok()) return MalformedBytes("item");
  PARTITA_TRY(CheckItem(*item));
  return ItemSize(*item);
}

TEST(EncodedItem, CountsWhatTheTreeCounts) {
  for (const char* json : {"{}", kEveryType, R"({"k":{"S":""}})"}) {
    const auto size = CheckEncodedItem(Encoded(ItemOf(json)));
    ASSERT_TRUE(size.ok()) << json;
    EXPECT_EQ(*size, ItemSize(ItemOf(json)));
  }
}

TEST(EncodedItem, RefusesWhatTheDecoderAndTheCheckRefuse) {
  const std::string whole = Encoded(ItemOf(kEveryType));
  std::mt19937 random(11);
  int refused = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string bytes = whole;
    for (uint32_t changes = 1 + random() % 3; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 8 == 0) bytes.resize(random() % bytes.size());
    const auto expected = ByTheTree(bytes);
    const auto found = CheckEncodedItem(bytes);
    ASSERT_EQ(found.ok(), expected.ok()) << Hex(bytes);
    if (found.ok()) {
      ASSERT_EQ(*found, *expected) << Hex(bytes);
    }
    refused += found.ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 10'000);
  EXPECT_LT(refused, 39'000);
}

TEST(EncodedItem, SaysWhatIsWrong) {
  EXPECT_EQ(CheckEncodedItem("").error().message, "The request's bytes are malformed: item");
  EXPECT_EQ(CheckEncodedItem(FromHex("01 01 61 01 01 FF")).error().type,
            ApiErrorType::kSerialization);
  EXPECT_EQ(CheckEncodedItem(FromHex("01 00 05")).error().type, ApiErrorType::kValidation);
  std::string deep = FromHex("01 01 61");
  for (int i = 0; i < kMaxNestingLevels; ++i) deep += FromHex("07 01");
  EXPECT_EQ(CheckEncodedItem(deep + '\5').error().message, message::kNestedTooDeep);
}

TEST(EncodedItem, PicksTheAttributesOfAllKeys) {
  TableSchema table;
  table.key.partition = {{"p", AttributeType::kS}};
  table.key.sort = {{"s", AttributeType::kN}};
  IndexSchema index;
  index.key.partition = {{"g", AttributeType::kS}};
  index.key.sort = {{"s", AttributeType::kN}};
  table.indexes = {index};
  const Item item = ItemOf(R"({"a":{"S":"x"},"g":{"B":"AA=="},"p":{"S":"y"},"s":{"N":"1"}})");
  EXPECT_EQ(KeyAttributesOf(table, Encoded(item)).value(),
            ItemOf(R"({"g":{"B":"AA=="},"p":{"S":"y"},"s":{"N":"1"}})"));
  EXPECT_EQ(KeyAttributesOf(table, Encoded(ItemOf(R"({"p":{"S":"y"}})"))).value(),
            ItemOf(R"({"p":{"S":"y"}})"));
}

}  // namespace
}  // namespace partita::model
