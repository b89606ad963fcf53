#include "expr/key_condition.h"

#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

using model::AttributeType;
using model::KeySchema;

const KeySchema kHash = {{{"pk", AttributeType::kS}}, {}};
const KeySchema kHashAndRange = {{{"pk", AttributeType::kS}}, {{"sk", AttributeType::kN}}};
const KeySchema kSeveral = {
    {{"p1", AttributeType::kS}, {"p2", AttributeType::kN}},
    {{"s1", AttributeType::kS}, {"s2", AttributeType::kN}, {"s3", AttributeType::kB}}};
constexpr const char* kValues =
    R"({":s":{"S":"x"},":t":{"S":"y"},":n":{"N":"1"},":m":{"N":"2"},":b":{"B":"AA=="},":e":{"S":""}})";

std::string ValueText(const model::AttributeValue& value) {
  std::string json;
  model::AppendValueJson(value, &json);
  return json;
}

std::string Describe(const KeyCondition& condition) {
  std::string text = "partition";
  for (const auto& value : condition.partition) text += ' ' + ValueText(value);
  for (const auto& value : condition.sort_equal) text += " equal " + ValueText(value);
  if (!condition.sort) return text;
  constexpr const char* kNames[] = {"=", "<", "<=", ">", ">=", "between", "begins_with", "?"};
  text += std::string(" ") + kNames[static_cast<int>(condition.sort->op)] + ' ' +
          ValueText(condition.sort->value);
  if (condition.sort->op == KeyOperator::kBetween) text += ' ' + ValueText(condition.sort->upper);
  return text;
}

std::string Bound(std::string_view text, const KeySchema& key) {
  Placeholders placeholders = MakePlaceholders(kValues);
  auto terms = CompileKeyCondition(text, &placeholders);
  if (!terms.ok()) return terms.error().message;
  const auto condition = BindKeyCondition(std::move(terms).value(), key);
  return condition.ok() ? Describe(*condition) : condition.error().message;
}

TEST(KeyCondition, NamesAPartitionAndARangeOfItsSortKey) {
  EXPECT_EQ(Bound("pk = :s", kHash), R"(partition {"S":"x"})");
  EXPECT_EQ(Bound("pk = :s", kHashAndRange), R"(partition {"S":"x"})");
  EXPECT_EQ(Bound("sk = :n AND pk = :s", kHashAndRange), R"(partition {"S":"x"} equal {"N":"1"})");
  EXPECT_EQ(Bound("pk = :s AND sk < :n", kHashAndRange), R"(partition {"S":"x"} < {"N":"1"})");
  EXPECT_EQ(Bound("(pk = :s AND (sk >= :n))", kHashAndRange),
            R"(partition {"S":"x"} >= {"N":"1"})");
  EXPECT_EQ(Bound("pk = :s AND sk between :n AND :m", kHashAndRange),
            R"(partition {"S":"x"} between {"N":"1"} {"N":"2"})");
}

TEST(KeyCondition, MirrorsWhatStandsOnTheWrongSide) {
  EXPECT_EQ(Bound(":s = pk AND :n < sk", kHashAndRange), R"(partition {"S":"x"} > {"N":"1"})");
  EXPECT_EQ(Bound(":s = pk AND :n >= sk", kHashAndRange), R"(partition {"S":"x"} <= {"N":"1"})");
}

TEST(KeyCondition, OfSeveralAttributesGoesFromLeftToRight) {
  EXPECT_EQ(Bound("p2 = :n AND p1 = :s", kSeveral), R"(partition {"S":"x"} {"N":"1"})");
  EXPECT_EQ(Bound("p1 = :s AND p2 = :n AND s1 = :t AND s2 > :m", kSeveral),
            R"(partition {"S":"x"} {"N":"1"} equal {"S":"y"} > {"N":"2"})");
  EXPECT_EQ(Bound("s3 = :b AND s2 = :m AND s1 = :t AND p1 = :s AND p2 = :n", kSeveral),
            R"(partition {"S":"x"} {"N":"1"} equal {"S":"y"} equal {"N":"2"} equal {"B":"AA=="})");
  EXPECT_EQ(Bound("p1 = :s AND p2 = :n AND begins_with(s1, :t)", kSeveral),
            R"(partition {"S":"x"} {"N":"1"} begins_with {"S":"y"})");
}

