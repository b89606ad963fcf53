#include "expr/projection.h"

#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

constexpr const char* kItem = R"({
  "pk": {"S": "p"}, "list": {"N": "1"},
  "l": {"L": [{"M": {"a": {"S": "a0"}, "b": {"S": "b0"}, "n": {"L": [{"S": "n0"}, {"S": "n1"}]}}},
              {"M": {"a": {"S": "a1"}}},
              {"M": {"a": {"S": "a2"}, "c": {"S": "c2"}}}]},
  "m": {"M": {"x": {"N": "1"}, "y": {"N": "2"}, "a.b": {"N": "3"}}}
})";

std::string Projected(std::string_view text, const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders("{}", names);
  const auto projection = Projection::Compile(text, &placeholders);
  if (!projection.ok()) return projection.error().message;
  return ToJson(projection->Apply(MakeItem(kItem)));
}

TEST(Projection, KeepsTheNamedAttributes) {
  EXPECT_EQ(Projected("pk, gone, #l", {{"#l", "list"}}), R"({"list":{"N":"1"},"pk":{"S":"p"}})");
  EXPECT_EQ(Projected("gone"), "{}");
}

TEST(Projection, CutsTheSurroundingsAway) {
  EXPECT_EQ(Projected("m.x"), R"({"m":{"M":{"x":{"N":"1"}}}})");
  EXPECT_EQ(Projected("m.#d, m.y", {{"#d", "a.b"}}),
            R"({"m":{"M":{"a.b":{"N":"3"},"y":{"N":"2"}}}})");
  EXPECT_EQ(Projected("m.gone, m.x.z, l.a, pk[0]"), "{}");
}

TEST(Projection, ListElementsMoveTogetherInTheOrderOfTheirIndexes) {
  EXPECT_EQ(Projected("l[2].c, l[0].a"),
            R"({"l":{"L":[{"M":{"a":{"S":"a0"}}},{"M":{"c":{"S":"c2"}}}]}})");
  EXPECT_EQ(Projected("l[2].c, l[9], l[1].gone"), R"({"l":{"L":[{"M":{"c":{"S":"c2"}}}]}})");
}

TEST(Projection, PathsThatShareAnElementMergeInIt) {
  EXPECT_EQ(
      Projected("l[0].b, l[0].n[1], l[0].a, l[1].a"),
      R"({"l":{"L":[{"M":{"a":{"S":"a0"},"b":{"S":"b0"},"n":{"L":[{"S":"n1"}]}}},{"M":{"a":{"S":"a1"}}}]}})");
}

TEST(Projection, OverlappingAndConflictingPathsAreRefused) {
  const std::string overlap =
      "Invalid ProjectionExpression: Two document paths overlap with each other; "
      "must remove or rewrite one of these paths; ";
  EXPECT_EQ(Projected("a, a"), overlap + "path one: [a], path two: [a]");
  EXPECT_EQ(Projected("#a, #b", {{"#a", "a"}, {"#b", "a"}}),
            overlap + "path one: [a], path two: [a]");
  EXPECT_EQ(Projected("a.b, a"), overlap + "path one: [a, b], path two: [a]");
  EXPECT_EQ(Projected("x, l, y, l[0]"), overlap + "path one: [l], path two: [l, [0]]");
  EXPECT_EQ(Projected("l.a, l[0]"),
            "Invalid ProjectionExpression: Two document paths conflict with each other; "
            "must remove or rewrite one of these paths; path one: [l, a], path two: [l, [0]]");
}

TEST(Projection, NamesAreCheckedInItsOwnWords) {
  EXPECT_EQ(Projected("l[0].COMMENT"),
            "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: "
            "COMMENT");
  EXPECT_EQ(Projected("#undef"),
            "Invalid ProjectionExpression: An expression attribute name used in the document path "
            "is not defined; "
            "attribute name: #undef");
}

TEST(Projection, IndexesHaveALimit) {
  EXPECT_EQ(Projected("l[4294967294]"), "{}");
  EXPECT_EQ(Projected("l[4294967295]"),
            "Invalid ProjectionExpression: List index is not within the allowable range; index: "
            "[4294967295]");
  EXPECT_EQ(Projected("l[999999999999999999999]"),
            "Invalid ProjectionExpression: List index is not within the allowable range; index: "
            "[999999999999999999999]");
}

TEST(Projection, AttributesToGetAreTakenLiterally) {
  const model::Item item =
      MakeItem(R"({"a.b":{"N":"1"},"#c":{"N":"2"},"a":{"M":{"b":{"N":"3"}}}})");
  EXPECT_EQ(ToJson(Projection::OfAttributes({"a.b", "#c", "list"}).Apply(item)),
            R"({"#c":{"N":"2"},"a.b":{"N":"1"}})");
}

}  // namespace
}  // namespace partita::expr
