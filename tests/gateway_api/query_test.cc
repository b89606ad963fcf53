#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

class Queries : public testing::Test {
 protected:
  Queries() {
    house_.AddTable(CompositeTable("Music"));
    for (const char* sort : {"a", "ab", "b", "c"}) Put("p", sort);
    Put("other", "a");
  }
  void Put(std::string_view partition, std::string_view sort) {
    EXPECT_EQ(house_.Ask("PutItem", fmt::format(R"({{"TableName": "Music", "Item":)"
                                                R"({{"pk": {{"S": "{}"}}, "sk": {{"S": "{}"}}}}}})",
                                                partition, sort)),
              "{}");
  }
  std::string Ask(std::string_view parameters) {
    return house_.Ask("Query", fmt::format(R"({{"TableName": "Music", {}}})", parameters));
  }
  // The sort keys that a condition on them finds, without anything else.
  std::string Found(std::string_view condition, std::string_view rest = "") {
    return Ask(fmt::format(
        R"("KeyConditionExpression": "pk = :p{}", "ExpressionAttributeValues":)"
        R"({{":p": {{"S": "p"}}{}}}, "ProjectionExpression": "sk"{})",
        condition, condition.empty() ? "" : values_, rest));
  }

  FakeHouse house_;
  std::string values_ = R"(, ":v": {"S": "ab"})";
};

std::string Answer(std::initializer_list<std::string_view> sorts) {
  std::string items;
  for (const std::string_view sort : sorts)
    items += fmt::format(R"({}{{"sk":{{"S":"{}"}}}})", items.empty() ? "" : ",", sort);
  return fmt::format(R"({{"Items":[{}],"Count":{},"ScannedCount":{}}})", items, sorts.size(),
                     sorts.size());
}

TEST_F(Queries, FindWhatTheKeyConditionSays) {
  EXPECT_EQ(Found(""), Answer({"a", "ab", "b", "c"}));
  EXPECT_EQ(Found(" AND sk = :v"), Answer({"ab"}));
  EXPECT_EQ(Found(" AND sk < :v"), Answer({"a"}));
  EXPECT_EQ(Found(" AND sk <= :v"), Answer({"a", "ab"}));
  EXPECT_EQ(Found(" AND sk > :v"), Answer({"b", "c"}));
  EXPECT_EQ(Found(" AND sk >= :v"), Answer({"ab", "b", "c"}));
  EXPECT_EQ(Found(" AND begins_with(sk, :v)"), Answer({"ab"}));
  values_ = R"(, ":v": {"S": "ab"}, ":w": {"S": "b"})";
  EXPECT_EQ(Found(" AND sk BETWEEN :v AND :w"), Answer({"ab", "b"}));
}

TEST_F(Queries, GoBackward) {
  EXPECT_EQ(Found("", R"(, "ScanIndexForward": false)"), Answer({"c", "b", "ab", "a"}));
}

TEST_F(Queries, GoOnBehindTheirLastKeyInBothDirections) {
  const std::string head = R"({"Items":[{"sk":{"S":")", tail = R"("}}],"Count":1,"ScannedCount":1,)";
  EXPECT_EQ(Found("", R"(, "Limit": 1)"),
            head + "a" + tail + R"("LastEvaluatedKey":{"pk":{"S":"p"},"sk":{"S":"a"}}})");
  const std::string_view start = R"(, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"S": "ab"}})";
  EXPECT_EQ(Found("", start), Answer({"b", "c"}));
  EXPECT_EQ(Found("", fmt::format(R"({}, "ScanIndexForward": false)", start)), Answer({"a"}));
}

TEST_F(Queries, NameALastKeyWhenTheLimitIsHitExactly) {
  EXPECT_NE(Found("", R"(, "Limit": 4)").find("LastEvaluatedKey"), std::string::npos);
  EXPECT_EQ(Found("", R"(, "Limit": 5)").find("LastEvaluatedKey"), std::string::npos);
}

TEST_F(Queries, CountBeforeAndAfterTheFilter) {
  Put("p", "d");
  EXPECT_EQ(Ask(R"("KeyConditions": {"pk": {"ComparisonOperator": "EQ",)"
                R"("AttributeValueList": [{"S": "p"}]}}, "Select": "COUNT",)"
                R"("QueryFilter": {"x": {"ComparisonOperator": "NOT_NULL"}},)"
                R"("ReturnConsumedCapacity": "TOTAL")"),
            R"({"Count":0,"ScannedCount":5,)"
            R"("ConsumedCapacity":{"TableName":"Music","CapacityUnits":0.5}})");
}

TEST_F(Queries, EndAPageAtAMegabyte) {
  const std::string big(300'000, 'x');
  for (const char* sort : {"1", "2", "3", "4", "5"}) {
    house_.Ask("PutItem", fmt::format(R"({{"TableName": "Music", "Item": {{"pk": {{"S": "big"}},)"
                                      R"("sk": {{"S": "{}"}}, "d": {{"S": "{}"}}}}}})",
                                      sort, big));
  }
  const std::string answer =
      Ask(R"("KeyConditionExpression": "pk = :p", "ProjectionExpression": "sk",)"
          R"("ExpressionAttributeValues": {":p": {"S": "big"}})");
  EXPECT_NE(answer.find(R"("ScannedCount":4,"LastEvaluatedKey":{"pk":{"S":"big"},"sk":{"S":"4"}})"),
            std::string::npos)
      << answer;
}

TEST_F(Queries, AreRefusedInTheWordsOfTheService) {
  const std::string bare = "ValidationException: ";
  const std::string_view key = R"("KeyConditionExpression": "pk = :p",)"
                               R"("ExpressionAttributeValues": {":p": {"S": "p"}})";
  const auto with = [&](std::string_view rest) { return Ask(fmt::format("{}, {}", key, rest)); };
  EXPECT_EQ(Ask(R"("Select": "COUNT")"),
            bare +
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in "
                "the request.");
  EXPECT_EQ(with(R"("Limit": 0)"),
            bare +
                "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member "
                "must have value greater than or equal to 1");
  EXPECT_EQ(with(R"x("FilterExpression": "attribute_exists(sk)")x"),
            bare +
                "Filter Expression can only contain non-primary key attributes: Primary key "
                "attribute: sk");
  EXPECT_EQ(with(R"("Select": "SPECIFIC_ATTRIBUTES")"),
            bare +
                "1 validation error detected: Must specify the AttributesToGet or "
                "ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  EXPECT_EQ(with(R"("IndexName": "absent")"),
            bare + "The table does not have the specified index: absent");
  EXPECT_EQ(with(R"("ExclusiveStartKey": {"pk": {"S": "p"}})"),
            bare + "The provided starting key is invalid");
  EXPECT_EQ(with(R"("ExclusiveStartKey": {"pk": {"S": "q"}, "sk": {"S": "a"}})"),
            bare +
                "The provided starting key is outside query boundaries based on provided "
                "conditions");
  EXPECT_EQ(Found(" AND sk > :v",
                  R"(, "ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"S": "a"}})"),
            bare + "The provided starting key does not match the range key predicate");
}

TEST_F(Queries, FailWholeWhenTheOwnerDies) {
  house_.KillOwners();
  EXPECT_EQ(Found("").substr(0, 20), "InternalServerError:");
}

TEST_F(Queries, FailWholeWhenTheReplyIsNone) {
  house_.RotReplies();
  EXPECT_EQ(Found("").substr(0, 20), "InternalServerError:");
}

}  // namespace
}  // namespace partita::gateway