TEST(KeyCondition, OfSeveralAttributesLeavesNoGap) {
  EXPECT_EQ(Bound("p1 = :s", kSeveral), "Query condition missed key schema element: p2");
  EXPECT_EQ(Bound("p1 = :s AND p2 > :n", kSeveral), "Query key condition not supported");
  const auto without = [](const std::string& names, const std::string& present) {
    return "RANGE key attributes " + names +
           " must have equality conditions specified in the query because a condition is present "
           "on key attribute " +
           present;
  };
  EXPECT_EQ(Bound("p1 = :s AND p2 = :n AND s2 = :m", kSeveral), without("s1", "s2"));
  EXPECT_EQ(Bound("p1 = :s AND p2 = :n AND s3 = :b", kSeveral), without("s1, s2", "s3"));
  EXPECT_EQ(Bound("p1 = :s AND p2 = :n AND s1 > :t AND s2 = :m", kSeveral), without("s1", "s2"));
}

TEST(KeyCondition, WantsEveryPartitionAttributeByEquality) {
  EXPECT_EQ(Bound("sk = :n", kHashAndRange), "Query condition missed key schema element: pk");
  EXPECT_EQ(Bound("attr1 = :s", kHashAndRange), "Query condition missed key schema element: pk");
  EXPECT_EQ(Bound("pk = :s AND attr1 = :s", kHashAndRange),
            "Query condition missed key schema element: sk");
  EXPECT_EQ(Bound("pk = :s AND attr1 = :s", kHash), "Query key condition not supported");
  EXPECT_EQ(Bound("pk < :s", kHashAndRange), "Query key condition not supported");
  EXPECT_EQ(Bound("pk = :s AND sk = :n AND a = :n", kHashAndRange),
            "The number of query conditions (3) exceeds the number of key attributes defined in "
            "the schema (2)");
}

TEST(KeyCondition, ValuesHaveTheTypesOfTheKeyAndAreNotEmpty) {
  const char* type =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  EXPECT_EQ(Bound("pk = :n", kHash), type);
  EXPECT_EQ(Bound("pk = :s AND sk > :s", kHashAndRange), type);
  EXPECT_EQ(Bound("pk = :e", kHash),
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty "
            "string value. Key: pk");
}

TEST(KeyCondition, SomeOperatorsAreNotForKeys) {
  const std::pair<const char*, const char*> cases[] = {
      {"a > b and size(b) > c or a > c", "OR"},
      {"a in (b, size(c), d)", "IN"},
      {"attribute_exists(a)", "attribute_exists"},
      {"attribute_not_exists(a)", "attribute_not_exists"},
      {"contains(a.d, b)", "contains"},
      {"not a > b", "NOT"},
      {"a <> b", "<>"},
      {"pk = :s AND NOT NOT sk = :n", "NOT"}};
  for (const auto& [text, name] : cases) {
    EXPECT_EQ(Bound(text, kHash),
              std::string("Invalid operator used in KeyConditionExpression: ") + name)
        << text;
  }
}

