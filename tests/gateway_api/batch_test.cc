#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

class Batches : public testing::Test {
 protected:
  Batches() {
    house_.AddTable(HashTable("Music"));
    house_.AddTable(HashTable("Films"));
  }
  std::string Write(std::string_view items, std::string_view rest = "") {
    return house_.Ask("BatchWriteItem", Requested(items, rest));
  }
  std::string Get(std::string_view items, std::string_view rest = "") {
    return house_.Ask("BatchGetItem", Requested(items, rest));
  }
  static std::string Requested(std::string_view items, std::string_view rest) {
    return fmt::format(R"({{"RequestItems": {{{}}}{}}})", items, rest);
  }

  FakeHouse house_;
};

const std::string kPutA = R"({"PutRequest":{"Item":{"pk":{"S":"a"}}}})";
const std::string kDeleteA = R"({"DeleteRequest":{"Key":{"pk":{"S":"a"}}}})";
const std::string kKeyA = R"({"pk":{"S":"a"}})";

TEST_F(Batches, WriteAndReadSeveralTables) {
  EXPECT_EQ(Write(fmt::format(R"("Music": [{}], "Films": [{}])", kPutA, kPutA)),
            R"({"UnprocessedItems":{}})");
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"Keys": [{}]}}, "Films": {{"Keys": [{}]}})", kKeyA, kKeyA)),
            R"({"Responses":{"Films":[{"pk":{"S":"a"}}],"Music":[{"pk":{"S":"a"}}]},)"
            R"("UnprocessedKeys":{}})");
  EXPECT_EQ(Write(fmt::format(R"("Music": [{}])", kDeleteA)), R"({"UnprocessedItems":{}})");
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"Keys": [{}]}})", kKeyA)),
            R"({"Responses":{"Music":[]},"UnprocessedKeys":{}})");
}

TEST_F(Batches, GiveBackWhatADeadOwnerDidNotAnswer) {
  house_.KillOwners();
  EXPECT_EQ(Write(fmt::format(R"("Music": [{}], "Films": [{}])", kPutA, kDeleteA)),
            fmt::format(R"({{"UnprocessedItems":{{"Films":[{}],"Music":[{}]}}}})", kDeleteA, kPutA));
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"ConsistentRead": true, "Keys": [{}]}})", kKeyA)),
            fmt::format(R"({{"Responses":{{"Music":[]}},"UnprocessedKeys":{{"Music":)"
                        R"({{"ConsistentRead":true,"Keys":[{}]}}}}}})",
                        kKeyA));
}

TEST_F(Batches, ChargePerTable) {
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"Keys": [{}, {{"pk": {{"S": "b"}}}}]}})", kKeyA),
                R"(, "ReturnConsumedCapacity": "TOTAL")"),
            R"({"Responses":{"Music":[]},"UnprocessedKeys":{},)"
            R"("ConsumedCapacity":[{"TableName":"Music","CapacityUnits":1.0}]})");
  EXPECT_EQ(Write(fmt::format(R"("Music": [{}])", kPutA), R"(, "ReturnConsumedCapacity": "INDEXES")"),
            R"({"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"Music",)"
            R"("CapacityUnits":1.0,"Table":{"CapacityUnits":1.0}}]})");
}

TEST_F(Batches, LeaveOutWhatAnAnswerCannotHold) {
  std::string keys;
  for (int i = 0; i < 50; ++i) {
    house_.Ask("PutItem", fmt::format(R"({{"TableName": "Music", "Item": {{"pk": {{"S": "{}"}},)"
                                      R"("d": {{"S": "{}"}}}}}})",
                                      i, std::string(400'000, 'x')));
    keys += fmt::format(R"({}{{"pk":{{"S":"{}"}}}})", i == 0 ? "" : ",", i);
  }
  const std::string answer = Get(fmt::format(R"("Music": {{"Keys": [{}]}})", keys));
  const std::string left = answer.substr(answer.find("UnprocessedKeys"));
  size_t unprocessed = 0;
  for (size_t at = left.find("\"S\""); at != left.npos; at = left.find("\"S\"", at + 1))
    ++unprocessed;
  EXPECT_EQ(unprocessed, 50u - 41);  // 41 × 400 KB are within 16 MiB
}

TEST_F(Batches, AreRefusedInTheWordsOfTheService) {
  const std::string bare = "ValidationException: ";
  EXPECT_EQ(Write(""), bare + "The requestItems parameter is required for BatchWriteItem");
  EXPECT_EQ(Get(""), bare +
                         "1 validation error detected: Value at 'RequestItems' failed to satisfy "
                         "constraint: Member must have length greater than or equal to 1");
  const std::string duplicates = bare + "Provided list of item keys contains duplicates";
  EXPECT_EQ(Write(fmt::format(R"("Music": [{}, {}])", kPutA, kDeleteA)), duplicates);
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"Keys": [{}, {}]}})", kKeyA, kKeyA)), duplicates);
  EXPECT_EQ(Get(fmt::format(R"("Absent": {{"Keys": [{}]}})", kKeyA)),
            "ResourceNotFoundException: Requested resource not found");
  EXPECT_EQ(Get(R"("Music": {"Keys": [{"x": {"S": "a"}}]})"),
            bare + "The provided key element does not match the schema");
  EXPECT_EQ(Write(R"("Music": [{}])"),
            bare +
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
                "of the supported datatypes");
}

TEST_F(Batches, AskNobodyWhenOneOfThemIsRefused) {
  const int before = house_.asked();
  EXPECT_NE(Write(fmt::format(R"("Music": [{}], "Absent": [{}])", kPutA, kPutA)), "");
  EXPECT_EQ(house_.asked(), before);
}

TEST_F(Batches, HaveTheirLimits) {
  std::string keys, puts;
  for (int i = 0; i <= 100; ++i) keys += fmt::format(R"({}{{"pk":{{"S":"{}"}}}})", i ? "," : "", i);
  for (int i = 0; i <= 25; ++i) {
    puts += fmt::format(R"({}{{"PutRequest":{{"Item":{{"pk":{{"S":"{}"}}}}}}}})", i ? "," : "", i);
  }
  EXPECT_EQ(Get(fmt::format(R"("Music": {{"Keys": [{}]}})", keys)),
            "ValidationException: 1 validation error detected: Value at "
            "'RequestItems.Music.member.Keys' failed to satisfy constraint: Member must have "
            "length less than or equal to 100");
  EXPECT_NE(Write(fmt::format(R"("Music": [{}])", puts))
                .find("at 'requestItems' failed to satisfy constraint: Map value must satisfy "
                      "constraint: [Member must have length less than or equal to 25"),
            std::string::npos);
}

}  // namespace
}  // namespace partita::gateway
