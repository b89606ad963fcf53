#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "fake_house.h"

namespace partita::gateway {
namespace {

class Scans : public testing::Test {
 protected:
  Scans() {
    house_.AddTable(HashTable("Music"));
    for (int i = 0; i < kItems; ++i) {
      EXPECT_EQ(house_.Ask("PutItem", fmt::format(R"({{"TableName": "Music", "Item":)"
                                                  R"({{"pk": {{"S": "{:02}"}}}}}})",
                                                  i)),
                "{}");
    }
  }
  std::string Ask(std::string_view parameters = "") {
    return house_.Ask("Scan", fmt::format(R"({{"TableName": "Music"{}}})", parameters));
  }
  // Adds the keys of the items to `keys`; how many.
  static int Collect(std::string_view answer, std::multiset<std::string>* keys) {
    constexpr std::string_view kItem = R"({"pk":{"S":")";
    const std::string_view items = answer.substr(0, answer.find("\"Count\""));
    int found = 0;
    for (size_t at = items.find(kItem); at != items.npos; at = items.find(kItem, at + 1), ++found)
      keys->emplace(items.substr(at + kItem.size(), 2));
    return found;
  }

  static constexpr int kItems = 20;
  FakeHouse house_;
};

TEST_F(Scans, SeeEveryItemOnce) {
  std::multiset<std::string> keys;
  EXPECT_EQ(Collect(Ask(), &keys), kItems);
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), size_t{kItems});
  EXPECT_NE(Ask().find(R"("Count":20,"ScannedCount":20})"), std::string::npos);
}

TEST_F(Scans, SeeEveryItemOncePageByPage) {
  std::multiset<std::string> keys;
  std::string start;
  for (int page = 0; page < kItems; ++page) {
    const std::string answer = Ask(R"(, "Limit": 3)" + start);
    Collect(answer, &keys);
    const size_t last = answer.find(R"("LastEvaluatedKey":)");
    if (last == std::string::npos) break;
    const std::string key = answer.substr(last + 19, answer.find("}}", last) + 2 - (last + 19));
    start = fmt::format(R"(, "ExclusiveStartKey": {})", key);
  }
  EXPECT_EQ(keys.size(), size_t{kItems});
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), size_t{kItems});
}

TEST_F(Scans, OfAllSegmentsTogetherAreCompleteAndDisjoint) {
  for (const int total : {1, 2, 3, 7, 100}) {
    std::multiset<std::string> keys;
    for (int segment = 0; segment < total; ++segment)
      Collect(Ask(fmt::format(R"(, "Segment": {}, "TotalSegments": {})", segment, total)), &keys);
    EXPECT_EQ(keys.size(), size_t{kItems}) << total;
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), size_t{kItems}) << total;
  }
}

TEST_F(Scans, RefuseAStartKeyOfAnotherSegment) {
  std::multiset<std::string> keys;
  Collect(Ask(R"(, "Segment": 1, "TotalSegments": 2)"), &keys);
  ASSERT_FALSE(keys.empty());
  EXPECT_EQ(Ask(fmt::format(R"(, "Segment": 0, "TotalSegments": 2,)"
                            R"("ExclusiveStartKey": {{"pk": {{"S": "{}"}}}})",
                            *keys.begin())),
            "ValidationException: The provided starting key is invalid: Invalid ExclusiveStartKey. "
            "Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 0");
}

TEST_F(Scans, ChargeTheSumOfTheSizesRoundedOnce) {
  EXPECT_NE(Ask(R"(, "ReturnConsumedCapacity": "TOTAL", "ConsistentRead": true)")
                .find(R"("ConsumedCapacity":{"TableName":"Music","CapacityUnits":1.0})"),
            std::string::npos);
}

TEST_F(Scans, AreRefusedInTheWordsOfTheService) {
  const std::string bare = "ValidationException: ";
  EXPECT_EQ(Ask(R"(, "Limit": 0)"),
            bare +
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
                "Member must have value greater than or equal to 1");
  EXPECT_EQ(Ask(R"(, "Segment": 5, "TotalSegments": 5)"),
            bare +
                "The Segment parameter is zero-based and must be less than parameter "
                "TotalSegments: Segment: 5 is not less than TotalSegments: 5");
  EXPECT_EQ(Ask(R"(, "ExclusiveStartKey": {"x": {"S": "a"}})"),
            bare +
                "The provided starting key is invalid: The provided key element does not match "
                "the schema");
  EXPECT_EQ(Ask(R"(, "Select": "ALL_PROJECTED_ATTRIBUTES")"),
            bare + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  EXPECT_EQ(Ask(R"(, "Select": "COUNT", "ProjectionExpression": "a")"),
            bare +
                "Cannot specify the ProjectionExpression when choosing to get only the Count");
  EXPECT_EQ(Ask(R"(, "FilterExpression": "a = :v", "ExpressionAttributeValues": {":v": {}})"),
            bare +
                "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is "
                "empty, must contain exactly one of the supported datatypes for key :v");
}

}  // namespace
}  // namespace partita::gateway
