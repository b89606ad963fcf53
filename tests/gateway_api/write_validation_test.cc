#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

const std::string kOne = "ValidationException: 1 validation error detected: ";
const std::string kBare = "ValidationException: ";
const std::string kInvalid = "One or more parameter values were invalid: ";

struct Case {
  std::string parameters;  // beside TableName and the item or key
  std::string answer;
};

// The parameters beside a good TableName and a good Item or Key.
std::string AskGood(FakeHouse* house, std::string_view operation, std::string_view parameters) {
  const char* subject = operation == "PutItem" ? "Item" : "Key";
  return house->Ask(operation, fmt::format(R"({{"TableName": "Music", "{}": {{"pk": {{"S": "a"}}, )"
                                           R"("sk": {{"S": "b"}}}}, {}}})",
                                           subject, parameters));
}

class WriteValidation : public testing::TestWithParam<const char*> {
 protected:
  WriteValidation() { house_.AddTable(CompositeTable("Music")); }
  void Expect(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
      EXPECT_EQ(AskGood(&house_, GetParam(), c.parameters), c.answer) << c.parameters;
    }
    EXPECT_EQ(house_.asked(), 0);
  }
  FakeHouse house_;
};

INSTANTIATE_TEST_SUITE_P(Writes, WriteValidation,
                         testing::Values("PutItem", "UpdateItem", "DeleteItem"));

TEST_P(WriteValidation, WrapsWhatIsRefusedBeforeTheTableIsLookedAt) {
  Expect(
      {{R"("ExpressionAttributeValues": {":v": {"S": "x"}})",
        kOne + "ExpressionAttributeValues can only be specified when using expressions"},
       {R"("ExpressionAttributeNames": {"#a": "a"})",
        kOne + "ExpressionAttributeNames can only be specified when using expressions"},
       {R"("ConditionExpression": "")",
        kOne + "Invalid ConditionExpression: The expression can not be empty;"},
       {R"("ConditionExpression": "attribute_exists(a) ", "ExpressionAttributeValues": {})",
        kOne + "ExpressionAttributeValues must not be empty"},
       {R"("ConditionExpression": "attribute_exists(a) ", "ExpressionAttributeNames": {})",
        kOne + "ExpressionAttributeNames must not be empty"},
       {R"("ConditionExpression": "attribute_exists(a) ", "ExpressionAttributeNames": {"a": "b"})",
        kOne + R"(ExpressionAttributeNames contains invalid key: Syntax error; key: "a")"},
       {R"("ConditionExpression": "attribute_exists(a) ", )"
        R"("ExpressionAttributeValues": {":v": {"N": "1"}})",
        kOne + "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"},
       {R"("ConditionExpression": "a = :v", "ExpressionAttributeValues": {":v": {"N": "1e"}})",
        kOne + "The parameter cannot be converted to a numeric value: 1e"}});
}

TEST_P(WriteValidation, DoesNotMixExpressionsWithWhatTheyReplaced) {
  Expect({{R"("Expected": {"a": {"Exists": false}}, "ConditionExpression": "attribute_exists(a) ")",
           kOne + "Can not use both expression and non-expression parameters in the same request: "
                  "Non-expression parameters: {Expected} Expression parameters: "
                  "{ConditionExpression}"}});
}

TEST_P(WriteValidation, RefusesMalformedExpectedConditions) {
  Expect({{R"("Expected": {"a": {"Exists": true}})",
           kOne + kInvalid + "Value must be provided when Exists is true for Attribute: a"},
          {R"("Expected": {"a": {"Exists": false, "Value": {"S": "x"}}})",
           kOne + kInvalid + "Value cannot be used when Exists is false for Attribute: a"},
          {R"("Expected": {"a": {"ComparisonOperator": "EQ"}})",
           kOne + kInvalid +
               "Value or AttributeValueList must be used with ComparisonOperator: EQ for "
               "Attribute: a"},
          {R"("Expected": {"a": {"Value": {"N": "x"}}})",
           kOne + "The parameter cannot be converted to a numeric value: x"}});
}

