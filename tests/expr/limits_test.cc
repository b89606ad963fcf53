#include "expr/program.h"
#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

std::string Repeat(std::string_view text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ExpressionLimits, TheTextIsAtMost4096BytesLong) {
  const std::string long_name(4096 - 4, 'a');
  EXPECT_EQ(RefusedCondition(long_name + " = b"), "ok");
  EXPECT_EQ(RefusedCondition(long_name + "a = b"),
            "Expression size has exceeded the maximum allowed size; expression size: 4097");
  EXPECT_EQ(RefusedUpdate("REMOVE " + long_name),
            "Expression size has exceeded the maximum allowed size;");
}

TEST(ExpressionLimits, ThereAreAtMost300Operators) {
  EXPECT_EQ(RefusedCondition("a<b" + Repeat(" OR a<b", 149)), "ok");  // 150 comparisons and 149 OR
  EXPECT_EQ(RefusedCondition("a<b" + Repeat(" OR a<b", 150)),
            "The expression contains too many operators; operator count: 301");
  EXPECT_EQ(RefusedUpdate("SET a=b+c" +
                          [] {
                            std::string more;
                            for (int i = 0; i < 300; ++i) more += ",a" + std::to_string(i) + "=b+c";
                            return more;
                          }()),
            "The expression contains too many operators; operator count: 301");
}

TEST(ExpressionLimits, DeepNestingIsRefusedWithoutDeepRecursion) {
  EXPECT_EQ(RefusedCondition(Repeat("(", 4096)), "Syntax error; token: \"<EOF>\", near: \"(\"");
  EXPECT_EQ(RefusedCondition(Repeat("NOT ", 1000) + "a=b"),
            "The expression contains too many operators; operator count: 1001");
  EXPECT_EQ(RefusedCondition(Repeat("(", 2000) + "a=b" + Repeat(")", 2000)),
            "The expression has redundant parentheses;");
  EXPECT_EQ(RefusedCondition("a=" + Repeat("(", 2000) + "b" + Repeat(")", 2000)),
            "The expression has redundant parentheses;");
  EXPECT_THAT(
      RefusedCondition(Repeat("NOT(", 800) + "a=b" + Repeat(")", 800)),
      ::testing::StartsWith("The expression contains too many operators; operator count: "));
  EXPECT_EQ(RefusedUpdate("SET a=" + Repeat("(", 4000)),
            "Syntax error; token: \"<EOF>\", near: \"(\"");
  EXPECT_EQ(RefusedUpdate("SET a=" + Repeat("(", 2000) + "b" + Repeat(")", 2000)),
            "The expression has redundant parentheses;");
}

TEST(ExpressionLimits, AllThatOperatorsCanNestIsAcceptedAndDecodes) {
  EXPECT_TRUE(
      Holds(Repeat("NOT(", 298) + "a=b" + Repeat(")", 298), R"({"a":{"N":"1"},"b":{"N":"1"}})"));
  EXPECT_EQ(Updated("SET a=" + Repeat("if_not_exists(a,", 200) + "b" + Repeat(")", 200),
                    R"({"b":{"N":"1"}})"),
            R"({"a":{"N":"1"},"b":{"N":"1"}})");
}

TEST(ExpressionLimits, InTakesAtMost100Candidates) {
  EXPECT_EQ(RefusedCondition("a IN (b" + Repeat(",b", 99) + ")"), "ok");
  EXPECT_EQ(RefusedCondition("a IN (b" + Repeat(",b", 100) + ")"),
            "The IN operator is provided with too many operands; number of operands: 101");
}

TEST(ExpressionLimits, APathHasAtMost32Elements) {
  EXPECT_EQ(RefusedCondition("a" + Repeat(".b", 31) + " = c"), "ok");
  EXPECT_EQ(RefusedCondition("a" + Repeat("[0]", 32) + " = c"),
            "The document path has too many nesting levels; nesting levels: 33");
}

TEST(ExpressionLimits, ManyPathsAreComparedInLittleTime) {
  std::string text = "REMOVE ";
  for (int i = 0; i < 700; ++i) text += "a" + std::to_string(i) + ",";
  EXPECT_EQ(RefusedUpdate(text + "z"), "ok");
  EXPECT_EQ(
      RefusedUpdate(text + "a0.x"),
      "Two document paths overlap with each other; must remove or rewrite one of these paths; "
      "path one: [a0], path two: [a0, x]");
}

}  // namespace
}  // namespace partita::expr
