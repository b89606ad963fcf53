#include "wire/update_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

const std::string kBare = "ValidationException: ";
const std::string kInvalid = kBare + "One or more parameter values were invalid: ";
const std::string kNothing =
    kBare +
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
    "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
    "OnDemandThroughput, WarmThroughput or TableClass is required";
const std::string kUnits =
    R"("ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2})";
const std::string kDefinitions =
    R"("AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "N"}])";
const std::string kStream =
    R"("StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"})";

// {"Create": …} of an index on "a", with `more` members.
std::string Create(std::string_view name, std::string_view more = "") {
  return fmt::format(
      R"({{"Create": {{"IndexName": "{}", "KeySchema": [{{"AttributeName": "a", "KeyType": "HASH"}}],)"
      R"("Projection": {{"ProjectionType": "ALL"}}{}}}}})",
      name, more);
}
std::string Delete(std::string_view name) {
  return fmt::format(R"({{"Delete": {{"IndexName": "{}"}}}})", name);
}
std::string Change(std::string_view name, std::string_view more) {
  return fmt::format(R"({{"Update": {{"IndexName": "{}"{}}}}})", name, more);
}
std::string Actions(std::string_view actions) {
  return fmt::format(R"("GlobalSecondaryIndexUpdates": [{}])", actions);
}

std::string Update(std::string_view members) {
  FakeHouse house;
  return house.Ask("UpdateTable", fmt::format(R"({{"TableName": "Music", {}}})", members));
}

wire::TableUpdate Sent(std::string_view members) {
  FakeHouse house;
  const std::string answer =
      house.Ask("UpdateTable", fmt::format(R"({{"TableName": "Music", {}}})", members));
  EXPECT_NE(answer.find(R"("TableStatus":"UPDATING")"), std::string::npos) << answer;
  base::ByteReader reader(house.change());
  return *wire::DecodeTableUpdate(&reader);
}

TEST(UpdateTable, SendsWhatIsToChangeAndNothingElse) {
  const wire::TableUpdate billing = Sent(R"("BillingMode": "PROVISIONED", )" + kUnits);
  EXPECT_EQ(billing.wanted.name, "Music");
  EXPECT_TRUE(billing.billing_mode && billing.throughput);
  EXPECT_FALSE(billing.on_demand || billing.warm || billing.stream || billing.sse ||
               billing.table_class || billing.deletion_protection);
  EXPECT_EQ(billing.wanted.throughput, (model::Throughput{1, 2}));

  const wire::TableUpdate stream = Sent(kStream);
  EXPECT_TRUE(stream.stream);
  EXPECT_EQ(stream.wanted.stream, model::StreamViewType::kNewImage);
  const wire::TableUpdate off = Sent(R"("StreamSpecification": {"StreamEnabled": false})");
  EXPECT_TRUE(off.stream);
  EXPECT_EQ(off.wanted.stream, model::StreamViewType::kNone);

  const wire::TableUpdate maxima = Sent(R"("OnDemandThroughput": {"MaxReadRequestUnits": -1})");
  EXPECT_EQ(maxima.wanted.on_demand, (model::OnDemandThroughput{-1, 0}));
  EXPECT_TRUE(Sent(R"("DeletionProtectionEnabled": true)").wanted.deletion_protection);
  EXPECT_EQ(Sent(R"("WarmThroughput": {"WriteUnitsPerSecond": 9000})").wanted.warm,
            (model::Throughput{0, 9000}));
  EXPECT_EQ(Sent(R"("TableClass": "STANDARD_INFREQUENT_ACCESS")").wanted.table_class,
            model::TableClass::kStandardInfrequentAccess);
  const wire::TableUpdate sse = Sent(R"("SSESpecification": {"SSEType": "KMS"})");
  EXPECT_TRUE(sse.sse && !sse.sse_key && sse.wanted.sse_enabled);
}