TEST_P(WriteValidation, JoinsConditionsOnlyWhenThereAreTwo) {
  Expect(
      {{R"("ConditionalOperator": "AND")",
        kOne + "ConditionalOperator cannot be used without Filter or Expected"},
       {R"("ConditionalOperator": "AND", "Expected": {"a": {"Exists": false}})",
        kOne + "ConditionalOperator can only be used when Filter or Expected has two or more "
               "elements"},
       {R"("ConditionalOperator": "XOR", "Expected": {"a": {"Exists": false}, "b": {"Exists": false}})",
        kOne + "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"}});
}

TEST_P(WriteValidation, ReportsABadTableNameAlone) {
  const char* subject = GetParam() == std::string("PutItem") ? "Item" : "Key";
  const auto ask = [&](std::string_view name) {
    return house_.Ask(
        GetParam(),
        fmt::format(R"({{"TableName": "{}", "{}": {{}}, "ReturnValues": "HI"}})", name, subject));
  };
  EXPECT_EQ(ask(""), kOne +
                         "Value at 'TableName' failed to satisfy constraint: Member must have "
                         "length greater than or equal to 1");
  EXPECT_EQ(ask("x!"), kOne +
                           "Value 'x!' at 'tableName' failed to satisfy constraint: Member must "
                           "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  const std::string longest(256, 'a');
  EXPECT_EQ(ask(longest), kOne + "Value '" + longest +
                              "' at 'tableName' failed to satisfy constraint: Member must have "
                              "length less than or equal to 255");
}

TEST_P(WriteValidation, DoesNotFindATableThatIsNotServing) {
  model::TableSchema table = CompositeTable("Soon");
  table.status = model::TableStatus::kCreating;
  house_.AddTable(table);
  for (const char* name : {"Soon", "Never"}) {
    const char* subject = GetParam() == std::string("PutItem") ? "Item" : "Key";
    EXPECT_EQ(
        house_.Ask(GetParam(), fmt::format(R"({{"TableName": "{}", "{}": {{}}}})", name, subject)),
        "ResourceNotFoundException: Requested resource not found");
  }
}

TEST(PutItemValidation, ReportsAllBadEnumsInTheServicesOrder) {
  FakeHouse house;
  EXPECT_EQ(
      AskGood(&house, "PutItem",
              R"("ReturnValues": "HI", "ReturnItemCollectionMetrics": "HI",)"
              R"("ReturnConsumedCapacity": "HI")"),
      "ValidationException: 3 validation errors detected: "
      "Value 'HI' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy "
      "enum value set: [INDEXES, TOTAL, NONE]; "
      "Value 'HI' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value "
      "set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; "
      "Value 'HI' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must "
      "satisfy enum value set: [SIZE, NONE]");
}

TEST(PutItemValidation, SaysTogetherWhatIsMissing) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("PutItem", "{}"),
            "ValidationException: 2 validation errors detected: "
            "Value null at 'tableName' failed to satisfy constraint: Member must not be null; "
            "Value null at 'item' failed to satisfy constraint: Member must not be null");
}

TEST(PutItemValidation, AllowsNoOtherReturnValuesThanAllOldAndNone) {
  FakeHouse house;
  for (const char* operation : {"PutItem", "DeleteItem"}) {
    EXPECT_EQ(AskGood(&house, operation, R"("ReturnValues": "ALL_NEW")"),
              kOne + "ReturnValues can only be ALL_OLD or NONE");
  }
}

TEST(PutItemValidation, JudgesTheItemAfterTheExpressionsAndBeforeTheTable) {
  FakeHouse house;
  house.AddTable(CompositeTable("Music"));
  const auto put = [&](std::string_view item, std::string_view rest = "") {
    return house.Ask("PutItem",
                     fmt::format(R"({{"TableName": "Music", "Item": {}{}}})", item, rest));
  };
  EXPECT_EQ(put(R"({"pk": {"SS": []}})"), kOne + kInvalid + "An string set  may not be empty");
  EXPECT_EQ(put(R"({"pk": {"SS": []}})", R"(, "ConditionExpression": "")"),
            kOne + "Invalid ConditionExpression: The expression can not be empty;");
  EXPECT_EQ(put(R"({"pk": {"S": "a"}})"), kBare + kInvalid + "Missing the key sk in the item");
  EXPECT_EQ(put(R"({"pk": {"S": ""}, "sk": {"S": "a"}})"),
            kBare +
                "One or more parameter values are not valid. The AttributeValue for a key "
                "attribute cannot contain an empty string value. Key: pk");
}

