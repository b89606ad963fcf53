#include "partiql_language.h"

namespace partita::expr {
namespace {

constexpr std::string_view kItem =
    R"({"pk": {"S": "a"}, "n": {"N": "1"}, "s": {"S": "str"}, "yes": {"BOOL": true},)"
    R"( "nul": {"NULL": true},)"
    R"( "ss": {"SS": ["a", "b"]}, "l": {"L": [{"S": "x"}]}, "m": {"M": {"sub": {"S": "x"}}}})";

bool True(std::string_view where, const std::vector<std::string_view>& parameters = {}) {
  return Selects(where, kItem, parameters);
}
std::string Refused(std::string_view where, const std::vector<std::string_view>& parameters = {}) {
  return RefusedStatement(std::string("SELECT * FROM \"T\" WHERE ").append(where), parameters);
}

TEST(PartiqlConditions, Compare) {
  for (const char* where : {"n = 1",
                            "n <> 2",
                            "n != 2",
                            "n < 2",
                            "n <= 1",
                            "n > 0",
                            "n >= 1",
                            "1 = n",
                            "0 < n",
                            "n > -5",
                            "n BETWEEN 0 AND 5",
                            "n BETWEEN - 2 AND +5 AND n IN [- 1, 1]",
                            "n NOT BETWEEN 2 AND 3",
                            "n IN [1, 2]",
                            "n IN (2, 1)",
                            "n NOT IN (2, 3)",
                            "s = 'str' OR n = 5",
                            "NOT n = 2",
                            "(n = 2 OR s = 'str') AND NOT (n = 3)",
                            "m.sub = 'x'",
                            "l[0] = 'x'",
                            "\"m\".\"sub\" = 'x'",
                            "ss = <<'b', 'a'>>",
                            "nope <> 1",
                            "m = {'sub': 'x'}",
                            "l = ['x']",
                            "n = - - 1"}) {
    EXPECT_TRUE(True(where)) << where;
  }
  for (const char* where :
       {"n = 2", "nope = 1", "n > 'a'", "l = ['y']", "n NOT IN (1)", "nope > 1"})
    EXPECT_FALSE(True(where)) << where;
  EXPECT_TRUE(True("s = ? AND n < ?", {R"({"S": "str"})", R"({"N": "5"})"}));
}

TEST(PartiqlConditions, BindAndBeforeOr) {
  EXPECT_TRUE(True("n = 1 OR n = 2 AND s = 'no'"));
  EXPECT_FALSE(True("(n = 1 OR n = 2) AND s = 'no'"));
  EXPECT_TRUE(True("NOT n = 2 AND s = 'str'"));
}

TEST(PartiqlConditions, CallFunctionsInAnyCase) {
  for (const char* where :
       {"attribute_exists(ss)", "ATTRIBUTE_EXISTS (m.sub)", "attribute_not_exists(nope)",
        "begins_with(s, 'st')", "NOT begins_with(\"s\", 'x')", "contains(ss, 'a')", "size(s) = 3",
        "SIZE(l) < 2", "attribute_type(ss, 'SS')", "size(ss) IN [1, 2]"}) {
    EXPECT_TRUE(True(where)) << where;
  }
  for (const char* where : {"attribute_exists(nope)", "size(nope) = 0", "attribute_type(ss, 'S')"})
    EXPECT_FALSE(True(where)) << where;
}

TEST(PartiqlConditions, AskForTypes) {
  for (const char* where :
       {"nul IS NULL", "nope IS NOT NULL", "s IS NOT NULL", "nope IS MISSING", "s IS NOT MISSING",
        "yes IS BOOL", "yes IS BOOLEAN", "s IS STRING", "n IS NUMERIC", "l IS LIST", "m IS STRUCT",
        "m IS TUPLE", "s IS NOT BOOL", "'a' IS STRING", "MISSING IS MISSING"}) {
    EXPECT_TRUE(True(where)) << where;
  }
  for (const char* where :
       {"nope IS NULL", "nul IS NOT NULL", "s IS MISSING", "s IS BLOB", "1 IS STRING"})
    EXPECT_FALSE(True(where)) << where;
  EXPECT_EQ(Refused("s IS INT4"),
            "Unsupported data type for IS operator: INT4. Supported data types are [MISSING, NULL, "
            "BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]");
}

TEST(PartiqlConditions, CompareTruthValues) {
  for (const char* where :
       {"attribute_exists(nope) = false", "true = attribute_exists(n)", "attribute_exists(n) <> 1",
        "contains(nope, 'z') = false", "(n BETWEEN 0 AND 5) = true", "(n = 5 OR s = 'x') = false",
        "attribute_exists(nope) IN [true, false]", "attribute_exists(n) = attribute_exists(s)",
        "attribute_exists(n) = yes"}) {
    EXPECT_TRUE(True(where)) << where;
  }
  for (const char* where : {"attribute_exists(n) = 1", "NOT attribute_exists(n) = true",
                            "(attribute_exists(n) = true) = false", "attribute_exists(n) = s"}) {
    EXPECT_FALSE(True(where)) << where;
  }
}

TEST(PartiqlConditions, RefuseWhatMakesNoSense) {
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  const std::vector<std::pair<const char*, std::string>> expected = {
      {"n < true", type + "<, operand type: BOOL"},
      {"n >= [1]", type + ">=, operand type: L"},
      {"n BETWEEN true AND false", type + "BETWEEN, operand type: BOOL"},
      {"attribute_exists(n) > false", type + ">, operand type: BOOL"},
      {"attribute_type(l, 1)", type + "attribute_type, operand type: N"},
      {"begins_with(s, 1)", type + "begins_with, operand type: N"},
      {"size(5) > 1", type + "size, operand type: N"},
      {"attribute_type(s, 'X')",
       "Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}"},
      {"attribute_exists('ss')",
       "Operator or function requires a document path; operator or function: attribute_exists"},
      {"attribute_exists()",
       "Incorrect number of operands for operator or function; operator or function: "
       "attribute_exists, number of operands: 0"},
      {"EXISTS(ss)", "Unrecognized function: exists at 1:25:6"},
      {"set_add(ss, <<'x'>>) = ss", "Unrecognized function: set_add at 1:25:7"},
      {"flag", "WHERE clause must contain an expression that resolves to a boolean"},
      {"n = 1 AND flag", "The arguments to AND/OR must be Expressions"},
      {"NOT flag", "The argument to NOT must be a Type or Expression"},
      {"n = MISSING", "MISSING must be compared using IS operator"},
      {"n IN 5",
       "IN operator must have a left hand argument of type Variable Reference and right hand "
       "argument "
       "of type Seq with at least one member"},
      {"n + 1 = 2", "Unsupported operator in Condition Expression. Operator: +"},
      {"n > -n", "Unsupported operator in Condition Expression. Operator: -"},
      {"contains(s, s)",
       "The first operand must be distinct from the remaining operands for this operator or "
       "function; "
       "operator: contains, first operand: [s]"},
  };
  for (const auto& [where, message] : expected) EXPECT_EQ(Refused(where), message) << where;
  std::string many = "n IN [0";
  for (int i = 1; i <= 100; ++i) many += ", " + std::to_string(i);
  EXPECT_EQ(Refused(many + "]"),
            "The IN operator is provided with too many operands; number of operands: 101");
}

}  // namespace
}  // namespace partita::expr
