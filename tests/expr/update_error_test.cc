#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

TEST(UpdateError, ReservedWordsAreNoNames) {
  EXPECT_EQ(RefusedUpdate(" set #c = :c set abOrt = true "),
            "Attribute name is a reserved keyword; reserved keyword: abOrt");
  EXPECT_EQ(RefusedUpdate(" remove Absolute "),
            "Attribute name is a reserved keyword; reserved keyword: Absolute");
}

TEST(UpdateError, FunctionsAreIfNotExistsAndListAppend) {
  EXPECT_EQ(RefusedUpdate("set #c = if_not_exist(:c) set c = d"),
            "Invalid function name; function: if_not_exist");
  for (const char* name : {"contains", "size", "begins_with", "attribute_exists"}) {
    EXPECT_EQ(
        RefusedUpdate("SET r = " + std::string(name) + "(s, :needle)"),
        "The function is not allowed in an update expression; function: " + std::string(name));
  }
  const std::string misused =
      "The function is not allowed to be used this way in an expression; function: list_append";
  EXPECT_EQ(RefusedUpdate("SET r = list_append(list_append(l, l), l)"), misused);
  EXPECT_EQ(RefusedUpdate("SET r = if_not_exists(l, list_append(l, l))"), misused);
  EXPECT_EQ(RefusedUpdate("SET r = list_append(l, l) + l"), misused);
  EXPECT_EQ(RefusedUpdate("SET r = list_append(if_not_exists(l, k), l)"), "ok");
  EXPECT_EQ(
      RefusedUpdate("SET r = if_not_exists(a, if_not_exists(a, b)), s = if_not_exists(a, b) + b"),
      "ok");
}

TEST(UpdateError, EachSectionStandsOnce) {
  const std::pair<const char*, const char*> cases[] = {
      {"set a = #c set c = :d", "SET"},
      {"remove #d set a = b remove e", "REMOVE"},
      {"add #d :e set a = b add e :f", "ADD"},
      {"delete #d :e set a = b delete #e :f", "DELETE"}};
  for (const auto& [text, section] : cases) {
    EXPECT_EQ(RefusedUpdate(text), "The \"" + std::string(section) +
                                       "\" section can only be used once in an update expression;");
  }
}

TEST(UpdateError, UndefinedPlaceholdersAreNamedNamesFirst) {
  EXPECT_EQ(
      RefusedUpdate("SET #a = if_not_exists(:c), #c = d", "{}", {{"#a", "a"}}),
      "An expression attribute name used in the document path is not defined; attribute name: #c");
  EXPECT_EQ(RefusedUpdate("SET #a = if_not_exists(:c)", "{}", {{"#a", "a"}}),
            "An expression attribute value used in expression is not defined; attribute value: :c");
}

std::string Paths(const char* what, const char* one, const char* two) {
  return std::string("Two document paths ") + what +
         " with each other; must remove or rewrite one of these paths; path one: " + one +
         ", path two: " + two;
}

TEST(UpdateError, OverlappingPathsAreQuotedInTheOrderOfTheText) {
  const Names names = {{"#c", "c"}, {"#d", "[3]"}};
  EXPECT_EQ(RefusedUpdate("set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", "{}", names),
            Paths("overlap", "[c, [1], a]", "[c]"));
  EXPECT_EQ(RefusedUpdate("set #c[3].#d = a, #c[3] = a", "{}", names),
            Paths("overlap", "[c, [3], [3]]", "[c, [3]]"));
  EXPECT_EQ(RefusedUpdate("set fieldx = b, fieldx = c"), Paths("overlap", "[fieldx]", "[fieldx]"));
  EXPECT_EQ(RefusedUpdate("set mapx = b remove mapx.num"),
            Paths("overlap", "[mapx]", "[mapx, num]"));
  EXPECT_EQ(RefusedUpdate("set a.b = c, a = d"), Paths("overlap", "[a, b]", "[a]"));
  EXPECT_EQ(RefusedUpdate("set a.b = c, a.c = d remove a.bb, l[1], l[10]"), "ok");
}

TEST(UpdateError, OnePlaceIsNotBothMapAndList) {
  const Names names = {{"#c", "c"}, {"#d", "[3]"}};
  EXPECT_EQ(RefusedUpdate("set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", "{}", names),
            Paths("conflict", "[c, [3], [3]]", "[c, [3], [3]]"));
  EXPECT_EQ(RefusedUpdate("remove a.#c set a[1] = #d", "{}", names),
            Paths("conflict", "[a, c]", "[a, [1]]"));
}

