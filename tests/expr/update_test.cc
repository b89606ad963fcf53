#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

constexpr const char* kNoAttribute =
    "The provided expression refers to an attribute that does not exist in the item";
constexpr const char* kBadPath =
    "The document path provided in the update expression is invalid for update";
constexpr const char* kBadType = "An operand in the update expression has an incorrect data type";

TEST(Update, SetWritesConstantsPathsAndSums) {
  EXPECT_EQ(Updated("SET a = :v, c = b, d = b + :v, e = :v - b", R"({"b":{"N":"3"}})",
                    R"({":v":{"N":"1"}})"),
            R"({"a":{"N":"1"},"b":{"N":"3"},"c":{"N":"3"},"d":{"N":"4"},"e":{"N":"-2"}})");
}

TEST(Update, RightSidesSeeTheItemAsItWas) {
  EXPECT_EQ(Updated("SET a = b, b = a", R"({"a":{"N":"1"},"b":{"N":"2"}})"),
            R"({"a":{"N":"2"},"b":{"N":"1"}})");
  EXPECT_EQ(Updated("REMOVE a SET b = a ADD c :one", R"({"a":{"N":"1"},"c":{"N":"1"}})",
                    R"({":one":{"N":"1"}})"),
            R"({"b":{"N":"1"},"c":{"N":"2"}})");
  EXPECT_EQ(
      Updated("SET l[1] = l[0], x = l[1] REMOVE l[0]", R"({"l":{"L":[{"N":"0"},{"N":"1"}]}})"),
      R"({"l":{"L":[{"N":"0"}]},"x":{"N":"1"}})");
}

TEST(Update, PastTheEndOfAListElementsAreAppendedInTheOrderOfTheirIndexes) {
  EXPECT_EQ(Updated("SET l[9] = :b, l[4] = :a, l[0] = :c", R"({"l":{"L":[{"N":"0"}]}})",
                    R"({":a":{"S":"a"},":b":{"S":"b"},":c":{"S":"c"}})"),
            R"({"l":{"L":[{"S":"c"},{"S":"a"},{"S":"b"}]}})");
}

TEST(Update, RemovedIndexesMeanTheElementsThatStoodThere) {
  const char* item = R"({"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}})";
  EXPECT_EQ(Updated("REMOVE l[0], l[2]", item), R"({"l":{"L":[{"N":"1"},{"N":"3"}]}})");
  EXPECT_EQ(Updated("REMOVE l[3], l[1], l[9]", item), R"({"l":{"L":[{"N":"0"},{"N":"2"}]}})");
  EXPECT_EQ(Updated("REMOVE l[0], l[4] SET l[7] = :v", item, R"({":v":{"S":"new"}})"),
            R"({"l":{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"S":"new"}]}})");
  EXPECT_EQ(Updated("REMOVE l[0] SET l[1].k = :v", R"({"l":{"L":[{"N":"0"},{"M":{}}]}})",
                    R"({":v":{"N":"1"}})"),
            R"({"l":{"L":[{"M":{"k":{"N":"1"}}}]}})");
}

TEST(Update, IfNotExistsFallsBackAndNests) {
  const char* values = R"({":v":{"N":"5"}})";
  EXPECT_EQ(Updated("SET a = if_not_exists(a, :v), b = if_not_exists(b, :v)", R"({"a":{"N":"1"}})",
                    values),
            R"({"a":{"N":"1"},"b":{"N":"5"}})");
  EXPECT_EQ(Updated("SET a = if_not_exists(x.y[3], if_not_exists(z, :v)) + :v", "{}", values),
            R"({"a":{"N":"10"}})");
  EXPECT_EQ(Updated("SET a = if_not_exists(b, c)", "{}"), kNoAttribute);
}

TEST(Update, ListAppendJoinsInOrder) {
  EXPECT_EQ(Updated("SET l = list_append(:v, l), k = list_append(if_not_exists(k, :e), l)",
                    R"({"l":{"L":[{"N":"1"}]}})", R"({":v":{"L":[{"N":"0"}]},":e":{"L":[]}})"),
            R"({"k":{"L":[{"N":"1"}]},"l":{"L":[{"N":"0"},{"N":"1"}]}})");
  EXPECT_EQ(Updated("SET l = list_append(n, l)", R"({"l":{"L":[]},"n":{"N":"1"}})"), kBadType);
}

