#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

TEST(ConditionError, RedundantParenthesesAreRefused) {
  for (const char* text :
       {"a=a and a > ((views))", "(a)between(((b.c)).d)and(c)", "a > whatever((:things), ((a)))",
        "a=a AND ((a=a AND a=a)) AND a=a", "a=a OR ((a=a OR a=a)) OR a=a",
        "a=a AND ((a=a AND (a=a AND a=a)))", "a=a OR ((a=a OR (a=a OR a=a)))", "((a=b))",
        "NOT ((a=b))", "((attribute_exists(a)))"}) {
    EXPECT_EQ(RefusedCondition(text), "The expression has redundant parentheses;") << text;
  }
}

TEST(ConditionError, ParenthesesThatGroupAreWelcome) {
  for (const char* text :
       {"(a = b) AND (c = d)", "(a = b AND c = d)", "(a = b AND (c = d))", "((a = b) AND c = d)",
        "(a) = (b)", "(NOT (a = b))", "((a) = b)", "(attribute_exists(a))", "(size(a)) > b",
        "(b.c).d = a", "a BETWEEN (b) AND (c)", "NOT NOT NOT NOT a < b", "a IN ((b), c)"}) {
    EXPECT_EQ(RefusedCondition(text), "ok") << text;
  }
}

TEST(ConditionError, UnknownFunctionsAreRefused) {
  EXPECT_EQ(RefusedCondition("a=a and whatever((:things)) > a"),
            "Invalid function name; function: whatever");
  EXPECT_EQ(RefusedCondition("attRIbute_exIsts((views), #a)"),
            "Invalid function name; function: attRIbute_exIsts");
  EXPECT_EQ(RefusedCondition("if_not_exists(s, :f) = :f"),
            "The function is not allowed in a condition expression; function: if_not_exists");
  EXPECT_EQ(RefusedCondition("list_append(s, :f) = :f"),
            "The function is not allowed in a condition expression; function: list_append");
}

TEST(ConditionError, FunctionsStandOnlyWhereTheyMakeSense) {
  const std::pair<const char*, const char*> cases[] = {
      {"a=a and attribute_exists((views), (#a)) > b", "attribute_exists"},
      {"attribute_not_exists(things) > b", "attribute_not_exists"},
      {"attribute_type(things, :a) > b", "attribute_type"},
      {"begins_with(things, a) > b", "begins_with"},
      {"contains(:things, c) > b", "contains"},
      {"size(contains(a, b)) > a", "contains"},
      {"size(things)", "size"},
      {"NOT size(things)", "size"},
      {"a = b AND size(things)", "size"},
      {"a between b and attribute_exists(things)", "attribute_exists"},
      {"a in (b, attribute_exists(things))", "attribute_exists"},
  };
  for (const auto& [text, function] : cases) {
    EXPECT_EQ(RefusedCondition(text),
              std::string(
                  "The function is not allowed to be used this way in an expression; function: ") +
                  function)
        << text;
  }
}

TEST(ConditionError, ReservedWordsAreNoNames) {
  EXPECT_EQ(RefusedCondition("attribute_exists(views, #a)"),
            "Attribute name is a reserved keyword; reserved keyword: views");
  EXPECT_EQ(RefusedCondition(":a < abOrT"),
            "Attribute name is a reserved keyword; reserved keyword: abOrT");
  EXPECT_EQ(RefusedCondition("#l[0].COMMENT = :v"),
            "Attribute name is a reserved keyword; reserved keyword: COMMENT");
  EXPECT_EQ(RefusedCondition("#s = :v", R"({":v":{"S":"x"}})", {{"#s", "status"}}), "ok");
}

TEST(ConditionError, UndefinedPlaceholdersAreNamed) {
  const std::pair<const char*, const char*> names[] = {
      {"attribute_exists(#Pictures.RearView, :a) and a=a", "#Pictures"},
      {"begins_with(Pictures.#RearView)", "#RearView"},
      {"(#P between :lo and :hi) and (#PC in (:cat1, :cat2))", "#P"},
      {"#4g > a", "#4g"},
      {"#_ > a", "#_"},
      {"(a)between(b.c[45].#d)and(:a)", "#d"}};
  for (const auto& [text, name] : names) {
    EXPECT_EQ(RefusedCondition(text),
              std::string("An expression attribute name used in the document path is not defined; "
                          "attribute name: ") +
                  name);
  }
  const std::pair<const char*, const char*> values[] = {
      {"begins_with(:hello, #a, #b)", ":hello"}, {":a < :b", ":a"}, {":_ > a", ":_"}};
  for (const auto& [text, value] : values) {
    EXPECT_EQ(
        RefusedCondition(text),
        std::string(
            "An expression attribute value used in expression is not defined; attribute value: ") +
            value);
  }
}

