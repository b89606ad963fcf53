#include "model/item_size.h"

#include <gtest/gtest.h>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

TEST(ItemSize, CountsNamesAndValues) {
  EXPECT_EQ(ItemSize(ItemOf("{}")), 0u);
  EXPECT_EQ(ItemSize(ItemOf(R"({"pk":{"S":"abc"}})")), 5u);
  EXPECT_EQ(ItemSize(ItemOf(R"({"ä":{"S":"ü"}})")), 4u);
  EXPECT_EQ(ItemSize(ItemOf(R"({"n":{"N":"-12.345"}})")), 6u);
  EXPECT_EQ(ItemSize(ItemOf(R"({"b":{"B":"AAEC"},"t":{"BOOL":true},"z":{"NULL":true}})")), 8u);
}

TEST(ItemSize, ChargesContainersThreeBytesAndOnePerElement) {
  EXPECT_EQ(ValueSize(ValueOf(R"({"L":[]})")), 3u);
  EXPECT_EQ(ValueSize(ValueOf(R"({"M":{}})")), 3u);
  EXPECT_EQ(ValueSize(ValueOf(R"({"L":[{"S":"ab"},{"N":"1"}]})")), 3u + 3 + 3);
  EXPECT_EQ(ValueSize(ValueOf(R"({"M":{"k":{"S":"ab"}}})")), 3u + 1 + 2 + 1);
  EXPECT_EQ(ValueSize(ValueOf(R"({"M":{"k":{"L":[{"BOOL":false}]}}})")), 3u + 1 + 5 + 1);
}

TEST(ItemSize, ChargesSetsTheirMembers) {
  EXPECT_EQ(ValueSize(ValueOf(R"({"SS":["a","bc"]})")), 3u);
  EXPECT_EQ(ValueSize(ValueOf(R"({"NS":["1","123"]})")), 5u);
  EXPECT_EQ(ValueSize(ValueOf(R"({"BS":["AA==",""]})")), 1u);
}

}  // namespace
}  // namespace partita::model
