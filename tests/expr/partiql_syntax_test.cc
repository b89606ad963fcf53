#include <fmt/format.h>

#include "partiql_language.h"

namespace partita::expr {
namespace {

// What follows "Statement wasn't well formed, can't be processed: ".
std::string Malformed(std::string_view text) {
  return Refusal(CompilePartiql(text, {}), "Statement wasn't well formed, can't be processed: ");
}

TEST(PartiqlSyntax, SaysWhatIsLeftOverBehindAStatement) {
  for (const char* text :
       {R"(SELECT * FROM "T" WHERE pk = 1 foo)", R"(SELECT * FROM "T" WHERE pk = 1 e5)",
        R"(INSERT INTO "T" VALUE {'pk': 1} foo)", R"(UPDATE "T" SET a = 9 WHERE pk = 1 foo)",
        R"(DELETE FROM "T" WHERE pk = 1 foo)", R"(SELECT * FROM "T" WHERE pk = 1))",
        R"(DELETE FROM "T" WHERE pk = 1 ORDER BY pk)",
        R"(SELECT * FROM "T" ORDER BY pk WHERE pk = 1)", R"(INSERT INTO "T" t VALUE {'pk': 'x'})",
        R"(FROM "T" SET c = 1 WHERE pk = 'x')", R"(FROM "T" SET c = 1 WHERE pk = 'x' SET d = 2)",
        R"(SELECTT * FROMM "T")", R"(UPDATE "T" REMOVE a, b WHERE pk = 'x')", "NOT A STATEMENT"}) {
    EXPECT_EQ(Malformed(text), "Unexpected token after expression") << text;
  }
}

TEST(PartiqlSyntax, SaysNothingAboutWhatItCannotRead) {
  for (const char* text :
       {"SELECT * FROM \"T\" WHERE pk = 1e2147483648",
        "SELECT * FROM \"T\" WHERE pk = 1e99999999999",
        "SELECT * FROM \"T\" WHERE pk = 1.5e-2147483647", "SELECT * FROM \"T\" WHERE pk = 1 # note",
        "SELECT * FROM \"T\" WHERE pk = 1 /* note", "SELECT * FROM \"T",
        "SELECT * FROM \"T\" WHERE a = 'b", "SELECT * FROM `T`",
        "SELECT * FROM \"T\" WHERE pk = 1abc"}) {
    EXPECT_EQ(Malformed(text), "") << text;
  }
}

TEST(PartiqlSyntax, MissesWhatShouldStandThere) {
  const std::vector<std::pair<const char*, const char*>> expected = {
      {R"(SELECT * FROM "T" WHERE)", "Unexpected term"},
      {R"(SELECT * FROM "T" WHERE;)", "Unexpected term"},
      {R"(UPDATE "T" SET a = 1 WHERE)", "Unexpected term"},
      {R"(DELETE FROM "T" WHERE)", "Unexpected term"},
      {R"(SELECT * FROM "T" WHERE NOT)", "Unexpected term"},
      {R"(SELECT * FROM "T" WHERE ()", "Unexpected term"},
      {"SELECT * FROM", "Unexpected term"},
      {"", "Unexpected term"},
      {R"(SELECT * FROM "T" WHERE pk = 'p1' AND)",
       "Missing right-hand side expression of infix operator"},
      {R"(SELECT * FROM "T" WHERE pk = 'p1' OR)",
       "Missing right-hand side expression of infix operator"},
      {R"(SELECT * FROM "T" WHERE ORDER BY pk)", "Unexpected keyword"},
      {R"(SELECT user FROM "T")", "Unexpected keyword"},
      {R"(SELECT * FROM "T" WHERE IS NULL)", "Unexpected operator"},
      {R"(SELECT * FROM "T" WHERE pk = LIKE)", "Unexpected operator"},
      {R"(SELECT * FROM "T" WHERE x IS FOO)", "Expected type name"},
      {R"(SELECT * FROM "T" WHERE attribute_exists(m.inner))", "Invalid path dot component"},
      {R"(SELECT * FROM "T" WHERE (a = 1)", "Expected RIGHT_PAREN"},
      {R"(INSERT INTO "T" VALUE {'a': [1})", "Expected RIGHT_BRACKET"},
      {R"(SLECT * FROM "T" WHERE pk = 'a')", "Expected data manipulation"},
      {R"(UPDATE "T" WHERE pk = 'a')", "Expected data manipulation"},
      {"DELETE FROM", "Expected identifier for simple path"},
      {"DELETE FROM;", "Expected identifier for simple path"},
      {"DELETE FROM WHERE pk = 'a'", "Expected identifier for simple path"},
      {"SELECT a", "Expected FROM after SELECT list"},
      {"SELECT FROM \"T\"", "Cannot have empty SELECT list"},
      {R"(UPDATE "T" SET a 1)", "Expected '='"},
  };
  for (const auto& [text, message] : expected) EXPECT_EQ(Malformed(text), message) << text;
}

TEST(PartiqlSyntax, SkipsCommentsAndReadsKeywordsInAnyCase) {
  EXPECT_EQ(RefusedStatement("SELECT/**/* FROM \"T\" -- the table\nWHERE pk/* key */='a' --"),
            "ok");
  EXPECT_EQ(RefusedStatement("-- a note\nselect * from \"T\" where pk = 'a' and b = 1;"), "ok");
  EXPECT_EQ(MakeStatement("SELECT * FROM \"T\" WHERE a = 'x--y /*z*/'").verb, PartiqlVerb::kSelect);
}

TEST(PartiqlSyntax, RefusesFormsOfTheLanguageThatAreNotOffered) {
  const std::vector<std::pair<const char*, const char*>> expected = {
      {R"(SELECT * FROM "T" t WHERE pk = 'x')", "Aliasing is not supported"},
      {R"(SELECT * FROM "T" AS t WHERE pk = 'x')", "Aliasing is not supported"},
      {R"(UPDATE "T" t SET a = 3 WHERE pk = 'x')", "Aliasing is not supported"},
      {R"(DELETE FROM "T" t WHERE pk = 'x')", "Aliasing is not supported"},
      {R"(SELECT a AS b FROM "T")", "Aliasing is not supported"},
      {R"(SELECT * FROM "T" LIMIT 5)", "Unsupported clause: LIMIT at 1:25:1"},
      {R"(SELECT *, a FROM "T")",
       "Other attributes should not be present in the projection when '*' is used."},
      {R"(SELECT COUNT(*) FROM "T")", "Unexpected path component at 1:8:5"},
      {R"(SELECT attribute_exists(ss) FROM "T")", "Unexpected path component at 1:8:16"},
      {R"(SELECT a, b.a FROM "T")", "Duplicate identifiers in select clause: a"},
      {R"(SELECT a[*] FROM "T")", "Wildcard path component like a[*].b are not supported"},
      {R"(SELECT l[-1] FROM "T")",
       "List index is not within the allowable range; index: [-1] at 1:11:1"},
      {R"(SELECT l[2147483648] FROM "T")",
       "List index is not within the allowable range; index: [2147483648] at 1:10:10"},
      {R"(SELECT * FROM "T", "U")", "Only select from a single table or index is supported."},
      {R"(SELECT * FROM "T"."i"."x")",
       "A path may contain at most 2 components in the FROM clause"},
      {R"(SELECT * FROM "T"."")", "Path component cannot be an empty string"},
      {R"(SELECT * FROM "")", "Path component cannot be an empty string"},
      {R"(DELETE FROM "T"."i" WHERE pk = 'a')", "This operation is not supported on an index"},
      {R"(INSERT INTO "T"."i" VALUE {'pk':'a'})",
       "FROM clause may only contain a single table name in data manipulation statements at "
       "1:13:3"},
      {"x IS INT4", "Unsupported operation: IsType"},
      {"x IS DOUBLE PRECISION", "Unsupported operation: IsType"},
      {"x IS CHARACTER VARYING", "Unsupported operation: IsType"},
      {R"(INSERT INTO "T" VALUE 'x')",
       "Unsupported format in item expression. Please use struct format {...} to express item "
       "values "
       "for insert statement."},
      {R"(INSERT INTO "T" VALUE {'pk': 'a'} RETURNING ALL OLD *)",
       "RETURNING is not supported in INSERT"},
      {R"(DELETE FROM "T" WHERE pk = 'x' RETURNING MODIFIED OLD *)",
       "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in "
       "DELETE statements."},
      {R"(SELECT * FROM "T" ORDER BY sk)",
       "Must have WHERE clause in the statement when using ORDER BY clause."},
  };
  for (const auto& [text, message] : expected) EXPECT_EQ(RefusedStatement(text), message) << text;
}

TEST(PartiqlSyntax, CountsParameters) {
  const std::string wrong = "Number of parameters in request and statement don't match.";
  EXPECT_EQ(RefusedStatement(R"(SELECT * FROM "T" WHERE pk = ?)"), wrong);
  EXPECT_EQ(RefusedStatement(R"(SELECT * FROM "T")", {R"({"S": "a"})"}), wrong);
  EXPECT_EQ(RefusedStatement(R"(SELECT * FROM "T" WHERE pk = ? AND n IN [?, 2])",
                             {R"({"S": "a"})", R"({"N": "1"})"}),
            "ok");
}

TEST(PartiqlSyntax, NamesTablesIndexesAndColumns) {
  const PartiqlStatement statement =
      MakeStatement(R"(SELECT m.k[0], "a b", l[-0], m['x y'] FROM T."the index")");
  EXPECT_EQ(statement.table, "T");
  EXPECT_EQ(statement.index, "the index");
  std::vector<std::string> names;
  for (const PartiqlColumn& column : statement.columns) names.push_back(column.name);
  EXPECT_EQ(names, (std::vector<std::string>{"k[0]", "a b", "l[0]", "x y"}));
  EXPECT_EQ(ToJson(SelectColumns(
                statement.columns,
                MakeItem(R"({"m": {"M": {"k": {"L": [{"S": "c"}]}}}, "l": {"L": []}})"))),
            R"({"k[0]":{"S":"c"}})");
}

TEST(PartiqlSyntax, NeverRecursesDeeperThanAllowed) {
  const auto repeated = [](std::string_view text, size_t times) {
    std::string all;
    for (size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  for (const char* open : {"(", "[", "<<", "{'a':", "NOT ", "- ", "f(", "a["})
    EXPECT_NE(RefusedStatement("SELECT * FROM \"T\" WHERE " + repeated(open, 1000)), "ok") << open;
  EXPECT_EQ(RefusedStatement("SELECT * FROM \"T\" WHERE a = 1" + repeated(" AND a=1", 200)),
            "The expression contains too many operators; operator count: 301");
  EXPECT_EQ(RefusedStatement("SELECT * FROM \"T\" WHERE a = 1" + repeated(" OR a=1", 140)), "ok");
  EXPECT_THAT(RefusedStatement("SELECT * FROM \"T\" WHERE " + repeated("(", 30) +
                               "contains(a, 'b')" + repeated(" = contains(a, 'b'))", 30)),
              ::testing::StartsWith("The expression contains too many operators"));
  EXPECT_EQ(RefusedStatement(std::string(8193, ' ')),
            "Statement wasn't well formed, can't be processed: ");
}

}  // namespace
}  // namespace partita::expr