TEST(PutItemValidation, AcceptsFourHundredKilobytesAndNotAByteMore) {
  FakeHouse house;
  house.AddTable(HashTable("Big"));
  const auto put = [&](size_t bytes) {
    // "pk" + "k" + "d": four bytes besides the value.
    return house.Ask("PutItem", R"({"TableName": "Big", "Item": {"pk": {"S": "k"}, "d": {"S": ")" +
                                    std::string(bytes - 4, 'x') + R"("}}})");
  };
  EXPECT_EQ(put(409'600), "{}");
  EXPECT_EQ(put(409'601), kBare + "Item size has exceeded the maximum allowed size");
}

TEST(PutItemValidation, RefusesAnIndexKeyOfTheWrongType) {
  FakeHouse house;
  model::TableSchema table = HashTable("Indexed");
  model::IndexSchema index;
  index.name = "byAge";
  index.key.partition = {{"age", model::AttributeType::kN}};
  table.indexes.push_back(index);
  house.AddTable(table);
  EXPECT_EQ(
      house.Ask("PutItem",
                R"({"TableName": "Indexed", "Item": {"pk": {"S": "a"}, "age": {"S": "1"}}})"),
      kBare + kInvalid + "Type mismatch for Index Key age Expected: N Actual: S IndexName: byAge");
  EXPECT_EQ(house.Ask("PutItem", R"({"TableName": "Indexed", "Item": {"pk": {"S": "a"}}})"), "{}");
}

TEST(UpdateItemValidation, StopsAtTheFirstBadEnum) {
  FakeHouse house;
  EXPECT_EQ(
      AskGood(&house, "UpdateItem", R"("ReturnValues": "HI", "ReturnConsumedCapacity": "HI")"),
      kOne +
          "Failed to satisfy constraint: Member must satisfy enum value set: "
          "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
}

TEST(UpdateItemValidation, JoinsEverythingToAMissingKey) {
  FakeHouse house;
  EXPECT_EQ(
      house.Ask(
          "UpdateItem",
          R"({"TableName": "", "ReturnConsumedCapacity": "INVALID", "ReturnValues": "INVALID"})"),
      "ValidationException: 4 validation errors detected: "
      "Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: Member must "
      "satisfy enum value set: [INDEXES, TOTAL, NONE]; "
      "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than "
      "or equal to 1; "
      "Value 'INVALID' at 'returnValues' failed to satisfy constraint: Member must satisfy enum "
      "value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; "
      "Value null at 'key' failed to satisfy constraint: Member must not be null");
}

TEST(UpdateItemValidation, LeavesTheKeyAlone) {
  FakeHouse house;
  house.AddTable(CompositeTable("Music"));
  EXPECT_EQ(
      AskGood(
          &house, "UpdateItem",
          R"("UpdateExpression": "SET sk = :v", "ExpressionAttributeValues": {":v": {"S": "c"}})"),
      kBare + kInvalid + "Cannot update attribute sk. This attribute is part of the key");
  EXPECT_EQ(AskGood(&house, "UpdateItem",
                    R"("AttributeUpdates": {"pk": {"Action": "PUT", "Value": {"S": "c"}}})"),
            kBare + kInvalid + "Cannot update attribute pk. This attribute is part of the key");
}

TEST(UpdateItemValidation, CompilesTheUpdateBeforeTheCondition) {
  FakeHouse house;
  house.AddTable(CompositeTable("Music"));
  EXPECT_EQ(AskGood(&house, "UpdateItem", R"("UpdateExpression": "", "ConditionExpression": "")"),
            kOne + "Invalid UpdateExpression: The expression can not be empty;");
  EXPECT_EQ(AskGood(&house, "UpdateItem", R"("UpdateExpression": "SET a = :v")"),
            kOne +
                "Invalid UpdateExpression: An expression attribute value used in expression is not "
                "defined; attribute value: :v");
}

TEST(DeleteItemValidation, HasATextOfItsOwnForALoneBadReturnValues) {
  FakeHouse house;
  EXPECT_EQ(AskGood(&house, "DeleteItem", R"("ReturnValues": "HI")"),
            kOne +
                "Failed to satisfy constraint: Member must satisfy enum value set: "
                "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
}

}  // namespace
}  // namespace partita::gateway
