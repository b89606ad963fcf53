#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "fake_house.h"

namespace partita::gateway {
namespace {

const std::string kBare = "ValidationException: ";
const std::string kInvalid = kBare + "One or more parameter values were invalid: ";
const std::string kUnits = R"({"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})";

std::string Element(std::string_view key) {
  return fmt::format(R"({{"AttributeName": "{}", "KeyType": "{}"}})", key.substr(1),
                     key[0] == 'H' ? "HASH" : "RANGE");
}

// "Ha Rb": the HASH attribute a and the RANGE attribute b.
std::string Keys(std::string_view keys) {
  std::string list;
  while (!keys.empty()) {
    const size_t end = std::min(keys.find(' '), keys.size());
    list += (list.empty() ? "" : ", ") + Element(keys.substr(0, end));
    keys.remove_prefix(std::min(end + 1, keys.size()));
  }
  return "[" + list + "]";
}

std::string Defined(std::string_view names) {
  std::string list;
  for (const char name : names) {
    list += fmt::format(R"({}{{"AttributeName": "{}", "AttributeType": "S"}})",
                        list.empty() ? "" : ", ", name);
  }
  return "[" + list + "]";
}

std::string Index(std::string_view name, std::string_view keys,
                  std::string_view projection = R"({"ProjectionType": "ALL"})",
                  std::string_view rest = "") {
  return fmt::format(R"({{"IndexName": "{}", "KeySchema": {}, "Projection": {}{}}})", name,
                     Keys(keys), projection, rest);
}

std::string Create(std::string_view defined, std::string_view keys, std::string_view rest = "",
                   std::string_view billing = R"("BillingMode": "PAY_PER_REQUEST")") {
  FakeHouse house;
  return house.Ask(
      "CreateTable",
      fmt::format(R"({{"TableName": "abc", "AttributeDefinitions": {}, "KeySchema": {}, {}{}}})",
                  Defined(defined), Keys(keys), billing, rest));
}

std::string WithLocal(std::string_view defined, std::string_view keys, std::string_view indexes) {
  return Create(defined, keys, fmt::format(R"(, "LocalSecondaryIndexes": [{}])", indexes));
}

std::string WithGlobal(std::string_view defined, std::string_view keys, std::string_view indexes) {
  return Create(defined, keys, fmt::format(R"(, "GlobalSecondaryIndexes": [{}])", indexes));
}

TEST(CreateTable, SendsTheWantedSchemaToTheRegistry) {
  FakeHouse house;
  const std::string answer = house.Ask(
      "CreateTable",
      fmt::format(
          R"({{"TableName": "Music", "AttributeDefinitions": [{{"AttributeName": "b", "AttributeType": "N"}},)"
          R"({{"AttributeName": "a", "AttributeType": "S"}}], "KeySchema": {}, "ProvisionedThroughput": {},)"
          R"("GlobalSecondaryIndexes": [{}], "StreamSpecification": {{"StreamEnabled": true,)"
          R"("StreamViewType": "KEYS_ONLY"}}, "SSESpecification": {{"Enabled": true}},)"
          R"("DeletionProtectionEnabled": true, "Tags": [{{"Key": "k", "Value": "v"}}]}})",
          Keys("Ha Rb"), kUnits,
          Index("idx", "Hb", R"({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x"]})",
                R"(, "ProvisionedThroughput": )" + kUnits)));
  const model::TableSchema& table = house.created();
  EXPECT_EQ(table.name, "Music");
  EXPECT_EQ(table.key.partition,
            (std::vector<model::KeyAttribute>{{"a", model::AttributeType::kS}}));
  EXPECT_EQ(table.key.sort, (std::vector<model::KeyAttribute>{{"b", model::AttributeType::kN}}));
  EXPECT_EQ(table.attribute_definitions.front().name, "b");
  ASSERT_EQ(table.indexes.size(), 1u);
  EXPECT_EQ(table.indexes[0].id, 1u);
  EXPECT_EQ(table.next_index_id, 2u);
  EXPECT_EQ(table.indexes[0].key.partition,
            (std::vector<model::KeyAttribute>{{"b", model::AttributeType::kN}}));
  EXPECT_EQ(table.indexes[0].non_key_attributes, std::vector<std::string>{"x"});
  EXPECT_EQ(table.throughput, (model::Throughput{1, 1}));
  EXPECT_EQ(table.stream, model::StreamViewType::kKeysOnly);
  EXPECT_TRUE(table.deletion_protection);
  EXPECT_EQ(table.tags, (std::vector<model::Tag>{{"k", "v"}}));
  EXPECT_TRUE(table.sse_kms_key_arn.starts_with("arn:aws:kms:eu-west-1:000000000000:key/"))
      << table.sse_kms_key_arn;
  EXPECT_NE(answer.find(R"("TableStatus":"CREATING")"), std::string::npos) << answer;
  EXPECT_NE(answer.find(R"("IndexStatus":"CREATING")"), std::string::npos) << answer;
}

