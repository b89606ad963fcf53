#include "partiql_language.h"

namespace partita::expr {
namespace {

std::string Refused(std::string_view changes,
                    const std::vector<std::string_view>& parameters = {}) {
  return RefusedStatement(std::string("UPDATE \"T\" ").append(changes), parameters);
}

TEST(PartiqlUpdates, SetAndRemove) {
  constexpr std::string_view kItem =
      R"({"n": {"N": "5"}, "l": {"L": [{"N": "1"}, {"N": "2"}]}, "m": {"M": {"a": {"S": "x"}}}})";
  EXPECT_EQ(Changed("SET n = n-1, s = 'x' SET m.b = [1, <<'a'>>] REMOVE l[0] REMOVE m.a", kItem),
            R"({"l":{"L":[{"N":"2"}]},"m":{"M":{"b":{"L":[{"N":"1"},{"SS":["a"]}]}}},)"
            R"("n":{"N":"4"},"s":{"S":"x"}})");
  EXPECT_EQ(Changed("SET n = n - - 2", R"({"n": {"N": "1"}})"), R"({"n":{"N":"3"}})");
  EXPECT_EQ(Changed("SET n = 1 + n + ?", R"({"n": {"N": "1"}})", {R"({"N": "5"})"}),
            R"({"n":{"N":"7"}})");
  EXPECT_EQ(Changed("SET l = list_append(l, [3]) SET k = list_append([0], l)",
                    R"({"l": {"L": [{"N": "1"}]}})"),
            R"({"k":{"L":[{"N":"0"},{"N":"1"}]},"l":{"L":[{"N":"1"},{"N":"3"}]}})");
  EXPECT_EQ(Changed("SET a = b", R"({"b": {"S": "x"}})"), R"({"a":{"S":"x"},"b":{"S":"x"}})");
}

TEST(PartiqlUpdates, ChangeSets) {
  EXPECT_EQ(
      Changed("SET ss = set_add(ss, <<'z'>>) SET ns = SET_ADD(ns, <<4, 1>>) SET x = set_add(x, ?)",
              R"({"ss": {"SS": ["a"]}, "ns": {"NS": ["1"]}})", {R"({"SS": ["new"]})"}),
      R"({"ns":{"NS":["1","4"]},"ss":{"SS":["a","z"]},"x":{"SS":["new"]}})");
  EXPECT_EQ(Changed("SET a = set_delete(a, <<'x'>>) SET b = set_delete(b, <<'x'>>)",
                    R"({"a": {"SS": ["x"]}, "b": {"SS": ["x", "y"]}})"),
            R"({"b":{"SS":["y"]}})");
  EXPECT_EQ(Changed("SET s = set_add(s, <<'x'>>)", R"({"s": {"S": "x"}})"),
            "An operand in the update expression has an incorrect data type");
}

TEST(PartiqlUpdates, AreRefusedForMisusedFunctions) {
  const std::string type =
      "Incorrect operand type for operator or function; operator or function: ";
  const std::vector<std::pair<const char*, std::string>> expected = {
      {"SET t = set_add(ss, <<'x'>>)",
       "The first argument to SET_ADD must equal the assignment value at 1:20:7"},
      {"SET ss = set_add(ss, 'x')",
       "The second argument to SET_ADD must be a value with type SET at 1:29:2"},
      {"SET \"ss\" = set_delete(\"ss\", ['x'])",
       "The second argument to SET_DELETE must be a value with type SET at 1:34:4"},
      {"SET ss = set_add(ss)", "SET_ADD must have exactly two arguments at 1:21:7"},
      {"SET ss = set_add(ss, <<>>)", "Empty bags are not supported"},
      {"SET a = if_not_exists(a, 1)", "Unrecognized function: if_not_exists at 1:20:13"},
      {"SET a = 'a' + 1", type + "+, operand type: S"},
      {"SET a = n - null", type + "-, operand type: NULL"},
      {"SET a = n + [1]", type + "+, operand type: L"},
      {"SET a = list_append(a, 'x')", type + "list_append, operand type: S"},
      {"SET a = n * 2", "Unsupported operator in Update Expression. Operator: *"},
      {"SET a = b IS NULL", "IS operator is not supported in update expressions"},
      {"SET a = 1 SET a = 2",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path "
       "one: [a], path two: [a]"},
  };
  for (const auto& [changes, message] : expected) EXPECT_EQ(Refused(changes), message) << changes;
}

TEST(PartiqlUpdates, SayWhatTheyReturn) {
  const auto returning = [](std::string_view clause) {
    return MakeStatement(std::string("UPDATE \"T\" SET a = 1 WHERE pk = 'a' ").append(clause))
        .returning;
  };
  EXPECT_EQ(returning(""), PartiqlReturning::kNone);
  EXPECT_EQ(returning("RETURNING ALL OLD *"), PartiqlReturning::kAllOld);
  EXPECT_EQ(returning("returning modified old *"), PartiqlReturning::kModifiedOld);
  EXPECT_EQ(returning("RETURNING ALL NEW *"), PartiqlReturning::kAllNew);
  EXPECT_EQ(returning("RETURNING MODIFIED NEW *;"), PartiqlReturning::kModifiedNew);
}

TEST(PartiqlUpdates, MayBeginWithFrom) {
  const PartiqlStatement statement = MakeStatement(R"(FROM "T" WHERE pk = 'a' SET c = 1 REMOVE d)");
  EXPECT_EQ(statement.verb, PartiqlVerb::kUpdate);
  EXPECT_EQ(statement.actions.size(), 2u);
  EXPECT_TRUE(statement.where);
}

}  // namespace
}  // namespace partita::expr