TEST(ConditionError, FunctionsCountTheirOperands) {
  const std::tuple<const char*, const char*, int> cases[] = {
      {"attribute_exists(things, a) and a=a", "attribute_exists", 2},
      {"attribute_not_exists(things, b)", "attribute_not_exists", 2},
      {"attribute_type(things)", "attribute_type", 1},
      {"begins_with(things)", "begins_with", 1},
      {"begins_with(things, size(a), b)", "begins_with", 3},
      {"contains(things)", "contains", 1},
      {"size(things, a) > b", "size", 2},
  };
  for (const auto& [text, function, count] : cases) {
    EXPECT_EQ(RefusedCondition(text),
              "Incorrect number of operands for operator or function; operator or function: " +
                  std::string(function) + ", number of operands: " + std::to_string(count));
  }
}

struct OperandTypeCase {
  const char* text;
  const char* name;
  const char* value;
  const char* type;
};

class ConditionOperandType : public ::testing::TestWithParam<OperandTypeCase> {};

TEST_P(ConditionOperandType, IsRefusedForConstantsThatCannotFit) {
  const auto& [text, name, value, type] = GetParam();
  EXPECT_EQ(RefusedCondition(text, std::string(R"({":a":)") + value + "}"),
            std::string("Incorrect operand type for operator or function; operator or function: ") +
                name + ", operand type: " + type);
}

INSTANTIATE_TEST_SUITE_P(
    Functions, ConditionOperandType,
    ::testing::Values(
        OperandTypeCase{"attribute_type(a, size(a)) and a=a and a=:a", "attribute_type",
                        R"({"N":"1"})", "N"},
        OperandTypeCase{"attribute_type(a, :a)", "attribute_type", R"({"N":"1"})", "N"},
        OperandTypeCase{"attribute_type(a, :a)", "attribute_type", R"({"BOOL":true})", "BOOL"},
        OperandTypeCase{"attribute_type(a, :a)", "attribute_type", R"({"SS":["1"]})", "SS"},
        OperandTypeCase{"begins_with(a, size(a)) and a=:a", "begins_with", R"({"N":"1"})", "N"},
        OperandTypeCase{"begins_with(a, :a)", "begins_with", R"({"N":"1"})", "N"},
        OperandTypeCase{"begins_with(a, :a)", "begins_with", R"({"M":{}})", "M"},
        OperandTypeCase{"begins_with(:a, a)", "begins_with", R"({"L":[]})", "L"},
        OperandTypeCase{"size(size(a)) > :a", "size", R"({"N":"1"})", "N"},
        OperandTypeCase{"attribute_not_exists(size(:a))", "size", R"({"N":"1"})", "N"},
        OperandTypeCase{"size(:a) > a", "size", R"({"BOOL":true})", "BOOL"},
        OperandTypeCase{"size(:a) > a", "size", R"({"NULL":true})", "NULL"}));

INSTANTIATE_TEST_SUITE_P(
    Operators, ConditionOperandType,
    ::testing::Values(OperandTypeCase{"b < :a", "<", R"({"BOOL":true})", "BOOL"},
                      OperandTypeCase{":a >= b", ">=", R"({"L":[]})", "L"},
                      OperandTypeCase{"b > :a", ">", R"({"NS":["1"]})", "NS"},
                      OperandTypeCase{"b BETWEEN :a AND c", "BETWEEN", R"({"M":{}})", "M"},
                      OperandTypeCase{":a between b AND c", "BETWEEN", R"({"NULL":true})",
                                      "NULL"}));

TEST(ConditionError, EqualityTakesConstantsOfEveryType) {
  for (const char* value :
       {R"({"BOOL":true})", R"({"L":[]})", R"({"M":{}})", R"({"SS":["a"]})", R"({"NULL":true})"}) {
    EXPECT_EQ(RefusedCondition("a = :v AND b <> :v AND c IN (:v)",
                               std::string(R"({":v":)") + value + "}"),
              "ok");
  }
}

TEST(ConditionError, AttributeTypeWantsAConstantThatNamesAType) {
  EXPECT_EQ(RefusedCondition("attribute_type(a, :t)", R"({":t":{"S":"STRING"}})"),
            "Invalid attribute type name found; type: STRING, valid types: "
            "{S,SS,N,NS,B,BS,BOOL,NULL,L,M}");
  EXPECT_EQ(RefusedCondition("attribute_type(a, b)"),
            "Incorrect operand type for operator or function; operator or function: "
            "attribute_type, operand type: "
            "{S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,"
            "DECIMALSET,INTSET}");
}

TEST(ConditionError, ExistenceIsAskedOfPathsOnly) {
  for (const char* name : {"attribute_exists", "attribute_not_exists"}) {
    EXPECT_EQ(RefusedCondition(std::string(name) + "(:a) and a=a", R"({":a":{"S":"1"}})"),
              std::string("Operator or function requires a document path; operator or function: ") +
                  name);
    EXPECT_EQ(RefusedCondition(std::string(name) + "(size(:a))", R"({":a":{"S":"1"}})"),
              std::string("Operator or function requires a document path; operator or function: ") +
                  name);
  }
}