TEST(UpdateTable, SendsIndexesToCreateToChangeAndToRemove) {
  const wire::TableUpdate create =
      Sent(kDefinitions + ", " +
           Actions(Create("new") + ", " +
                   Change("old", R"(, "OnDemandThroughput": {"MaxReadRequestUnits": 5})")));
  ASSERT_EQ(create.wanted.indexes.size(), 1u);
  EXPECT_EQ(create.wanted.indexes[0].name, "new");
  EXPECT_EQ(create.wanted.indexes[0].key.partition,
            (std::vector<model::KeyAttribute>{{"a", model::AttributeType::kN}}));
  ASSERT_EQ(create.changed.size(), 1u);
  EXPECT_EQ(create.changed[0].name, "old");
  EXPECT_EQ(create.changed[0].on_demand, (model::OnDemandThroughput{5, 0}));
  EXPECT_EQ(Sent(Actions(Delete("old"))).removed, std::vector<std::string>{"old"});
}

TEST(UpdateTable, TakesAnArnForTheName) {
  FakeHouse house;
  house.Ask("UpdateTable", R"({"TableName": "arn:aws:dynamodb:eu-west-1:000000000000:table/Music",)"
                           R"("DeletionProtectionEnabled": true})");
  base::ByteReader reader(house.change());
  EXPECT_EQ(wire::DecodeTableUpdate(&reader)->wanted.name, "Music");
}

TEST(UpdateTable, WantsSomethingToChange) {
  EXPECT_EQ(Update(R"("GlobalSecondaryIndexUpdates": [])"), kNothing);
  EXPECT_EQ(Update(kDefinitions), kNothing);
  EXPECT_EQ(Update(R"("OnDemandThroughput": {}, "WarmThroughput": {})"), kNothing);
  EXPECT_EQ(Update(R"("GlobalSecondaryIndexUpdates": [], "DeletionProtectionEnabled": true)"),
            kInvalid + "List of GlobalSecondaryIndexUpdates is empty");
  FakeHouse house;
  EXPECT_EQ(house.Ask("UpdateTable", "{}"),
            kBare + "The parameter 'TableName' is required but was not present in the request");
}

TEST(UpdateTable, SaysTogetherWhatIsWrongWithTheMembers) {
  EXPECT_EQ(
      Update(R"("BillingMode": "A", "AttributeDefinitions": [{}], )" +
             Actions(R"({"Update": {"IndexName": "i"}})")),
      kBare +
          "4 validation errors detected: "
          "Value null at 'attributeDefinitions.1.member.attributeType' failed to satisfy "
          "constraint: Member must not be null; "
          "Value null at 'attributeDefinitions.1.member.attributeName' failed to satisfy "
          "constraint: Member must not be null; "
          "Value 'A' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value "
          "set: [PROVISIONED, PAY_PER_REQUEST]; "
          "Value 'i' at 'globalSecondaryIndexUpdates.1.member.update.indexName' failed to satisfy "
          "constraint: Member must have length greater than or equal to 3");
}

TEST(UpdateTable, WantsMostChangesAlone) {
  const auto alone = [](std::string_view what) {
    return kInvalid + std::string(what) + " must be the only operation in the request";
  };
  const std::string protect = R"("DeletionProtectionEnabled": true)";
  EXPECT_EQ(Update(R"("SSESpecification": {"Enabled": true}, )" + protect),
            alone("Server-Side Encryption modification"));
  EXPECT_EQ(Update(R"("TableClass": "STANDARD", )" + protect), alone("TableClass modification"));
  EXPECT_EQ(Update(kStream + ", " + protect), alone("DeletionProtection modification"));
  const std::string warm = R"("WarmThroughput": {"ReadUnitsPerSecond": 20000}, )";
  EXPECT_EQ(Update(warm + kStream), alone("WarmThroughput"));
  EXPECT_EQ(
      Update(warm + kDefinitions + ", " + Actions(Create("new"))),
      kInvalid + "Create global secondary index cannot be specified when updating WarmThroughput");
  EXPECT_EQ(Update(R"("OnDemandThroughput": {"MaxReadRequestUnits": 5}, )" + kStream),
            kInvalid +
                "OnDemandThroughput can only be combined with BillingMode in an UpdateTable "
                "request");
  EXPECT_EQ(Update(kUnits + ", " + kStream),
            kInvalid + "You cannot modify stream status while updating table IOPS");
  EXPECT_EQ(Update(kUnits + ", " + Actions(Delete("old"))),
            kInvalid + "You cannot create or delete index while updating table IOPS");
  EXPECT_EQ(Update(kStream + ", " + Actions(Delete("old"))),
            kInvalid + "You cannot create or delete index while changing stream status");
  EXPECT_TRUE(Sent(R"("BillingMode": "PAY_PER_REQUEST", )" + kStream).billing_mode);
}