TEST(CreateTable, ReportsABadNameAlone) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("CreateTable", "{}"),
            kBare + "The parameter 'TableName' is required but was not present in the request");
  EXPECT_EQ(house.Ask("CreateTable", R"({"TableName": "ab", "KeySchema": []})"),
            kBare +
                "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy "
                "constraint: Member must "
                "have length greater than or equal to 3");
}

TEST(CreateTable, SaysTogetherWhatIsWrongWithTheMembers) {
  FakeHouse house;
  EXPECT_EQ(
      house.Ask("CreateTable",
                R"({"TableName": "abc", "BillingMode": "A", "KeySchema": [{"AttributeName": "a",)"
                R"("KeyType": "INVALID"}], "ProvisionedThroughput": {"ReadCapacityUnits": -1}})"),
      kBare +
          "5 validation errors detected: "
          "Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be "
          "null; "
          "Value 'A' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value "
          "set: "
          "[PROVISIONED, PAY_PER_REQUEST]; "
          "Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: "
          "Member must "
          "not be null; "
          "Value '-1' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: "
          "Member must "
          "have value greater than or equal to 1; "
          "Value 'INVALID' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member "
          "must satisfy "
          "enum value set: [HASH, RANGE]");
  EXPECT_EQ(
      Create("abc", "Ha Rb Rc"),
      kBare +
          "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), "
          "KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, "
          "keyType=RANGE)]' "
          "at 'keySchema' failed to satisfy constraint: Member must have length less than or equal "
          "to 2");
}

TEST(CreateTable, ListsGlobalIndexesBeforeLocalOnes) {
  const std::string short_name =
      "Value '{}' at '{}.1.member.indexName' failed to satisfy constraint: Member must have length "
      "greater than or equal to 3";
  EXPECT_EQ(Create("ab", "Ha Rb",
                   fmt::format(R"(, "LocalSecondaryIndexes": [{}], "GlobalSecondaryIndexes": [{}])",
                               Index("l1", "Ha Rb"), Index("g1", "Ha"))),
            kBare + "2 validation errors detected: " +
                fmt::format(fmt::runtime(short_name), "g1", "globalSecondaryIndexes") + "; " +
                fmt::format(fmt::runtime(short_name), "l1", "localSecondaryIndexes"));
}

