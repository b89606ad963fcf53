#include "expr/projection.h"
#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

std::string RefusedProjection(std::string_view text, const Names& names = {}) {
  Placeholders placeholders = MakePlaceholders("{}", names);
  return Refusal(Projection::Compile(text, &placeholders), "Invalid ProjectionExpression: ");
}

std::string Syntax(std::string_view token, std::string_view near) {
  return "Syntax error; token: \"" + std::string(token) + "\", near: \"" + std::string(near) + "\"";
}

// Answers of the real service, as recorded by public suites and in bug reports.
TEST(SyntaxError, QuotesTheTokenBetweenItsNeighboursAsTheServiceDoes) {
  EXPECT_EQ(RefusedUpdate("INVALID SYNTAX HERE"), Syntax("INVALID", "INVALID SYNTAX"));
  EXPECT_EQ(RefusedProjection("!!! INVALID !!!"), Syntax("!", "!!"));
  EXPECT_EQ(RefusedCondition("a-b"), Syntax("-", "a-b"));
  EXPECT_EQ(RefusedUpdate("ADD hits : incr"), Syntax(":", "hits : incr"));
  EXPECT_EQ(RefusedCondition("tenantAgent:abc123-"), Syntax(":abc123", "tenantAgent:abc123-"));
  EXPECT_EQ(RefusedCondition("#articleId attribute_not_exists :ckpst"),
            Syntax("attribute_not_exists", "#articleId attribute_not_exists :ckpst"));
  EXPECT_EQ(RefusedCondition("attribute_type()"), Syntax(")", "()"));
  EXPECT_EQ(RefusedProjection("l[a]"), Syntax("a", "[a]"));
  EXPECT_EQ(RefusedProjection("l[]"), Syntax("]", "[]"));
  EXPECT_EQ(RefusedProjection("#list[].#comment"), Syntax("]", "[]."));
  EXPECT_EQ(RefusedProjection("l[001]"), Syntax("0", "001"));
  EXPECT_EQ(RefusedProjection("l[0000000000001]"), Syntax("0", "000"));
  EXPECT_EQ(RefusedProjection("l[１２３]"), Syntax("１", "[１２"));
  EXPECT_EQ(RefusedCondition("#list[-1].#comment = :value"), Syntax("-", "[-1"));
  EXPECT_EQ(RefusedUpdate("SET #list[0.#comment = :value"), Syntax(".", "0.#comment"));
  EXPECT_EQ(RefusedUpdate("SET numx = numx * :v"), Syntax("*", "numx * :v"));
  EXPECT_EQ(RefusedUpdate("ADD numx 1"), Syntax("1", "numx 1"));
  EXPECT_EQ(RefusedUpdate("DELETE setx a"), Syntax("a", "setx a"));
}

TEST(SyntaxError, CallsTheEndOfTheTextEof) {
  EXPECT_EQ(RefusedUpdate("SET note = :v +"), Syntax("<EOF>", "+"));
  EXPECT_EQ(RefusedUpdate("SET"), Syntax("<EOF>", "SET"));
  EXPECT_EQ(RefusedUpdate("ADD numx"), Syntax("<EOF>", "numx"));
  EXPECT_EQ(RefusedCondition("#comment ="), Syntax("<EOF>", "="));
  EXPECT_EQ(RefusedCondition("whatever"), Syntax("<EOF>", "whatever"));
  EXPECT_EQ(RefusedProjection("a,"), Syntax("<EOF>", ","));
  EXPECT_EQ(RefusedProjection("a b"), Syntax("b", "a b"));
}

TEST(SyntaxError, OfAConditionIsFoundBeforeEverythingElse) {
  for (const char* text : {"things are not gonna be ok",
                           "a > 4",
                           "attribute_exists(Pictures-RearView)",
                           "attribute_exists(\"Pictures.RearView\")",
                           "attribute_exists(Pictures..RearView)",
                           "attribute_exists(Pi#ctures.RearView)",
                           "attribute_exists(asdf[a])",
                           "a in b, c",
                           "a > between",
                           "a in b",
                           "a in (b,c,)",
                           "(a)between(b.(c.d))and(c)",
                           "(a)between(b.c.d)and((c)",
                           "#$.b > a",
                           "a > :things.stuff",
                           "b[:a] > a",
                           "b[#_] > a",
                           "ü > a",
                           "(a)between(b.c[4.5].#d)and(:a)",
                           "size(a).b > a",
                           "(size(a)).b > a",
                           "size(a)[0] > a",
                           "(size(a))[0] > a",
                           "a",
                           "(a)",
                           ":a",
                           "a AND b = c",
                           "(a = b) = c",
                           "a = b = c",
                           "NOT",
                           "NOT a",
                           "a = (b = c)",
                           "_a = b",
                           "a = b OR",
                           "()",
                           "a BETWEEN b OR c",
                           "a = b)",
                           "a.b. = c",
                           "a IN ()",
                           "a !=  b"}) {
    EXPECT_THAT(RefusedCondition(text), ::testing::StartsWith("Syntax error; token: ")) << text;
  }
}

TEST(SyntaxError, OfAnUpdateIsFoundBeforeEverythingElse) {
  for (const char* text : {"whatever",
                           "set a",
                           "add a",
                           "delete a",
                           "set a=set",
                           "remove a = b",
                           "add a = b",
                           "delete a = b",
                           "delete a b",
                           "delete a if_not_exist(b)",
                           "add abort b",
                           "add a if_not_exist(b)",
                           "remove a b",
                           "set a b",
                           "set :a = b",
                           "add :a b",
                           "delete :a b",
                           "remove :a",
                           "set a = b / c",
                           "set a = b * c",
                           "set a[1] = \"eight\"",
                           "set a[1] = 1",
                           "SET a = if_not_exist(a, 100)",
                           "SET if_not_exist(a, b) = a",
                           "set (a = (b + c))",
                           "set a = (b.c).d + e",
                           "set a = (b.c)[0] + e",
                           "set a = b + c + d",
                           "set a = b,",
                           "remove a,",
                           "set a = (b + c) + d",
                           "set a = b set",
                           "set a = b + (c + d)"}) {
    EXPECT_THAT(RefusedUpdate(text), ::testing::StartsWith("Syntax error; token: ")) << text;
  }
}

TEST(SyntaxError, OfAProjectionIsFoundBeforeEverythingElse) {
  for (const char* text : {"#a b", "a..b", "a[b]", ".a", "a.", "a[1", "a[1].", ":v", "a,,b", "a(b)",
                           "(a)", "#", "a[1.5]"}) {
    EXPECT_THAT(RefusedProjection(text), ::testing::StartsWith("Syntax error; token: ")) << text;
  }
}

TEST(SyntaxError, AnExpressionOfNothingButBlanksIsEmpty) {
  for (const char* text : {"", " ", "\t\r\n "}) {
    EXPECT_EQ(RefusedCondition(text), "The expression can not be empty;");
    EXPECT_EQ(RefusedUpdate(text), "The expression can not be empty;");
    EXPECT_EQ(RefusedProjection(text), "The expression can not be empty;");
  }
}

TEST(SyntaxError, InvalidUtf8IsQuotedWithoutReadingPastTheEnd) {
  EXPECT_EQ(RefusedCondition("a = \xf0"), Syntax("\xf0", "= \xf0"));
  EXPECT_EQ(RefusedCondition("\xff\xfe = a"), Syntax("\xff\xfe =", "\xff\xfe = a"));
}

}  // namespace
}  // namespace partita::expr
