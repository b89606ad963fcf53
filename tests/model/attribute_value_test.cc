#include "model/attribute_value.h"

#include <gtest/gtest.h>

namespace partita::model {
namespace {

AttributeValue Text(std::string text) { return {std::move(text)}; }

TEST(AttributeMap, KeepsNamesSortedBytewise) {
  AttributeMap map;
  map.Set("b", Text("2"));
  map.Set("\xC3\xA4", Text("4"));
  map.Set("B", Text("1"));
  map.Set("c", Text("3"));
  std::string order;
  for (const Attribute& attribute : map) order += *attribute.value.As<std::string>();
  EXPECT_EQ(order, "1234");
}

TEST(AttributeMap, ReplacesFindsAndErases) {
  AttributeMap map;
  map.Set("a", Text("old"));
  map.Set("a", Text("new"));
  EXPECT_EQ(map.size(), 1u);
  ASSERT_NE(map.Find("a"), nullptr);
  EXPECT_EQ(*map.Find("a")->As<std::string>(), "new");
  EXPECT_EQ(map.Find("b"), nullptr);
  EXPECT_FALSE(map.Erase("b"));
  EXPECT_TRUE(map.Erase("a"));
  EXPECT_TRUE(map.empty());
}

TEST(AttributeMap, AppendsOnlyWhatSortsBehindTheLast) {
  AttributeMap map;
  EXPECT_TRUE(map.AppendSorted("b", Text("x")));
  EXPECT_FALSE(map.AppendSorted("b", Text("y")));
  EXPECT_FALSE(map.AppendSorted("a", Text("y")));
  EXPECT_EQ(map.AppendSlot("a"), nullptr);
  ASSERT_NE(map.AppendSlot("c"), nullptr);
  EXPECT_EQ(map.size(), 2u);
}

TEST(AttributeValue, KnowsItsTypeByItsPlace) {
  EXPECT_EQ(Text("x").type(), AttributeType::kS);
  EXPECT_EQ(AttributeValue{Number{}}.type(), AttributeType::kN);
  EXPECT_EQ(AttributeValue{Binary{}}.type(), AttributeType::kB);
  EXPECT_EQ(AttributeValue{true}.type(), AttributeType::kBool);
  EXPECT_EQ(AttributeValue{Null{}}.type(), AttributeType::kNull);
  EXPECT_EQ(AttributeValue{AttributeMap{}}.type(), AttributeType::kM);
  EXPECT_EQ(AttributeValue{List{}}.type(), AttributeType::kL);
  EXPECT_EQ(AttributeValue{StringSet{}}.type(), AttributeType::kSS);
  EXPECT_EQ(AttributeValue{NumberSet{}}.type(), AttributeType::kNS);
  EXPECT_EQ(AttributeValue{BinarySet{}}.type(), AttributeType::kBS);
}

TEST(AttributeType, IsFoundByTheNameItHas) {
  for (int type = 1; type <= 10; ++type) {
    const auto expected = static_cast<AttributeType>(type);
    EXPECT_EQ(ParseAttributeType(AttributeTypeName(expected)), expected);
  }
  for (const char* name : {"", "s", "X", "SSS", "BOO", "NUL", "MS"}) {
    EXPECT_FALSE(ParseAttributeType(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace partita::model
