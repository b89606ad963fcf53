#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

class ItemOperations : public testing::Test {
 protected:
  ItemOperations() {
    house_.AddTable(HashTable("Music"));
    EXPECT_EQ(Ask("PutItem",
                  R"("Item": {"pk": {"S": "a"}, "n": {"N": "1"}, "m": {"M": {"x": {"S": "y"}}}})"),
              "{}");
  }
  std::string Ask(std::string_view operation, std::string_view parameters) {
    return house_.Ask(operation, fmt::format(R"({{"TableName": "Music", {}}})", parameters));
  }
  std::string Stored() { return Ask("GetItem", R"("Key": {"pk": {"S": "a"}})"); }

  FakeHouse house_;
};

TEST_F(ItemOperations, ReturnWhatWasPut) {
  EXPECT_EQ(Stored(), R"({"Item":{"m":{"M":{"x":{"S":"y"}}},"n":{"N":"1"},"pk":{"S":"a"}}})");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "b"}})"), "{}");
}

TEST_F(ItemOperations, TakeAnArnForATableName) {
  EXPECT_EQ(house_.Ask("GetItem",
                       R"({"TableName": "arn:aws:dynamodb:us-east-1:123456789012:table/Music",)"
                       R"("Key": {"pk": {"S": "b"}}})"),
            "{}");
}

TEST_F(ItemOperations, ProjectWithPathsAndWithNames) {
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "a"}}, "ProjectionExpression": "#m.x",)"
                           R"("ExpressionAttributeNames": {"#m": "m"})"),
            R"({"Item":{"m":{"M":{"x":{"S":"y"}}}}})");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "a"}}, "AttributesToGet": ["n", "absent"])"),
            R"({"Item":{"n":{"N":"1"}}})");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "a"}}, "ProjectionExpression": "absent")"),
            R"({"Item":{}})");
}

TEST_F(ItemOperations, RefuseReadsWithoutThePrefixOfWrites) {
  const std::string bare = "ValidationException: ";
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"N": "x"}})"),
            bare + "The parameter cannot be converted to a numeric value: x");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"N": "1"}})"),
            bare + "The provided key element does not match the schema");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "a"}}, "ExpressionAttributeNames": {"#a": "b"})"),
            bare + "ExpressionAttributeNames can only be specified when using expressions");
  EXPECT_EQ(
      Ask("GetItem", R"("Key": {"pk": {"S": "a"}}, "AttributesToGet": ["a", "a"])"),
      bare + "One or more parameter values were invalid: Duplicate value in attribute name: a");
  EXPECT_EQ(Ask("GetItem", R"("Key": {}, "AttributesToGet": [])"),
            bare +
                "1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy "
                "constraint: Member must have length greater than or equal to 1");
  EXPECT_EQ(Ask("GetItem", R"("Key": {}, "AttributesToGet": ["a"], "ProjectionExpression": "a")"),
            bare +
                "Can not use both expression and non-expression parameters in the same request: "
                "Non-expression parameters: {AttributesToGet} Expression parameters: "
                "{ProjectionExpression}");
}

TEST_F(ItemOperations, ChargeReadsByTheWholeItemAndEvenForAMiss) {
  const auto units = [&](std::string_view key, std::string_view rest) {
    return Ask("GetItem", fmt::format(R"("Key": {{"pk": {{"S": "{}"}}}}, )"
                                      R"("ReturnConsumedCapacity": "TOTAL"{})",
                                      key, rest));
  };
  EXPECT_EQ(units("miss", ""), R"({"ConsumedCapacity":{"TableName":"Music","CapacityUnits":0.5}})");
  EXPECT_EQ(units("miss", R"(, "ConsistentRead": true)"),
            R"({"ConsumedCapacity":{"TableName":"Music","CapacityUnits":1.0}})");
  Ask("PutItem",
      R"("Item": {"pk": {"S": "big"}, "d": {"S": ")" + std::string(4096, 'x') + R"("}})");
  EXPECT_EQ(
      units("big", R"(, "ConsistentRead": true, "ProjectionExpression": "pk")"),
      R"({"Item":{"pk":{"S":"big"}},"ConsumedCapacity":{"TableName":"Music","CapacityUnits":2.0}})");
}

TEST_F(ItemOperations, ChargeWritesByTheLargerOfOldAndNew) {
  const std::string big = std::string(2000, 'x');
  EXPECT_EQ(
      Ask("PutItem", R"("Item": {"pk": {"S": "b"}, "d": {"S": ")" + big +
                         R"("}}, "ReturnConsumedCapacity": "INDEXES")"),
      R"({"ConsumedCapacity":{"TableName":"Music","CapacityUnits":2.0,"Table":{"CapacityUnits":2.0}}})");
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "b"}}, "ReturnConsumedCapacity": "TOTAL")"),
            R"({"ConsumedCapacity":{"TableName":"Music","CapacityUnits":2.0}})");
  EXPECT_EQ(Ask("DeleteItem", R"("Key": {"pk": {"S": "none"}}, "ReturnConsumedCapacity": "TOTAL")"),
            R"({"ConsumedCapacity":{"TableName":"Music","CapacityUnits":1.0}})");
}