TEST(UpdateError, AddTakesNumbersAndSetsDeleteTakesSets) {
  const auto refused = [](const char* text, const char* value) {
    return RefusedUpdate(text, std::string(R"({":a":)") + value + "}");
  };
  const auto worded = [](const char* action, const char* type) {
    return std::string("Incorrect operand type for operator or function; operator: ") + action +
           ", operand type: " + type + ", typeSet: ALLOWED_FOR_" + action + "_OPERAND";
  };
  EXPECT_EQ(refused("add a.b :a", R"({"S":"a"})"), worded("ADD", "STRING"));
  EXPECT_EQ(refused("delete a.b :a", R"({"S":"a"})"), worded("DELETE", "STRING"));
  EXPECT_EQ(refused("add a.b :a", R"({"NULL":true})"), worded("ADD", "NULL"));
  EXPECT_EQ(refused("add a.b :a", R"({"BOOL":true})"), worded("ADD", "BOOLEAN"));
  EXPECT_EQ(refused("add a.b :a", R"({"B":"YQ=="})"), worded("ADD", "BINARY"));
  EXPECT_EQ(refused("delete a.b :a", R"({"M":{}})"), worded("DELETE", "MAP"));
  EXPECT_EQ(refused("add a.b :a", R"({"L":[]})"), worded("ADD", "LIST"));
  EXPECT_EQ(refused("delete a.b :a", R"({"N":"1"})"), worded("DELETE", "NUMBER"));
  EXPECT_EQ(refused("add a.b :a", R"({"N":"1"})"), "ok");
  EXPECT_EQ(refused("delete a.b :a", R"({"BS":["YQ=="]})"), "ok");
}

TEST(UpdateError, FunctionsCheckTheirOperands) {
  EXPECT_EQ(
      RefusedUpdate("set a = if_not_exists(c)"),
      "Incorrect number of operands for operator or function; operator or function: if_not_exists, "
      "number of operands: 1");
  EXPECT_EQ(
      RefusedUpdate("set a = list_append(c, d, e)"),
      "Incorrect number of operands for operator or function; operator or function: list_append, "
      "number of operands: 3");
  const std::string path_required =
      "Operator or function requires a document path; operator or function: if_not_exists";
  EXPECT_EQ(RefusedUpdate("set a = if_not_exists(:a, c)", R"({":a":{"S":"a"}})"), path_required);
  EXPECT_EQ(RefusedUpdate("set a = if_not_exists(if_not_exists(a, b), c)"), path_required);
}

TEST(UpdateError, ConstantsOfAWrongTypeAreRefused) {
  const char* values = R"({":s":{"S":"a"},":n":{"N":"1"},":l":{"L":[]},":m":{"M":{}}})";
  const auto worded = [](const char* name, const char* type) {
    return std::string("Incorrect operand type for operator or function; operator or function: ") +
           name + ", operand type: " + type;
  };
  EXPECT_EQ(RefusedUpdate("set a = list_append(:s, a)", values), worded("list_append", "S"));
  EXPECT_EQ(RefusedUpdate("set a = list_append(a, :n)", values), worded("list_append", "N"));
  EXPECT_EQ(RefusedUpdate("set a = a + :s", values), worded("+", "S"));
  EXPECT_EQ(RefusedUpdate("set a = :m - a", values), worded("-", "M"));
  EXPECT_EQ(RefusedUpdate("set a = (:l + a)", values), worded("+", "L"));
  EXPECT_EQ(RefusedUpdate("set a = if_not_exists(a, :s) + :n", values), "ok");
}

TEST(UpdateError, ParenthesesMayGroupOnce) {
  EXPECT_EQ(RefusedUpdate("set a = (b + c), d = ((e.f) + (g)), h = (i), j = list_append((k), l)"),
            "ok");
  EXPECT_EQ(RefusedUpdate("set a = ((b))"), "The expression has redundant parentheses;");
  EXPECT_EQ(RefusedUpdate("set a = ((b + c))"), "The expression has redundant parentheses;");
}

}  // namespace
}  // namespace partita::expr
