#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

struct Case {
  const char* operation;
  const char* json;
  const char* text;  // after "SerializationException: "
};

void Expect(const std::vector<Case>& cases) {
  FakeHouse house;
  for (const Case& c : cases) {
    EXPECT_EQ(house.Ask(c.operation, c.json), std::string("SerializationException: ") + c.text)
        << c.json;
  }
}

TEST(DynamoDbApi, RefusesAnOperationItDoesNotKnow) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("Brew", "{}"), "UnknownOperationException: ");
  EXPECT_EQ(house.AskTarget("", ""), "UnknownOperationException: ");
  EXPECT_EQ(house.AskTarget("DynamoDB_20111205.GetItem", "{}"), "UnknownOperationException: ");
}

TEST(DynamoDbApi, RefusesABodyThatIsNoJsonObjectBeforeAnUnknownOperation) {
  FakeHouse house;
  for (const char* body : {"", "{", "[]", "\"x\"", "{\"a\":}", "nonsense", "{} {}"}) {
    EXPECT_EQ(house.Ask("GetItem", body), "SerializationException: ") << body;
  }
  EXPECT_EQ(house.Ask("Brew", "{"), "SerializationException: ");
}

TEST(DynamoDbApi, SurvivesAMillionOpenBrackets) {
  FakeHouse house;
  const std::string body = "{\"Key\":" + std::string(1'000'000, '[');
  EXPECT_EQ(house.Ask("GetItem", body), "SerializationException: ");
}

TEST(Deserialisation, SaysWhatIsNoString) {
  Expect(
      {{"GetItem", R"({"TableName": 23})", "NUMBER_VALUE cannot be converted to String"},
       {"GetItem", R"({"TableName": 34.56})", "DECIMAL_VALUE cannot be converted to String"},
       {"GetItem", R"({"TableName": true})", "TRUE_VALUE cannot be converted to String"},
       {"GetItem", R"({"TableName": false})", "FALSE_VALUE cannot be converted to String"},
       {"GetItem", R"({"TableName": []})", "Unrecognized collection type class java.lang.String"},
       {"GetItem", R"({"TableName": {}})", "Start of structure or map found where not expected"}});
}

TEST(Deserialisation, SaysWhatIsNoBooleanAndNoNumber) {
  Expect({{"GetItem", R"({"ConsistentRead": "23"})", "Unexpected token received from parser"},
          {"GetItem", R"({"ConsistentRead": 23})", "NUMBER_VALUE cannot be converted to Boolean"},
          {"ListTables", R"({"Limit": "23"})", "STRING_VALUE cannot be converted to Integer"},
          {"ListTables", R"({"Limit": true})", "TRUE_VALUE cannot be converted to Integer"},
          {"CreateTable", R"({"ProvisionedThroughput": {"ReadCapacityUnits": "1"}})",
           "STRING_VALUE cannot be converted to Long"}});
}

TEST(Deserialisation, SaysWhatIsNoListMapOrStructure) {
  Expect({{"GetItem", R"({"AttributesToGet": "a"})", "Unexpected field type"},
          {"GetItem", R"({"AttributesToGet": {}})",
           "Start of structure or map found where not expected"},
          {"GetItem", R"({"Key": "a"})", "Unexpected field type"},
          {"GetItem", R"({"Key": []})",
           "Unrecognized collection type java.util.Map<java.lang.String, "
           "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
          {"GetItem", R"({"ExpressionAttributeNames": []})",
           "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>"},
          {"CreateTable", R"({"ProvisionedThroughput": 1})", "Unexpected field type"},
          {"CreateTable", R"({"ProvisionedThroughput": []})",
           "Unrecognized collection type class "
           "com.amazonaws.dynamodb.v20120810.ProvisionedThroughput"},
          {"CreateTable", R"({"KeySchema": [1]})", "Unexpected value type in payload"},
          {"CreateTable", R"({"KeySchema": [[]]})",
           "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.KeySchemaElement"},
          {"PutItem", R"({"Expected": {"a": 1}})", "Unexpected value type in payload"},
          {"PutItem", R"({"Expected": {"a": {"Value": 1}}})", "Unexpected field type"}});
}

TEST(Deserialisation, ComesBeforeEverythingElse) {
  Expect(
      {{"PutItem", R"({"Item": {"pk": {"S": 1}}})", "NUMBER_VALUE cannot be converted to String"},
       {"UpdateItem", R"({"ExpressionAttributeValues": {"bad": {"S": true}}})",
        "TRUE_VALUE cannot be converted to String"}});
}

TEST(Deserialisation, TakesNullForAbsentAndIgnoresStrangers) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("ListTables", R"({"Limit": null, "Hello": [1, {}]})"),
            R"({"TableNames":[]})");
}

}  // namespace
}  // namespace partita::gateway
