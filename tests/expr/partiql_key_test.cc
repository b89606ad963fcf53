#include "expr/partiql_key.h"

#include <fmt/format.h>

#include "partiql_language.h"

namespace partita::expr {
namespace {

const model::KeySchema kKey = {{{"pk", model::AttributeType::kS}},
                               {{"sk", model::AttributeType::kS}}};

std::optional<ConditionNode> Where(std::string_view where) {
  return MakeStatement(std::string("SELECT * FROM \"T\" WHERE ").append(where)).where;
}

std::string Text(const model::AttributeValue& value) { return *value.As<std::string>(); }

// "a: =1 | b", "everything" or the message of the refusal.
std::string Reads(std::string_view where) {
  const auto condition = Where(where);
  const auto reads = FindReads(&*condition, kKey);
  if (!reads.ok()) return reads.error().message;
  if (reads->everything) return "everything";
  std::string text;
  for (const PartiqlRead& read : reads->reads) {
    text += (text.empty() ? "" : " | ") + Text(read.partition);
    for (const SortCondition& sort : read.sort)
      text += fmt::format(":{}{}", "=<[>]B^"[static_cast<int>(sort.op)], Text(sort.value));
    if (read.excludes) text += "!";
  }
  return text;
}

TEST(PartiqlKeys, SayWhereARangeLooks) {
  EXPECT_EQ(Reads("pk = 'a'"), "a");
  EXPECT_EQ(Reads("'a' = pk AND x = 1"), "a");
  EXPECT_EQ(Reads("pk = 'a' AND sk = '1'"), "a:=1");
  EXPECT_EQ(Reads("pk = 'a' AND sk > '1' AND sk < '5'"), "a:>1:<5");
  EXPECT_EQ(Reads("pk = 'a' AND '1' < sk"), "a:>1");
  EXPECT_EQ(Reads("pk = 'a' AND begins_with(sk, 'x')"), "a:^x");
  EXPECT_EQ(Reads("pk = 'a' AND sk BETWEEN '1' AND '3'"), "a:B1");
  EXPECT_EQ(Reads("pk IN ['a', 'b'] AND sk IN ['1', '2']"), "a:=1 | a:=2 | b:=1 | b:=2");
  EXPECT_EQ(Reads("pk = 'a' OR pk = 'b' AND sk = '1'"), "a | b:=1");
  EXPECT_EQ(Reads("pk = 'a' AND (x = 1 OR y = 2)"), "a");
  EXPECT_EQ(Reads("pk = 'a' AND (sk = '1' OR x = 2)"), "a:=1 | a");
  EXPECT_EQ(Reads("pk = 'a' AND NOT sk = '1'"), "a!");
  EXPECT_EQ(Reads("pk = 'a' AND sk <> '1'"), "a!");
}

TEST(PartiqlKeys, LookAtEverythingWithoutAPartitionKey) {
  for (const char* where : {"x = 1", "pk > 'a'", "sk = '1'", "pk = 'a' OR sk = '1'", "NOT pk = 'a'",
                            "pk = 'a' OR x = 1", "pk = x", "size(pk) = 1"}) {
    EXPECT_EQ(Reads(where), "everything") << where;
  }
  EXPECT_TRUE(FindReads(nullptr, kKey)->everything);
}

TEST(PartiqlKeys, AreRefusedForWrongTypesAndTooManyReads) {
  const std::string wrong =
      "Key attribute's data type should match its data type in table's schema: Key ";
  EXPECT_EQ(Reads("pk = 1 OR pk = 'a'"), wrong + "pk");
  EXPECT_EQ(Reads("pk = 'a' AND sk IN ['1', 2]"), wrong + "sk");
  EXPECT_EQ(Reads("pk > 1"), "everything");
  std::string many = "'0'";
  for (int i = 1; i <= 50; ++i) many += fmt::format(", '{}'", i);
  const std::string too_many = "Too many decomposed read operations for a given query.";
  EXPECT_EQ(Reads(fmt::format("pk IN [{}]", many)), too_many);
  EXPECT_EQ(Reads(fmt::format("pk = 'a' AND sk IN [{}]", many)), too_many);
  EXPECT_EQ(Reads(fmt::format("pk IN [{}] OR x = 1", many)), "everything");
}

std::string WholeKey(std::string_view where) {
  const auto condition = Where(where);
  const auto key = FindWholeKey(&*condition, kKey);
  return key.ok() ? ToJson(*key) : key.error().message;
}

TEST(PartiqlKeys, OfAWriteAreNamedWhole) {
  const std::string key = R"({"pk":{"S":"a"},"sk":{"S":"1"}})";
  const std::string missing =
      "Where clause does not contain a mandatory equality on all key attributes";
  EXPECT_EQ(WholeKey("pk = 'a' AND sk = '1'"), key);
  EXPECT_EQ(WholeKey("x = 1 AND (sk = '1' AND pk = 'a') AND pk = 'a'"), key);
  EXPECT_EQ(WholeKey("pk = 'a'"), missing);
  EXPECT_EQ(WholeKey("pk = 'a' AND sk = '1' OR x = 1"), missing);
  EXPECT_EQ(WholeKey("pk IN ['a'] AND sk = '1'"), missing);
  EXPECT_EQ(
      WholeKey("pk = 'a' AND sk = '1' AND pk = 'b'"),
      "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported");
  EXPECT_EQ(WholeKey("pk = 'a' AND sk = 1"),
            "Key attribute's data type should match its data type in table's schema: Key sk");
  EXPECT_FALSE(FindWholeKey(nullptr, kKey).ok());
}

TEST(PartiqlKeys, StandAloneOrWithMore) {
  const auto only = [](std::string_view where) {
    const auto condition = Where(where);
    const auto key = FindOnlyKey(&*condition, kKey);
    return key ? ToJson(*key) : "no";
  };
  EXPECT_EQ(only("(sk = '1') AND pk IN ['a'] AND pk = 'a'"), R"({"pk":{"S":"a"},"sk":{"S":"1"}})");
  for (const char* where :
       {"pk = 'a'", "pk = 'a' AND sk = '1' AND x = 1", "pk = 'a' AND sk = '1' AND pk = 'b'",
        "pk IN ['a', 'b'] AND sk = '1'", "pk = 'a' AND sk = '1' OR x = 1"}) {
    EXPECT_EQ(only(where), "no") << where;
  }
  EXPECT_FALSE(SaysMoreThanKey(*Where("pk = 'a' AND sk = '1'"), kKey));
  EXPECT_TRUE(SaysMoreThanKey(*Where("pk = 'a' AND sk = '1' AND x = 1"), kKey));
}

}  // namespace
}  // namespace partita::expr