TEST(ConditionError, TheFirstOperandMustBeDistinct) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"a = a AND #a = b AND :views > a", "=", "[a]"},
      {"#a <> a", "<>", "[a]"},
      {"a > #a", ">", "[a]"},
      {"((a=a) OR (a=a))", "=", "[a]"},
      {"((a=a) AND (a=a))", "=", "[a]"},
      {"contains(ab.bc[1].a, ab.bc[1].#a)", "contains", "[ab, bc, [1], a]"},
      {"attribute_type(ab.bc[1].#a, ab.bc[1].a)", "attribute_type", "[ab, bc, [1], a]"},
      {"begins_with(ab.bc[1].a, ab.bc[1].#a)", "begins_with", "[ab, bc, [1], a]"},
      {"a IN (b, a)", "IN", "[a]"},
      {"a BETWEEN b AND a", "BETWEEN", "[a]"},
  };
  for (const auto& [text, name, path] : cases) {
    EXPECT_EQ(RefusedCondition(text, "{}", {{"#a", "a"}}),
              std::string("The first operand must be distinct from the remaining operands for this "
                          "operator or function; "
                          "operator: ") +
                  name + ", first operand: " + path)
        << text;
  }
  EXPECT_EQ(RefusedCondition(":a >= :a AND size(a) = a", R"({":a":{"N":"1"}})"), "ok");
}

TEST(ConditionError, BetweenWantsBoundsOfOneTypeInOrder) {
  EXPECT_EQ(
      RefusedCondition("a between :b and :a", R"({":a":{"S":"a"},":b":{"N":"1"}})"),
      "The BETWEEN operator requires same data type for lower and upper bounds; "
      "lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}");
  EXPECT_EQ(
      RefusedCondition("a between :b and :a", R"({":a":{"S":"a"},":b":{"S":"b"}})"),
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
      "lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}");
  EXPECT_EQ(RefusedCondition("a between :b and :a", R"({":a":{"B":"YQ=="},":b":{"B":"eg=="}})"),
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
            "lower bound operand: AttributeValue: {B:eg==}, upper bound operand: AttributeValue: "
            "{B:YQ==}");
  EXPECT_EQ(RefusedCondition("a between :b and :a", R"({":a":{"N":"10"},":b":{"N":"9"}})"), "ok");
  EXPECT_EQ(RefusedCondition("a between :a and :a", R"({":a":{"N":"10"}})"), "ok");
}

TEST(ConditionError, TheParameterNamesItselfInEveryMessage) {
  Placeholders placeholders;
  const auto refused = Condition::Compile("#x = a", "FilterExpression", &placeholders);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            "Invalid FilterExpression: An expression attribute name used in the document path is "
            "not defined; "
            "attribute name: #x");
  EXPECT_EQ(refused.error().type, model::ApiErrorType::kValidation);
}

TEST(Placeholders, UnusedOnesAreListedNamesFirst) {
  Placeholders placeholders = MakePlaceholders(R"({":v":{"N":"1"},":w":{"N":"2"}})",
                                               {{"#b", "b"}, {"#a", "a"}, {"#c", "c"}});
  ASSERT_TRUE(Condition::Compile("#c = :v", "ConditionExpression", &placeholders).ok());
  EXPECT_EQ(placeholders.CheckAllUsed().error().message,
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}");
  ASSERT_TRUE(Condition::Compile("#a = #b", "FilterExpression", &placeholders).ok());
  EXPECT_EQ(placeholders.CheckAllUsed().error().message,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}");
  ASSERT_TRUE(Condition::Compile("x = :w", "FilterExpression", &placeholders).ok());
  EXPECT_TRUE(placeholders.CheckAllUsed().ok());
}

TEST(Placeholders, TheirKeysHaveASyntax) {
  for (const char* good : {"#a", "#1", "#_", "#a_1"})
    EXPECT_TRUE(Placeholders::CheckNameSyntax(good).ok()) << good;
  for (const char* bad : {"", "#", "a", ":a", "#a-b", "#ü", "##a"}) {
    EXPECT_EQ(Placeholders::CheckNameSyntax(bad).error().message,
              "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" +
                  std::string(bad) + "\"");
  }
  EXPECT_TRUE(Placeholders::CheckValueSyntax(":1").ok());
  EXPECT_EQ(Placeholders::CheckValueSyntax("b").error().message,
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\"");
}

TEST(Placeholders, TheirKeysAreShort) {
  const std::string longest(255, 'a');
  EXPECT_TRUE(Placeholders::CheckNameSyntax('#' + longest.substr(1)).ok());
  EXPECT_EQ(Placeholders::CheckNameSyntax('#' + longest).error().message,
            "ExpressionAttributeNames contains invalid key: The expression attribute map contains "
            "a key that is too long; size of key: 256");
  EXPECT_TRUE(Placeholders::CheckValueSyntax(':' + longest.substr(1)).ok());
  EXPECT_EQ(Placeholders::CheckValueSyntax(':' + longest).error().message,
            "ExpressionAttributeValues contains invalid key: The expression attribute map contains "
            "a key that is too long;");
}

}  // namespace
}  // namespace partita::expr
