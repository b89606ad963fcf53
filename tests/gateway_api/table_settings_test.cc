#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_house.h"
#include "gateway/api/continuous_backups.h"
#include "wire/tag_resource.h"
#include "wire/update_continuous_backups.h"
#include "wire/update_time_to_live.h"

namespace partita::gateway {
namespace {

const std::string kBare = "ValidationException: ";
const std::string kInvalid = kBare + "One or more parameter values were invalid: ";
const std::string kArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/Music";

TEST(UpdateTimeToLive, SendsAttributeAndSwitchAndAnswersThem) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("UpdateTimeToLive", R"({"TableName": "Music", "TimeToLiveSpecification":)"
                                          R"({"Enabled": true, "AttributeName": "ttl"}})"),
            R"({"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}})");
  base::ByteReader reader(house.change());
  const wire::TimeToLiveUpdate update = wire::DecodeTimeToLiveUpdate(&reader);
  EXPECT_EQ(update.table, "Music");
  EXPECT_EQ(update.attribute, "ttl");
  EXPECT_TRUE(update.enabled);
}

TEST(UpdateTimeToLive, WantsBothMembers) {
  FakeHouse house;
  const std::string null =
      "Value null at 'timeToLiveSpecification{}' failed to satisfy constraint: Member must not be "
      "null";
  EXPECT_EQ(house.Ask("UpdateTimeToLive", R"({"TableName": "Music"})"),
            kBare + "1 validation error detected: " + fmt::format(fmt::runtime(null), ""));
  EXPECT_EQ(
      house.Ask("UpdateTimeToLive", R"({"TableName": "Music", "TimeToLiveSpecification": {}})"),
      kBare + "2 validation errors detected: " + fmt::format(fmt::runtime(null), ".attributeName") +
          "; " + fmt::format(fmt::runtime(null), ".enabled"));
  EXPECT_EQ(house.Ask("UpdateTimeToLive", R"({"TableName": "Music", "TimeToLiveSpecification":)"
                                          R"({"Enabled": true, "AttributeName": ""}})"),
            kBare +
                "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' "
                "failed to satisfy constraint: Member must have length greater than or equal to 1");
}

TEST(DescribeTimeToLive, IsReadFromTheSchema) {
  FakeHouse house;
  model::TableSchema table = HashTable("With");
  table.ttl_attribute = "ttl";
  house.AddTable(table);
  house.AddTable(HashTable("Without"));
  EXPECT_EQ(house.Ask("DescribeTimeToLive", R"({"TableName": "With"})"),
            R"({"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}})");
  EXPECT_EQ(house.Ask("DescribeTimeToLive", R"({"TableName": "Without"})"),
            R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})");
}

TEST(DescribeTimeToLive, RefusesTablesThatComeAndAreNotThere) {
  FakeHouse house;
  model::TableSchema table = HashTable("New");
  table.status = model::TableStatus::kCreating;
  house.AddTable(table);
  EXPECT_EQ(house.Ask("DescribeTimeToLive", R"({"TableName": "New"})"),
            kBare +
                "Cannot describe time to live while table is in CREATING state: Current table "
                "state is CREATING");
  EXPECT_EQ(house.Ask("DescribeTimeToLive", R"({"TableName": "None"})"),
            "ResourceNotFoundException: Requested resource not found: Table: None not found");
}

TEST(Tags, AreSentAndAnsweredByNothing) {
  FakeHouse house;
  house.AddTable(HashTable("Music"));
  EXPECT_EQ(
      house.Ask(
          "TagResource",
          fmt::format(R"({{"ResourceArn": "{}", "Tags": [{{"Key": "k", "Value": ""}}]}})", kArn)),
      "");
  base::ByteReader tagged(house.change());
  const wire::TagRequest tags = wire::DecodeTagRequest(&tagged);
  EXPECT_EQ(tags.table, "Music");
  EXPECT_EQ(tags.arn, kArn);
  EXPECT_EQ(tags.tags, (std::vector<model::Tag>{{"k", ""}}));
  EXPECT_EQ(
      house.Ask("UntagResource", fmt::format(R"({{"ResourceArn": "{}", "TagKeys": ["k"]}})", kArn)),
      "");
  base::ByteReader untagged(house.change());
  EXPECT_EQ(wire::DecodeUntagRequest(&untagged).keys, std::vector<std::string>{"k"});
}

