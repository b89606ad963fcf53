#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

constexpr const char* kItem = R"({
  "s": {"S": "banana"}, "n": {"N": "7"}, "b": {"B": "AAEC"}, "t": {"BOOL": true}, "z": {"NULL": true},
  "ss": {"SS": ["x", "y"]}, "ns": {"NS": ["1", "20"]}, "bs": {"BS": ["AA=="]},
  "l": {"L": [{"S": "x"}, {"N": "1"}, {"M": {"k": {"N": "5"}}}]},
  "m": {"M": {"k": {"N": "7"}, "deep": {"M": {"tail": {"L": [{"S": "end"}]}}}}}
})";

bool OfItem(std::string_view text, std::string_view values = "{}", const Names& names = {}) {
  return Holds(text, kItem, values, names);
}

TEST(Condition, ComparesNumbersByValueAndStringsBytewise) {
  EXPECT_TRUE(OfItem("n = :v", R"({":v":{"N":"7.0"}})"));
  EXPECT_TRUE(OfItem("n < :v", R"({":v":{"N":"10"}})"));
  EXPECT_FALSE(OfItem("s < :v", R"({":v":{"S":"Banana"}})"));
  EXPECT_TRUE(OfItem("s >= :v", R"({":v":{"S":"banana"}})"));
  EXPECT_TRUE(OfItem("b > :v", R"({":v":{"B":"AAE="}})"));
  EXPECT_TRUE(OfItem("n <= m.k AND n >= m.k"));
}

TEST(Condition, ValuesOfDifferentTypesAreUnequalAndHaveNoOrder) {
  const char* values = R"({":v":{"S":"7"}})";
  EXPECT_FALSE(OfItem("n = :v", values));
  EXPECT_TRUE(OfItem("n <> :v", values));
  for (const char* op : {"<", "<=", ">", ">="}) {
    EXPECT_FALSE(OfItem(std::string("n ") + op + " :v", values)) << op;
    EXPECT_FALSE(OfItem(std::string("l ") + op + " m")) << op;
  }
}

TEST(Condition, WhatIsNotThereIsUnequalToEverything) {
  EXPECT_TRUE(OfItem("gone <> n"));
  EXPECT_TRUE(OfItem("n <> gone"));
  EXPECT_TRUE(OfItem("gone <> lost"));
  EXPECT_FALSE(OfItem("gone = lost"));
  EXPECT_FALSE(OfItem("gone < n"));
  EXPECT_FALSE(OfItem("n >= gone"));
  EXPECT_FALSE(OfItem("gone BETWEEN lost AND n"));
  EXPECT_FALSE(OfItem("gone IN (n, lost)"));
  EXPECT_TRUE(OfItem("NOT gone = lost"));
}

TEST(Condition, SetsListsAndMapsCompareByContent) {
  EXPECT_TRUE(OfItem("ss = :v", R"({":v":{"SS":["y","x"]}})"));
  EXPECT_FALSE(OfItem("ss <> :v", R"({":v":{"SS":["y","x"]}})"));
  EXPECT_TRUE(OfItem("ns = :v", R"({":v":{"NS":["20.0","1"]}})"));
  EXPECT_FALSE(OfItem("ns = :v", R"({":v":{"SS":["1","20"]}})"));
  EXPECT_TRUE(OfItem("m.deep = :v", R"({":v":{"M":{"tail":{"L":[{"S":"end"}]}}}})"));
  EXPECT_FALSE(OfItem("l = :v", R"({":v":{"L":[{"N":"1"},{"S":"x"}]}})"));
}

TEST(Condition, BetweenIncludesItsBoundsAndInFindsAnEqual) {
  const char* values = R"({":five":{"N":"5"},":seven":{"N":"7"},":s":{"S":"7"}})";
  EXPECT_TRUE(OfItem("n BETWEEN :five AND :seven", values));
  EXPECT_FALSE(OfItem("m.k BETWEEN :five AND l[2].k", R"({":five":{"N":"5"}})"));
  EXPECT_TRUE(OfItem(":seven BETWEEN :five AND n", values));
  EXPECT_TRUE(OfItem("n IN (:s, :seven)", values));
  EXPECT_FALSE(OfItem("n IN (:s, :five)", values));
  EXPECT_TRUE(OfItem("n IN (gone, m.k)"));
}

TEST(Condition, BeginsWithLooksAtStringsAndBinaries) {
  EXPECT_TRUE(OfItem("begins_with(s, :v)", R"({":v":{"S":"ban"}})"));
  EXPECT_TRUE(OfItem("begins_with(s, :v)", R"({":v":{"S":""}})"));
  EXPECT_FALSE(OfItem("begins_with(s, :v)", R"({":v":{"S":"banana split"}})"));
  EXPECT_TRUE(OfItem("begins_with(b, :v)", R"({":v":{"B":"AAE="}})"));
  EXPECT_FALSE(OfItem("begins_with(n, :v)", R"({":v":{"S":"7"}})"));
  EXPECT_FALSE(OfItem("begins_with(gone, :v)", R"({":v":{"S":"7"}})"));
}