TEST(KeyCondition, EachTermNamesOneKeyAttributeOnce) {
  const std::string invalid = "Invalid condition in KeyConditionExpression: ";
  for (const char* text :
       {"size(b) > a AND a.b > b AND b > c", "a > size(b.d)", "a between size(b) and size(a)"}) {
    EXPECT_EQ(Bound(text, kHash), "KeyConditionExpressions cannot contain nested operations")
        << text;
  }
  for (const char* text :
       {"b > a.b", "b between c[1] and d", "a between b and size(a)", "begins_with(a, b)"}) {
    EXPECT_EQ(Bound(text, kHash), invalid + "Multiple attribute names used in one condition")
        << text;
  }
  for (const char* text : {"b.d > a AND c.d > e.f", "a.d > c", "b[0] > a"}) {
    EXPECT_EQ(Bound(text, kHash),
              "KeyConditionExpressions cannot have conditions on nested attributes")
        << text;
  }
  for (const char* text : {":n > :m AND a < :n", ":n > b AND :m < :n"}) {
    EXPECT_EQ(Bound(text, kHash), invalid + "No key attribute specified") << text;
  }
  for (const char* text :
       {"b > :n AND b < :n and c = :n and d = :n", "(a > :n and b > :n) and (b > :n and c > :n)"}) {
    EXPECT_EQ(Bound(text, kHash),
              "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one "
              "condition per key")
        << text;
  }
  EXPECT_EQ(Bound(":s between size(b) and size(a) and b > :s", kHash),
            invalid + "BETWEEN operator must have the key attribute as its first operand");
  EXPECT_EQ(Bound("begins_with(:s, b) and a > :t", kHash),
            invalid + "begins_with operator must have the key attribute as its first operand");
}

TEST(KeyCondition, SyntaxAndTypesAreWordedAsInOtherConditions) {
  EXPECT_EQ(Bound("", kHash), "Invalid KeyConditionExpression: The expression can not be empty;");
  EXPECT_EQ(Bound("a > 4", kHash),
            "Invalid KeyConditionExpression: Syntax error; token: \"4\", near: \"> 4\"");
  EXPECT_EQ(Bound("pk = :s AND begins_with(sk, :n)", kHash),
            "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
            "operator or function: begins_with, operand type: N");
}

LegacyCondition Legacy(std::string attribute, std::string comparison_operator,
                       std::vector<const char*> values) {
  LegacyCondition condition;
  condition.attribute = std::move(attribute);
  condition.comparison_operator = std::move(comparison_operator);
  for (const char* value : values) condition.attribute_value_list.push_back(MakeValue(value));
  return condition;
}

std::string BoundLegacy(const std::vector<LegacyCondition>& conditions, const KeySchema& key) {
  auto terms = TranslateKeyConditions(conditions);
  if (!terms.ok()) return terms.error().message;
  const auto condition = BindKeyCondition(std::move(terms).value(), key);
  return condition.ok() ? Describe(*condition) : condition.error().message;
}

TEST(KeyCondition, LegacyOperatorsMeanTheSame) {
  const LegacyCondition partition = Legacy("pk", "EQ", {R"({"S":"x"})"});
  EXPECT_EQ(BoundLegacy({partition}, kHash), R"(partition {"S":"x"})");
  EXPECT_EQ(BoundLegacy({Legacy("sk", "LE", {R"({"N":"3"})"}), partition}, kHashAndRange),
            R"(partition {"S":"x"} <= {"N":"3"})");
  EXPECT_EQ(BoundLegacy({partition, Legacy("sk", "BETWEEN", {R"({"N":"3"})", R"({"N":"4"})"})},
                        kHashAndRange),
            R"(partition {"S":"x"} between {"N":"3"} {"N":"4"})");
}

TEST(KeyCondition, LegacyOperatorsThatNoKeyAnswersAreRefused) {
  const LegacyCondition partition = Legacy("pk", "EQ", {R"({"S":"x"})"});
  const char* not_indexable = "Attempted conditional constraint is not an indexable operation";
  EXPECT_EQ(BoundLegacy({Legacy("pk", "NULL", {})}, kHash), not_indexable);
  EXPECT_EQ(BoundLegacy({partition, Legacy("sk", "NE", {R"({"N":"3"})"})}, kHashAndRange),
            not_indexable);
  EXPECT_EQ(
      BoundLegacy({partition, Legacy("sk", "IN", {R"({"N":"3"})", R"({"N":"4"})"})}, kHashAndRange),
      not_indexable);
  EXPECT_EQ(BoundLegacy({}, kHash), "Conditions can be of length 1 or 2 only");
  EXPECT_EQ(BoundLegacy({Legacy("pk", "EQ", {})}, kHash),
            "One or more parameter values were invalid: Invalid number of argument(s) for the EQ "
            "ComparisonOperator");
}

}  // namespace
}  // namespace partita::expr