TEST(Tags, AreListedOnOnePage) {
  FakeHouse house;
  model::TableSchema table = HashTable("Music");
  table.tags = {{"a", "1"}, {"b", ""}};
  house.AddTable(table);
  EXPECT_EQ(house.Ask("ListTagsOfResource", fmt::format(R"({{"ResourceArn": "{}"}})", kArn)),
            R"({"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":""}]})");
}

TEST(Tags, BelongToATablesArn) {
  FakeHouse house;
  const auto list = [&](std::string_view arn) {
    return house.Ask("ListTagsOfResource", fmt::format(R"({{"ResourceArn": "{}"}})", arn));
  };
  EXPECT_EQ(list("Music"), kInvalid + "ARNs must start with 'arn:': Music");
  EXPECT_EQ(list("arn:aws:s3:::bucket"),
            kInvalid + "Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket");
  EXPECT_EQ(list(kArn + "/index/idx"),
            kInvalid +
                "Invalid resource arn provided, only table or stream is accepted. Provided "
                "resource arn: " +
                kArn + "/index/idx");
  EXPECT_EQ(list("arn:aws:dynamodb:eu-west-1:000000000000:table/ab"),
            kBare +
                "Invalid TableArn: Invalid ResourceArn provided as input "
                "arn:aws:dynamodb:eu-west-1:000000000000:table/ab");
  EXPECT_EQ(list(kArn), "ResourceNotFoundException: Requested resource not found: ResourceArn: " +
                            kArn + " not found");
  EXPECT_THAT(list("arn:aws:dynamodb:eu-west-1:999999999999:table/Music"),
              testing::StartsWith("AccessDeniedException: User: arn:aws:iam::000000000000:root is "
                                  "not authorized to perform: dynamodb:ListTagsOfResource"));
  EXPECT_EQ(house.Ask("ListTagsOfResource", "{}"),
            kBare +
                "1 validation error detected: Value null at 'resourceArn' failed to satisfy "
                "constraint: Member must not be null");
}

TEST(Tags, HaveKeysAndValuesOfALimitedKind) {
  FakeHouse house;
  house.AddTable(HashTable("Music"));
  const auto tag = [&](std::string_view tags) {
    return house.Ask("TagResource",
                     fmt::format(R"({{"ResourceArn": "{}", "Tags": [{}]}})", kArn, tags));
  };
  const auto one = [&](std::string_view key, std::string_view value) {
    return tag(fmt::format(R"({{"Key": "{}", "Value": "{}"}})", key, value));
  };
  EXPECT_EQ(tag(""), kBare + "Atleast one Tag needs to be provided as Input.");
  EXPECT_EQ(tag("{}"), kBare + "The Tag Key provided is invalid, Key: null");
  EXPECT_EQ(tag(R"({"Key": "k"})"), kBare + "The Tag Value provided is invalid, Value: null");
  EXPECT_EQ(one("", "v"), kBare + "The Tag Key provided is invalid, Key: ");
  EXPECT_EQ(one("aws:k", "v"), kBare + "Tag Key cannot be prefixed with aws:, Key: aws:k");
  EXPECT_EQ(one("a b+-=._:/@Z9\xC3\xA4", "\xE8\xA1\xA8"), "");
  EXPECT_EQ(one("k", "100%"), kBare + "The Tag Value provided is invalid, Value: 100%");
  std::string umlauts;
  for (int i = 0; i < 128; ++i) umlauts += "\xC3\xA4";
  EXPECT_EQ(one(umlauts, umlauts + umlauts), "");
  EXPECT_EQ(one(umlauts + "x", ""),
            kBare + "The Tag Key provided is invalid, Key: " + umlauts + "x");
  EXPECT_EQ(one("k", umlauts + umlauts + "x"),
            kBare + "The Tag Value provided is invalid, Value: " + umlauts + umlauts + "x");
  EXPECT_EQ(tag(R"({"Key": "k", "Value": ""}, {"Key": "k", "Value": ""})"),
            kBare + "Duplicate Tag Keys provided as input: Duplicate Tag Key found k");
  EXPECT_EQ(
      house.Ask("UntagResource", fmt::format(R"({{"ResourceArn": "{}", "TagKeys": []}})", kArn)),
      kBare + "Atleast one Tag Key needs to be provided as Input.");
}