TEST(Condition, ContainsLooksForPartsMembersAndElements) {
  EXPECT_TRUE(OfItem("contains(s, :v)", R"({":v":{"S":"nan"}})"));
  EXPECT_TRUE(OfItem("contains(b, :v)", R"({":v":{"B":"AQI="}})"));
  EXPECT_FALSE(OfItem("contains(s, :v)", R"({":v":{"B":"AQI="}})"));
  EXPECT_TRUE(OfItem("contains(ss, :v)", R"({":v":{"S":"y"}})"));
  EXPECT_FALSE(OfItem("contains(ss, :v)", R"({":v":{"S":"xy"}})"));
  EXPECT_TRUE(OfItem("contains(ns, :v)", R"({":v":{"N":"20.00"}})"));
  EXPECT_TRUE(OfItem("contains(bs, :v)", R"({":v":{"B":"AA=="}})"));
  EXPECT_TRUE(OfItem("contains(l, :v)", R"({":v":{"M":{"k":{"N":"5"}}}})"));
  EXPECT_FALSE(OfItem("contains(m, :v)", R"({":v":{"S":"k"}})"));
  EXPECT_TRUE(OfItem("contains(:v, s)", R"({":v":{"S":"a banana"}})"));
}

TEST(Condition, SizeCountsWhatATypeHas) {
  const auto size = [](std::string_view path, const char* number) {
    return OfItem("size(" + std::string(path) + ") = :v",
                  std::string(R"({":v":{"N":")") + number + "\"}}");
  };
  EXPECT_TRUE(size("s", "6"));
  EXPECT_TRUE(size("b", "3"));
  EXPECT_TRUE(size("ss", "2"));
  EXPECT_TRUE(size("ns", "2"));
  EXPECT_TRUE(size("bs", "1"));
  EXPECT_TRUE(size("l", "3"));
  EXPECT_TRUE(size("m", "2"));
  for (const char* path : {"n", "t", "z", "gone"}) EXPECT_FALSE(size(path, "1")) << path;
  EXPECT_TRUE(OfItem("size(s) < n AND size(:v) = n", R"({":v":{"S":"1234567"}})"));
  EXPECT_FALSE(OfItem("size(s) = :v", R"({":v":{"S":"6"}})"));
}

TEST(Condition, AttributeFunctionsAskForPresenceAndType) {
  EXPECT_TRUE(OfItem("attribute_exists(m.deep.tail[0])"));
  EXPECT_FALSE(OfItem("attribute_exists(m.deep.tail[1])"));
  EXPECT_FALSE(OfItem("attribute_exists(l.k)"));
  EXPECT_TRUE(OfItem("attribute_not_exists(gone) and attribute_not_exists(s[0])"));
  EXPECT_TRUE(OfItem("attribute_exists(z)"));
  EXPECT_TRUE(OfItem("attribute_type(z, :t)", R"({":t":{"S":"NULL"}})"));
  EXPECT_TRUE(OfItem("attribute_type(ns, :t)", R"({":t":{"S":"NS"}})"));
  EXPECT_FALSE(OfItem("attribute_type(ns, :t)", R"({":t":{"S":"N"}})"));
  EXPECT_FALSE(OfItem("attribute_type(gone, :t)", R"({":t":{"S":"N"}})"));
}

TEST(Condition, NotBindsTighterThanAndAndAndTighterThanOr) {
  const char* values = R"({":t":{"BOOL":true},":f":{"BOOL":false}})";
  EXPECT_TRUE(OfItem("t = :t OR t = :f AND t = :f", values));
  EXPECT_FALSE(OfItem("(t = :t OR t = :f) AND t = :f", values));
  EXPECT_FALSE(OfItem("NOT t = :t AND t = :t", values));
  EXPECT_TRUE(OfItem("NOT (t = :t AND t = :f)", values));
  EXPECT_TRUE(OfItem("not not not t = :f", values));
  EXPECT_TRUE(OfItem("nOt NoT t = :t aNd t <> :f oR t = :f", values));
}

TEST(Condition, PlaceholdersMayNameAnything) {
  EXPECT_TRUE(Holds("#a.#b = :1", R"({"and":{"M":{"a.b[0]":{"N":"2"}}}})", R"({":1":{"N":"2"}})",
                    {{"#a", "and"}, {"#b", "a.b[0]"}}));
  EXPECT_TRUE(Holds("attribute_exists(#1) AND attribute_exists(#_)",
                    R"({"x":{"N":"2"},"y":{"N":"2"}})", "{}", {{"#1", "x"}, {"#_", "y"}}));
}

TEST(Condition, WithoutAnItemEverythingIsAbsent) {
  Placeholders placeholders = MakePlaceholders(R"({":v":{"N":"1"}})");
  const auto absent = Condition::Compile("attribute_not_exists(pk) AND a <> :v",
                                         "ConditionExpression", &placeholders);
  const auto present =
      Condition::Compile("attribute_exists(pk) OR a = :v", "ConditionExpression", &placeholders);
  EXPECT_TRUE(absent->Holds(nullptr));
  EXPECT_FALSE(present->Holds(nullptr));
}

}  // namespace
}  // namespace partita::expr
