#include "expr/program.h"

#include "tests/expr/expression_language.h"

namespace partita::expr {
namespace {

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<uint8_t>(c) >> 4];
    hex += kDigits[static_cast<uint8_t>(c) & 15];
  }
  return hex;
}

std::string ConditionProgram(std::string_view text, std::string_view values = "{}") {
  Placeholders placeholders = MakePlaceholders(values);
  std::string program;
  Condition::Compile(text, "ConditionExpression", &placeholders)->EncodeTo(&program);
  return program;
}

std::string UpdateProgram(std::string_view text, std::string_view values = "{}") {
  Placeholders placeholders = MakePlaceholders(values);
  std::string program;
  Update::Compile(text, &placeholders)->EncodeTo(&program);
  return program;
}

TEST(Program, BytesOfConditionsNeverChange) {
  EXPECT_EQ(Hex(ConditionProgram("attribute_not_exists(pk)")),
            "0d010100"
            "02706b");
  EXPECT_EQ(Hex(ConditionProgram("size(a) > :v", R"({":v":{"S":"x"}})")),
            "08"
            "0301000161"
            "02010178");
  EXPECT_EQ(Hex(ConditionProgram("NOT a = b[3].c OR a IN (:v)", R"({":v":{"BOOL":true}})")),
            "0202"
            "03"
            "04"
            "0101000161"
            "0103000162"
            "0103"
            "000163"
            "0b02"
            "0101000161"
            "020401");
  EXPECT_EQ(Hex(ConditionProgram("a BETWEEN size(:v) AND b", R"({":v":{"S":""}})")),
            "0a0101000161"
            "040100"
            "0101000162");
}

TEST(Program, BytesOfUpdatesNeverChange) {
  EXPECT_EQ(Hex(UpdateProgram("REMOVE a, b[1]")),
            "02"
            "0201000161"
            "0202000162"
            "0101");
  EXPECT_EQ(Hex(UpdateProgram("SET a = if_not_exists(a, :v), b = c + d, e = list_append(f, g)",
                              R"({":v":{"NULL":true}})")),
            "03"
            "0101000161"
            "0501000161"
            "0205"
            "0101000162"
            "03"
            "0101000163"
            "0101000164"
            "0101000165"
            "06"
            "0101000166"
            "0101000167");
  EXPECT_EQ(Hex(UpdateProgram("ADD s :v DELETE t :v", R"({":v":{"SS":["m"]}})")),
            "02"
            "0301000173"
            "0801016d"
            "0401000174"
            "0801016d");
}

TEST(Program, EveryPrefixOfAProgramIsRefused) {
  const std::string condition =
      ConditionProgram("NOT a = b[3].c OR a IN (:v, :v) AND size(x) < :v", R"({":v":{"S":"v"}})");
  for (size_t size = 0; size < condition.size(); ++size) {
    EXPECT_FALSE(Condition::Decode(condition.substr(0, size)).ok()) << size;
  }
  const std::string update =
      UpdateProgram("SET a = b + if_not_exists(c, d) REMOVE e ADD f :v", R"({":v":{"NS":["1"]}})");
  for (size_t size = 0; size < update.size(); ++size)
    EXPECT_FALSE(Update::Decode(update.substr(0, size)).ok()) << size;
}

TEST(Program, BytesBehindAProgramAreRefused) {
  EXPECT_EQ(Condition::Decode(ConditionProgram("a = b") + '\0').error().kind,
            base::ErrorKind::kCorrupt);
  EXPECT_EQ(Update::Decode(UpdateProgram("REMOVE a") + '\0').error().kind,
            base::ErrorKind::kCorrupt);
}

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text.push_back(static_cast<char>(byte));
  return text;
}

TEST(Program, UnknownKindsAndTagsAreRefused) {
  EXPECT_FALSE(Condition::Decode(Bytes({0, 0})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({17, 1, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({13, 5, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({13, 1, 1, 2, 1, 'a'})).ok());
  EXPECT_FALSE(Update::Decode(Bytes({1, 7, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Update::Decode(Bytes({1, 1, 1, 0, 1, 'a', 7})).ok());
}

TEST(Program, PathsStartWithANameAndAreNeitherEmptyNorTooLong) {
  EXPECT_TRUE(Condition::Decode(Bytes({13, 1, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({13, 1, 0})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({13, 1, 1, 1, 5})).ok());
  std::string longest = Bytes({13, 1, 33});
  for (int i = 0; i < 33; ++i) longest += Bytes({0, 1, 'a'});
  EXPECT_FALSE(Condition::Decode(longest).ok());
}

TEST(Program, CountsBeyondTheBytesAreRefusedBeforeTheyCostMemory) {
  EXPECT_FALSE(Condition::Decode(Bytes({1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({11, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1})).ok());
  EXPECT_FALSE(Update::Decode(Bytes({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})).ok());
}

TEST(Program, NestingHasALimit) {
  const std::string leaf = ConditionProgram("a = b");
  EXPECT_TRUE(Condition::Decode(std::string(kMaxProgramDepth - 1, '\x03') + leaf).ok());
  EXPECT_FALSE(Condition::Decode(std::string(kMaxProgramDepth, '\x03') + leaf).ok());
  EXPECT_FALSE(Condition::Decode(std::string(1'000'000, '\x03')).ok());
}

TEST(Program, InNeedsSomethingToLookFor) {
  EXPECT_FALSE(Condition::Decode(Bytes({11, 1, 1, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Condition::Decode(Bytes({11, 0})).ok());
}

TEST(Program, AddAndDeleteHaveOperandsTheyCanUse) {
  EXPECT_FALSE(Update::Decode(Bytes({1, 3, 1, 0, 1, 'a', 1, 1, 'x'})).ok());  // ADD a "x"
  EXPECT_FALSE(Update::Decode(Bytes({1, 4, 1, 0, 1, 'a', 5})).ok());          // DELETE a NULL
  EXPECT_FALSE(Update::Decode(Bytes({1, 3, 1, 0, 1, 'a', 7, 0})).ok());       // ADD a []
  EXPECT_TRUE(
      Update::Decode(Bytes({1, 5, 1, 0, 1, 'a', 7, 0})).ok());  // the same by AttributeUpdates
  EXPECT_TRUE(Update::Decode(Bytes({1, 4, 1, 0, 1, 'a', 8, 1, 1, 'x'})).ok());  // DELETE a ["x"]
}

TEST(Program, UpdatesWhosePathsOverlapAreRefused) {
  EXPECT_FALSE(Update::Decode(Bytes({2, 2, 1, 0, 1, 'a', 2, 1, 0, 1, 'a'})).ok());
  EXPECT_FALSE(Update::Decode(Bytes({2, 2, 2, 0, 1, 'a', 0, 1, 'b', 2, 2, 0, 1, 'a', 1, 0})).ok());
  EXPECT_TRUE(Update::Decode(Bytes({0})).ok());
}

}  // namespace
}  // namespace partita::expr