TEST(ContinuousBackups, AreSwitchedByTheRegistry) {
  FakeHouse house;
  const auto update = [&](std::string_view specification) {
    return house.Ask("UpdateContinuousBackups",
                     fmt::format(R"({{"TableName": "Music",)"
                                 R"("PointInTimeRecoverySpecification": {}}})",
                                 specification));
  };
  EXPECT_EQ(update(R"({"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7})"),
            R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
            R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}})");
  base::ByteReader reader(house.change());
  const auto sent = wire::DecodeContinuousBackupsUpdate(&reader);
  EXPECT_TRUE(sent.enabled);
  EXPECT_EQ(sent.recovery_period_days, 7u);
  EXPECT_EQ(update(R"({"PointInTimeRecoveryEnabled": false, "RecoveryPeriodInDays": 7})"),
            kBare +
                "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time "
                "recovery.");
  EXPECT_EQ(update(R"({"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 36})"),
            kBare +
                "1 validation error detected: Value '36' at "
                "'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy "
                "constraint: Member must have value less than or equal to 35");
  EXPECT_EQ(update("{}"),
            kBare +
                "1 validation error detected: Value null at "
                "'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy "
                "constraint: Member must not be null");
}

TEST(ContinuousBackups, ReachBackAsFarAsTheyMay) {
  model::TableSchema table = HashTable("Music");
  table.point_in_time_recovery = true;
  table.recovery_since_us = 1'000'000'000'000'000;
  table.recovery_period_days = 1;
  const auto json = [&](int64_t now_s) {
    return api::ContinuousBackupsJson(table, now_s * 1'000'000);
  };
  EXPECT_EQ(json(1'000'000'010),
            R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
            R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"ENABLED",)"
            R"("RecoveryPeriodInDays":1,"EarliestRestorableDateTime":1000000000.000,)"
            R"("LatestRestorableDateTime":1000000000.000}}})");
  const std::string later = json(1'000'100'000);
  EXPECT_NE(later.find(R"("EarliestRestorableDateTime":1000013600.000)"), std::string::npos);
  EXPECT_NE(later.find(R"("LatestRestorableDateTime":1000099700.000)"), std::string::npos);
}

TEST(ContinuousBackups, OfAMissingTableAreATableNotFound) {
  FakeHouse house;
  EXPECT_EQ(house.Ask("DescribeContinuousBackups", R"({"TableName": "Music"})"),
            "TableNotFoundException: Table not found: Music");
}

TEST(DescribeTable, ShowsWhatItsIndexesHold) {
  FakeHouse house;
  model::TableSchema table = HashTable("Music");
  table.status = model::TableStatus::kActive;
  table.indexes.resize(2);
  table.indexes[0].id = 1;
  table.indexes[0].name = "full";
  table.indexes[1].id = 2;
  table.indexes[1].name = "filling";
  table.indexes[1].status = model::IndexStatus::kCreating;
  table.indexes[1].backfilling = true;
  house.AddTable(table);
  const std::string answer = house.Ask("DescribeTable", R"({"TableName": "Music"})");
  EXPECT_NE(answer.find(R"("IndexSizeBytes":100,"ItemCount":4)"), std::string::npos) << answer;
  EXPECT_NE(answer.find(R"("IndexSizeBytes":0,"ItemCount":0)"), std::string::npos) << answer;
  EXPECT_NE(answer.find(R"("IndexStatus":"CREATING","Backfilling":true)"), std::string::npos);
}

}  // namespace
}  // namespace partita::gateway
