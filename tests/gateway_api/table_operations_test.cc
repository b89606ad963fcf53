#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

TEST(ListTables, PagesThroughTheNamesInOrder) {
  FakeHouse house;
  for (const char* name : {"ccc", "aaa", "bbb"}) house.AddTable(HashTable(name));
  EXPECT_EQ(house.Ask("ListTables", "{}"), R"({"TableNames":["aaa","bbb","ccc"]})");
  EXPECT_EQ(house.Ask("ListTables", R"({"Limit": 2})"),
            R"({"TableNames":["aaa","bbb"],"LastEvaluatedTableName":"bbb"})");
  EXPECT_EQ(house.Ask("ListTables", R"({"Limit": 2, "ExclusiveStartTableName": "bbb"})"),
            R"({"TableNames":["ccc"]})");
  EXPECT_EQ(house.Ask("ListTables", R"({"ExclusiveStartTableName": "aab"})"),
            R"({"TableNames":["bbb","ccc"]})");
}

TEST(ListTables, SaysTogetherWhatIsWrong) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("ListTables", R"({"ExclusiveStartTableName": "a;", "Limit": 500})"),
            "ValidationException: 3 validation errors detected: "
            "Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
            "Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3; "
            "Value '500' at 'limit' failed to satisfy constraint: Member must have value less than "
            "or equal to 100");
}

TEST(DescribeTable, SumsTheSlotsAndShowsWhatTerraformReads) {
  FakeHouse house;
  model::TableSchema table = HashTable("Music");
  model::IndexSchema index;
  index.name = "byAge";
  index.key.partition = {{"age", model::AttributeType::kN}};
  index.projection = model::ProjectionType::kInclude;
  index.non_key_attributes = {"x"};
  table.indexes.push_back(index);
  table.stream = model::StreamViewType::kNewImage;
  table.stream_label_us = 1'700'000'000'123'000;
  table.table_class_given = true;
  house.AddTable(table);
  EXPECT_EQ(
      house.Ask("DescribeTable", R"({"TableName": "Music"})"),
      R"({"Table":{"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"TableName":"Music",)"
      R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"TableStatus":"ACTIVE",)"
      R"("CreationDateTime":1700000000.123,"ProvisionedThroughput":{"NumberOfDecreasesToday":0,)"
      R"("ReadCapacityUnits":0,"WriteCapacityUnits":0},"TableSizeBytes":200,"ItemCount":6,)"
      R"("TableArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music",)"
      R"("TableId":"0b9a6f1e-0000-4000-8000-000000000001","BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},)"
      R"("GlobalSecondaryIndexes":[{"IndexName":"byAge","KeySchema":[{"AttributeName":"age","KeyType":"HASH"}],)"
      R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x"]},"IndexStatus":"ACTIVE",)"
      R"("ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0},)"
      R"("WarmThroughput":{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":4000,"Status":"ACTIVE"},)"
      R"("IndexSizeBytes":0,"ItemCount":0,)"
      R"("IndexArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music/index/byAge"}],)"
      R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},)"
      R"("LatestStreamLabel":"2023-11-14T22:13:20.123",)"
      R"("LatestStreamArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music/stream/2023-11-14T22:13:20.123",)"
      R"("TableClassSummary":{"TableClass":"STANDARD"},"DeletionProtectionEnabled":false,)"
      R"("WarmThroughput":{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":4000,"Status":"ACTIVE"}}})");
}

TEST(DescribeTable, AnswersAlthoughNoSlotReplies) {
  FakeHouse house;
  house.AddTable(HashTable("Music"));
  house.KillOwners();
  EXPECT_NE(house.Ask("DescribeTable", R"({"TableName": "Music"})").find(R"("ItemCount":0)"),
            std::string::npos);
}

TEST(TableNames, AreCheckedByDescribeTableAndDeleteTable) {
  FakeHouse house;
  for (const char* operation : {"DescribeTable", "DeleteTable"}) {
    EXPECT_EQ(house.Ask(operation, "{}"),
              "ValidationException: The parameter 'TableName' is required but was not present in "
              "the request");
    EXPECT_EQ(house.Ask(operation, R"({"TableName": "a;"})"),
              "ValidationException: TableName must be at least 3 characters long and at most 255 "
              "characters long");
    EXPECT_EQ(house.Ask(operation, R"({"TableName": "abc;"})"),
              "ValidationException: 1 validation error detected: Value 'abc;' at 'tableName' "
              "failed to satisfy "
              "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  }
  EXPECT_EQ(house.Ask("DescribeTable", R"({"TableName": "abc"})"),
            "ResourceNotFoundException: Requested resource not found: Table: abc not found");
}

TEST(DeleteTable, AnswersTheTableAsItGoes) {
  FakeHouse house;
  const std::string answer = house.Ask("DeleteTable", R"({"TableName": "Music"})");
  EXPECT_NE(answer.find(R"("TableStatus":"DELETING")"), std::string::npos) << answer;
  house.KillOwners();
  EXPECT_EQ(house.Ask("DeleteTable", R"({"TableName": "Music"})").substr(0, 19),
            "InternalServerError");
}

TEST(DescribeLimits, AnswersTheDefaultQuotas) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("DescribeLimits", "{}"),
            R"({"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,)"
            R"("TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000})");
}

TEST(DescribeEndpoints, AnswersTheRegionsEndpoint) {
  FakeHouse house;
  EXPECT_EQ(
      house.Ask("DescribeEndpoints", "{}"),
      R"({"Endpoints":[{"Address":"dynamodb.eu-west-1.amazonaws.com","CachePeriodInMinutes":1440}]})");
}

}  // namespace
}  // namespace partita::gateway