TEST_F(ItemOperations, ReturnTheOldItemWhenAsked) {
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "a"}}, "ReturnValues": "ALL_OLD")"),
            R"({"Attributes":{"m":{"M":{"x":{"S":"y"}}},"n":{"N":"1"},"pk":{"S":"a"}}})");
  EXPECT_EQ(Ask("DeleteItem", R"("Key": {"pk": {"S": "a"}}, "ReturnValues": "ALL_OLD")"),
            R"({"Attributes":{"pk":{"S":"a"}}})");
  EXPECT_EQ(Ask("DeleteItem", R"("Key": {"pk": {"S": "a"}}, "ReturnValues": "ALL_OLD")"), "{}");
}

TEST_F(ItemOperations, ReturnWhatAnUpdateTouched) {
  const auto update = [&](std::string_view returned) {
    return Ask("UpdateItem", fmt::format(R"("Key": {{"pk": {{"S": "a"}}}}, "UpdateExpression": )"
                                         R"("SET n = n + :one", "ExpressionAttributeValues": )"
                                         R"({{":one": {{"N": "1"}}}}, "ReturnValues": "{}")",
                                         returned));
  };
  EXPECT_EQ(update("NONE"), "{}");
  EXPECT_EQ(update("UPDATED_OLD"), R"({"Attributes":{"n":{"N":"2"}}})");
  EXPECT_EQ(update("UPDATED_NEW"), R"({"Attributes":{"n":{"N":"4"}}})");
  EXPECT_EQ(update("ALL_OLD"),
            R"({"Attributes":{"m":{"M":{"x":{"S":"y"}}},"n":{"N":"4"},"pk":{"S":"a"}}})");
  EXPECT_EQ(update("ALL_NEW"),
            R"({"Attributes":{"m":{"M":{"x":{"S":"y"}}},"n":{"N":"6"},"pk":{"S":"a"}}})");
}

TEST_F(ItemOperations, LeaveAttributesOutWhenAnUpdateTouchedNothing) {
  EXPECT_EQ(
      Ask("UpdateItem",
          R"("Key": {"pk": {"S": "a"}}, "UpdateExpression": "REMOVE gone", "ReturnValues": "UPDATED_NEW")"),
      "{}");
}

TEST_F(ItemOperations, CreateAnItemFromABareUpdate) {
  EXPECT_EQ(Ask("UpdateItem", R"("Key": {"pk": {"S": "new"}})"), "{}");
  EXPECT_EQ(Ask("GetItem", R"("Key": {"pk": {"S": "new"}})"), R"({"Item":{"pk":{"S":"new"}}})");
}

TEST_F(ItemOperations, JudgeConditionsNewAndOld) {
  const std::string failed = "ConditionalCheckFailedException: The conditional request failed";
  EXPECT_EQ(
      Ask("PutItem",
          R"("Item": {"pk": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(pk) ")"),
      failed);
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "a"}}, "ConditionExpression": "n = :v",)"
                           R"("ExpressionAttributeValues": {":v": {"N": "2"}},)"
                           R"("ReturnValuesOnConditionCheckFailure": "ALL_OLD")"),
            failed + R"({"m":{"M":{"x":{"S":"y"}}},"n":{"N":"1"},"pk":{"S":"a"}})");
  EXPECT_EQ(
      Ask("DeleteItem", R"("Key": {"pk": {"S": "a"}}, "Expected": {"n": {"Value": {"N": "2"}}})"),
      failed);
  EXPECT_EQ(
      Ask("DeleteItem", R"("Key": {"pk": {"S": "a"}}, "ConditionalOperator": "OR", "Expected": )"
                        R"({"n": {"Value": {"N": "2"}}, "m": {"ComparisonOperator": "NOT_NULL"}})"),
      "{}");
}

TEST_F(ItemOperations, ApplyAttributeUpdates) {
  EXPECT_EQ(Ask("UpdateItem",
                R"("Key": {"pk": {"S": "a"}}, "ReturnValues": "ALL_NEW", "AttributeUpdates": )"
                R"({"n": {"Action": "ADD", "Value": {"N": "9"}}, "m": {"Action": "DELETE"},)"
                R"("s": {"Value": {"S": "t"}}})"),
            R"({"Attributes":{"n":{"N":"10"},"pk":{"S":"a"},"s":{"S":"t"}}})");
}

TEST_F(ItemOperations, MeasureItemCollectionsOnlyWhereThereAreAny) {
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "a"}}, "ReturnItemCollectionMetrics": "SIZE")"),
            "{}");
  model::TableSchema table = CompositeTable("Local");
  model::IndexSchema index;
  index.name = "byDate";
  index.global = false;
  index.key = {table.key.partition, {{"date", model::AttributeType::kS}}};
  table.indexes.push_back(index);
  house_.AddTable(table);
  EXPECT_EQ(
      house_.Ask("PutItem",
                 R"({"TableName": "Local", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}},)"
                 R"("ReturnItemCollectionMetrics": "SIZE"})"),
      R"({"ItemCollectionMetrics":{"ItemCollectionKey":{"pk":{"S":"a"}},"SizeEstimateRangeGB":[0.0,1.0]}})");
}

TEST_F(ItemOperations, AnswerInternalServerErrorForADeadOwnerAndForBytesThatAreNotOurs) {
  const std::string internal =
      "InternalServerError: The request processing has failed because of an unknown error, "
      "exception or failure.";
  house_.RotReplies();
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "a"}})").substr(0, 19), "InternalServerError");
  EXPECT_EQ(Stored().substr(0, 19), "InternalServerError");
  house_.KillOwners();
  EXPECT_EQ(Ask("PutItem", R"("Item": {"pk": {"S": "a"}})"), internal);
  EXPECT_EQ(Stored(), internal);
}

}  // namespace
}  // namespace partita::gateway