TEST(Update, ArithmeticIsExactOrRefused) {
  EXPECT_EQ(Updated("SET a = a + :v", R"({"a":{"N":"0.1"}})", R"({":v":{"N":"0.2"}})"),
            R"({"a":{"N":"0.3"}})");
  EXPECT_EQ(Updated("SET a = a + :v", R"({"a":{"S":"0.1"}})", R"({":v":{"N":"0.2"}})"), kBadType);
  EXPECT_EQ(Updated("SET a = a + b", R"({"a":{"N":"1"}})"), kNoAttribute);
  EXPECT_EQ(
      Updated("ADD a :v", R"({"a":{"N":"9E125"}})", R"({":v":{"N":"9E125"}})"),
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
  EXPECT_EQ(Updated("SET a = a + :v", R"({"a":{"N":"1E100"}})", R"({":v":{"N":"1"}})"),
            "Attempting to store more than 38 significant digits in a Number");
}

TEST(Update, AddSumsNumbersAndUnitesSets) {
  EXPECT_EQ(
      Updated("ADD n :one, s :set, m.c :one", R"({"n":{"N":"1"},"s":{"SS":["b"]},"m":{"M":{}}})",
              R"({":one":{"N":"1"},":set":{"SS":["c","b","a"]}})"),
      R"({"m":{"M":{"c":{"N":"1"}}},"n":{"N":"2"},"s":{"SS":["a","b","c"]}})");
  EXPECT_EQ(Updated("ADD n :one, s :set", "{}", R"({":one":{"N":"1"},":set":{"NS":["2","10"]}})"),
            R"({"n":{"N":"1"},"s":{"NS":["2","10"]}})");
  EXPECT_EQ(Updated("ADD n :one", R"({"n":{"S":"x"}})", R"({":one":{"N":"1"}})"), kBadType);
  EXPECT_EQ(Updated("ADD s :set", R"({"s":{"NS":["1"]}})", R"({":set":{"SS":["1"]}})"), kBadType);
}

TEST(Update, DeleteTakesMembersAwayAndTheLastTakesTheAttribute) {
  const char* values = R"({":ab":{"SS":["a","b"]}})";
  EXPECT_EQ(Updated("DELETE s :ab", R"({"s":{"SS":["a","c"]}})", values), R"({"s":{"SS":["c"]}})");
  EXPECT_EQ(Updated("DELETE s :ab", R"({"s":{"SS":["a","b"]},"t":{"N":"1"}})", values),
            R"({"t":{"N":"1"}})");
  EXPECT_EQ(Updated("DELETE l[0] :ab", R"({"l":{"L":[{"SS":["a"]},{"N":"1"}]}})", values),
            R"({"l":{"L":[{"N":"1"}]}})");
  EXPECT_EQ(Updated("DELETE gone :ab", R"({"t":{"N":"1"}})", values), R"({"t":{"N":"1"}})");
  EXPECT_EQ(Updated("DELETE s :ab", R"({"s":{"NS":["1"]}})", values), kBadType);
}

TEST(Update, PathsMustLeadThroughMapsAndLists) {
  const char* values = R"({":v":{"N":"1"}})";
  for (const char* item : {"{}", R"({"a":{"S":"x"}})", R"({"a":{"L":[]}})"}) {
    EXPECT_EQ(Updated("SET a.b = :v", item, values), kBadPath) << item;
    EXPECT_EQ(Updated("ADD a.b :v", item, values), kBadPath) << item;
    EXPECT_EQ(Updated("REMOVE a.b", item), kBadPath) << item;
  }
  EXPECT_EQ(Updated("SET a[0] = :v", R"({"a":{"M":{}}})", values), kBadPath);
  EXPECT_EQ(Updated("SET a[1].b = :v", R"({"a":{"L":[{"M":{}}]}})", values), kBadPath);
  EXPECT_EQ(Updated("SET a.b.c = :v", R"({"a":{"M":{"b":{"M":{}}}}})", values),
            R"({"a":{"M":{"b":{"M":{"c":{"N":"1"}}}}}})");
  EXPECT_EQ(Updated("REMOVE a.b, c", R"({"a":{"M":{"x":{"N":"1"}}}})"),
            R"({"a":{"M":{"x":{"N":"1"}}}})");
}

TEST(Update, InANewItemARemoveMayLeadNowhere) {
  Placeholders placeholders = MakePlaceholders(R"({":v":{"N":"1"}})");
  const auto remove = Update::Compile("REMOVE x.y, z[0]", &placeholders);
  const auto set = Update::Compile("SET x.y = :v", &placeholders);
  model::Item item = MakeItem(R"({"pk":{"S":"k"}})");
  EXPECT_TRUE(remove->Apply(&item, false).ok());
  EXPECT_EQ(ToJson(item), R"({"pk":{"S":"k"}})");
  EXPECT_FALSE(remove->Apply(&item, true).ok());
  EXPECT_FALSE(set->Apply(&item, false).ok());
}

TEST(Update, NestsAtMost32Levels) {
  std::string path = "a";
  std::string open = R"({"a":)";
  std::string close = "}";
  for (int i = 0; i < 30; ++i) {
    path += ".b";
    open += R"({"M":{"b":)";
    close += "}}";
  }
  const std::string item = open + R"({"M":{}})" + close;  // the empty map stands at level 31
  EXPECT_THAT(Updated("SET " + path + ".c = :v", item, R"({":v":{"N":"1"}})"),
              ::testing::HasSubstr(R"("c":{"N":"1"})"));
  EXPECT_THAT(Updated("SET " + path + ".c = :v", item, R"({":v":{"L":[]}})"),
              ::testing::HasSubstr(R"("c":{"L":[]})"));
  EXPECT_EQ(Updated("SET " + path + ".c = :v", item, R"({":v":{"L":[{"N":"1"}]}})"),
            "Nesting Levels have exceeded supported limits: "
            "Attributes in the item have nested levels beyond supported limit");
}

TEST(Update, FragmentsAreTheTargetsWithoutTheirSurroundings) {
  Placeholders placeholders = MakePlaceholders(R"({":v":{"N":"1"}})");
  const auto update =
      Update::Compile("SET a.b = :v, l[2] = :v, gone = :v REMOVE l[0], x.y", &placeholders);
  const model::Item item = MakeItem(
      R"({"a":{"M":{"b":{"N":"7"},"c":{"N":"8"}}},"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"}]},"x":{"M":{}},"z":{"N":"9"}})");
  EXPECT_EQ(ToJson(update->Fragments(item)),
            R"({"a":{"M":{"b":{"N":"7"}}},"l":{"L":[{"N":"0"},{"N":"2"}]}})");
}

TEST(Update, TargetsStandInTheOrderOfTheText) {
  Placeholders placeholders;
  const auto update = Update::Compile("REMOVE z, a.b[1] SET m = n", &placeholders);
  std::string targets;
  for (const Path* path : update->Targets()) targets += path->ToString();
  EXPECT_EQ(targets, "[z][a, b, [1]][m]");
}

}  // namespace
}  // namespace partita::expr