TEST(UpdateTable, MatchesThroughputToTheBillingMode) {
  EXPECT_EQ(
      Update(R"("BillingMode": "PAY_PER_REQUEST", )" + kUnits),
      kInvalid + "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(Update(R"("BillingMode": "PROVISIONED")"),
            kInvalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  EXPECT_EQ(Update(R"("OnDemandThroughput": {"MaxWriteRequestUnits": 0})"),
            kInvalid +
                "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of "
                "valid range");
}

TEST(UpdateTable, ChecksStreamEncryptionAndClass) {
  EXPECT_EQ(Update(R"("StreamSpecification": {"StreamEnabled": true})"),
            kInvalid + "If stream is being enabled then UpdateViewType is required");
  EXPECT_EQ(
      Update(R"("StreamSpecification": {"StreamEnabled": false, "StreamViewType": "NEW_IMAGE"})"),
      kInvalid + "If stream is being disabled, then UpdateViewType must not be specified");
  EXPECT_EQ(Update(R"("SSESpecification": {"Enabled": true, "KMSMasterKeyId": "k"})"),
            kInvalid + "SSEType KMS is required if KMSMasterKeyId is specified");
  EXPECT_EQ(Update(R"("TableClass": "GOLD")").substr(0, 47), kBare + "Invalid table-class parame");
}

TEST(UpdateTable, WantsOneActionForEachIndex) {
  EXPECT_EQ(Update(Actions("{}")),
            kInvalid +
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                "GlobalSecondaryIndexUpdate.Delete must not be null");
  EXPECT_EQ(Update(Actions(R"({"Delete": {"IndexName": "abc"}, "Update": {"IndexName": "abc"}})")),
            kInvalid +
                "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate "
                "object");
  EXPECT_EQ(Update(Actions(Delete("abc") + ", " + Change("abc", ""))),
            kInvalid +
                "Only one global secondary index update per index is allowed simultaneously. "
                "Index: abc");
  EXPECT_EQ(Update(Actions(Change("abc", R"(, "WarmThroughput": {})"))),
            kInvalid +
                "WarmThroughput must have at least one of ReadUnitsPerSecond or "
                "WriteUnitsPerSecond specified for index: abc");
}

TEST(UpdateTable, ChecksANewIndexAsCreateTableDoes) {
  EXPECT_EQ(Update(Actions(Create("new"))),
            kInvalid + "AttributeDefinitions is not specified for index: new");
  EXPECT_EQ(Update(kDefinitions + ", " +
                   Actions(R"({"Create": {"IndexName": "new", "KeySchema": [{"AttributeName": "a",)"
                           R"("KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}})")),
            kBare + "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  EXPECT_EQ(
      Update(kDefinitions + ", " +
             Actions(R"({"Create": {"IndexName": "new", "KeySchema": [{"AttributeName": "a",)"
                     R"("KeyType": "HASH"}], "Projection": {"ProjectionType": "INCLUDE"}}})")),
      kInvalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
}

}  // namespace
}  // namespace partita::gateway