TEST(CreateTable, MatchesThroughputToTheBillingMode) {
  EXPECT_EQ(Create("a", "Ha", R"(, "ProvisionedThroughput": )" + kUnits),
            kInvalid +
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                "BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(Create("a", "Ha", "", R"("BillingMode": "PROVISIONED")"),
            kInvalid +
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode "
                "is PROVISIONED");
  EXPECT_EQ(
      Create(
          "a", "Ha", "",
          R"("ProvisionedThroughput": {"ReadCapacityUnits": 1000000000001, "WriteCapacityUnits": 1000000000001})"),
      kBare + "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
  EXPECT_EQ(WithGlobal("ab", "Ha",
                       Index("abd", "Hb", R"({"ProjectionType": "ALL"})",
                             R"(, "ProvisionedThroughput": )" + kUnits)),
            kInvalid +
                "ProvisionedThroughput should not be specified for index: abd when BillingMode is "
                "PAY_PER_REQUEST");
  EXPECT_EQ(Create("ab", "Ha", R"(, "GlobalSecondaryIndexes": [)" + Index("abd", "Hb") + "]",
                   R"("ProvisionedThroughput": )" + kUnits),
            kInvalid + "ProvisionedThroughput is not specified for index: abd");
  EXPECT_EQ(Create("a", "Ha", R"(, "OnDemandThroughput": {"MaxReadRequestUnits": 0})"),
            kInvalid +
                "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of "
                "valid range");
}

TEST(CreateTable, WantsTheKeysDefinedAndNothingElse) {
  EXPECT_EQ(Create("", "Ha"),
            kBare + "Invalid KeySchema: Some index key attribute have no definition");
  EXPECT_EQ(Create("a", "Ha Ra"),
            kBare + "Invalid KeySchema: Some index key attribute have no definition");
  EXPECT_EQ(Create("b", "Ha"),
            kInvalid +
                "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], "
                "AttributeDefinitions: [b]");
  EXPECT_EQ(
      Create("ab", "Ha Ra"),
      kBare + "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  EXPECT_EQ(Create("ab", "Ha Hb"),
            kBare + "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  EXPECT_EQ(Create("ab", "Ra Hb"),
            kBare + "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  EXPECT_EQ(Create("ab", "Ha"),
            kInvalid +
                "Number of attributes in KeySchema does not exactly match number of attributes "
                "defined in AttributeDefinitions");
  EXPECT_EQ(WithGlobal("abc", "Ha", Index("idx", "Hb")),
            kInvalid +
                "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], keys "
                "used: [a, b]");
}

TEST(CreateTable, WantsLocalIndexesToShareThePartitionKey) {
  EXPECT_EQ(WithLocal("ab", "Ha", ""), kInvalid + "List of LocalSecondaryIndexes is empty");
  EXPECT_EQ(WithLocal("ab", "Ha", Index("idx", "Ha Rb")),
            kInvalid +
                "Table KeySchema does not have a range key, which is required when specifying a "
                "LocalSecondaryIndex");
  EXPECT_EQ(WithLocal("ab", "Ha Rb", Index("idx", "Ha")),
            kInvalid + "Index KeySchema does not have a range key for index: idx");
  EXPECT_EQ(WithLocal("ab", "Ha Rb", Index("idx", "Hb Ra")),
            kInvalid +
                "Index KeySchema does not have the same leading hash key as table KeySchema for "
                "index: idx. "
                "index hash key: b, table hash key: a");
  std::string six;
  for (int i = 0; i < 6; ++i) six += (i == 0 ? "" : ", ") + Index(fmt::format("idx{}", i), "Ha Rb");
  EXPECT_EQ(WithLocal("ab", "Ha Rb", six),
            kInvalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
}

TEST(CreateTable, ChecksProjectionsAndIndexNames) {
  EXPECT_EQ(WithGlobal("ab", "Ha", Index("idx", "Hb", "{}")),
            kInvalid + "Unknown ProjectionType: null");
  EXPECT_EQ(
      WithGlobal("ab", "Ha",
                 Index("idx", "Hb", R"({"ProjectionType": "ALL", "NonKeyAttributes": ["x"]})")),
      kInvalid + "ProjectionType is ALL, but NonKeyAttributes is specified");
  EXPECT_EQ(WithGlobal("ab", "Ha", Index("idx", "Hb", R"({"ProjectionType": "INCLUDE"})")),
            kInvalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  EXPECT_EQ(Create("ab", "Ha Rb",
                   fmt::format(R"(, "LocalSecondaryIndexes": [{}], "GlobalSecondaryIndexes": [{}])",
                               Index("idx", "Ha Rb"), Index("idx", "Hb"))),
            kInvalid + "Duplicate index name: idx");
}

TEST(CreateTable, AllowsFourKeyAttributesOfAKindInAGlobalIndex) {
  EXPECT_EQ(WithGlobal("abcdefgh", "Ha", Index("idx", "Ha Hb Hc Hd Re Rf Rg Rh")).substr(0, 20),
            R"({"TableDescription":)");
  EXPECT_EQ(WithGlobal("abcde", "Ha", Index("idx", "Ha Hb Hc Hd He")),
            kInvalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes");
  EXPECT_EQ(
      WithGlobal("abc", "Ha", Index("idx", "Ha Rb Hc")),
      kInvalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema");
}

TEST(CreateTable, ChecksStreamEncryptionClassAndTags) {
  EXPECT_EQ(Create("a", "Ha", R"(, "StreamSpecification": {"StreamEnabled": true})"),
            kInvalid + "Table is being created with a stream enabled, UpdateViewType is required");
  EXPECT_EQ(
      Create("a", "Ha",
             R"(, "StreamSpecification": {"StreamEnabled": false, "StreamViewType": "NEW_IMAGE"})"),
      kInvalid +
          "Table is being created with a stream disabled, UpdateViewType should not be specified");
  EXPECT_EQ(Create("a", "Ha", R"(, "SSESpecification": {"Enabled": false, "SSEType": "KMS"})"),
            kInvalid + "SSEType can not be specified if Enabled is false");
  EXPECT_EQ(Create("a", "Ha", R"(, "TableClass": "GOLD")"),
            kBare +
                "Invalid table-class parameter provided. Please try again with a valid table-class "
                "value: "
                "[STANDARD, STANDARD_INFREQUENT_ACCESS].");
  EXPECT_EQ(
      Create("a", "Ha", R"(, "Tags": [{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}])"),
      kBare + "Duplicate Tag Keys provided as input: Duplicate Tag Key found k");
  EXPECT_EQ(Create("a", "Ha", R"(, "Tags": [{"Key": "aws:k", "Value": "1"}])"),
            kBare + "Tag Key cannot be prefixed with aws:, Key: aws:k");
}

}  // namespace
}  // namespace partita::gateway
