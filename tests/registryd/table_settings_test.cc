#include <gtest/gtest.h>

#include <algorithm>

#include "house.h"
#include "wire/tag_resource.h"
#include "wire/update_continuous_backups.h"
#include "wire/update_table.h"
#include "wire/update_time_to_live.h"

namespace partita::registryd {
namespace {

using model::ApiErrorType;
using model::IndexStatus;
using model::TableStatus;
using wire::MessageKind;

class TableSettingsTest : public testing::Test {
 protected:
  TableSettingsTest() {
    house_.Start();
    EXPECT_TRUE(house_.Create(Wanted("music")).ok());
    EXPECT_TRUE(house_.AcknowledgeUntil([&] { return Music().status == TableStatus::kActive; }));
  }
  ~TableSettingsTest() override { EXPECT_TRUE(house_.Stop().ok()); }

  model::TableSchema Music() { return *house_.PublishedTable("music"); }
  template <typename Update>
  model::ApiResult<model::TableSchema> Send(MessageKind kind, const Update& update) {
    return house_.Ask(kind, [&](base::ByteWriter* writer) { wire::Encode(update, writer); });
  }
  auto Expire(bool enabled, std::string_view attribute) {
    return Send(MessageKind::kUpdateTimeToLive,
                wire::TimeToLiveUpdate{"music", enabled, attribute});
  }
  auto CreateIndex(const std::string& name) {
    wire::TableUpdate update;
    update.wanted.name = "music";
    update.wanted.attribute_definitions = {{"a", model::AttributeType::kN}};
    update.wanted.indexes.resize(1);
    update.wanted.indexes[0].name = name;
    update.wanted.indexes[0].key.partition = {{"a", model::AttributeType::kS}};
    return Send(MessageKind::kUpdateTable, update);
  }
  auto RemoveIndex(const std::string& name) {
    wire::TableUpdate update;
    update.wanted.name = "music";
    update.removed = {name};
    return Send(MessageKind::kUpdateTable, update);
  }
  IndexStatus StatusOf(const std::string& index) { return Music().FindIndex(index)->status; }

  TestHouse house_;
};

TEST_F(TableSettingsTest, ANewIndexIsActiveWhenEverySlotHasFilledIt) {
  const auto updated = CreateIndex("by-a");
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_EQ(updated->status, TableStatus::kUpdating);
  EXPECT_EQ(house_.progress_questions(0), 0);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return Music().status == TableStatus::kActive; }));
  EXPECT_EQ(StatusOf("by-a"), IndexStatus::kCreating);
  EXPECT_TRUE(Music().FindIndex("by-a")->backfilling);
  // Both refuse to say, then one is not done, then one dies: asked on and on.
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return house_.progress_questions(1) >= 2; }));
  house_.SaysFilled(0, true);
  house_.SaysFilled(1, false);
  const int asked = house_.progress_questions(1);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return house_.progress_questions(1) > asked + 1; }));
  EXPECT_EQ(StatusOf("by-a"), IndexStatus::kCreating);
  house_.PartitionDies(1);
  house_.PartitionLives(1);
  house_.SaysFilled(1, true);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
  EXPECT_FALSE(Music().FindIndex("by-a")->backfilling);
  const int last = house_.progress_questions(0);
  EXPECT_FALSE(house_.Asked(0, 300) && house_.progress_questions(0) > last);
}

TEST_F(TableSettingsTest, AnIndexGoesOnFillingAfterARestart) {
  ASSERT_TRUE(CreateIndex("by-a").ok());
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  EXPECT_EQ(Music().status, TableStatus::kUpdating);
  house_.SaysFilled(0, true);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return house_.progress_questions(0) == 1; }));
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  house_.SaysFilled(1, true);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
  EXPECT_EQ(house_.progress_questions(0), 2);
}

TEST_F(TableSettingsTest, ARemovedIndexTakesItsDefinitionsAlong) {
  ASSERT_TRUE(CreateIndex("by-a").ok());
  house_.SaysFilled(0, true);
  house_.SaysFilled(1, true);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
  EXPECT_EQ(Music().attribute_definitions.size(), 2u);
  const auto updated = RemoveIndex("by-a");
  ASSERT_TRUE(updated.ok());
  EXPECT_EQ(updated->status, TableStatus::kUpdating);
  EXPECT_EQ(updated->FindIndex("by-a")->status, IndexStatus::kDeleting);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return Music().indexes.empty(); }));
  EXPECT_EQ(Music().status, TableStatus::kActive);
  EXPECT_EQ(Music().attribute_definitions.size(), 1u);
  ASSERT_TRUE(CreateIndex("by-a").ok());
  EXPECT_EQ(Music().FindIndex("by-a")->id, 2u);
  EXPECT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
}

TEST_F(TableSettingsTest, AnIndexThatIsFillingCanBeRemovedAndHoldsTheTable) {
  ASSERT_TRUE(CreateIndex("by-a").ok());
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return house_.progress_questions(0) >= 1; }));
  const auto refused = house_.Delete("music");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, ApiErrorType::kResourceInUse);
  EXPECT_EQ(refused.error().message,
            "Attempt to change a resource which is still in use: Cannot delete table while indexes "
            "are being created, updated, or deleted.");
  ASSERT_TRUE(RemoveIndex("by-a").ok());
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return Music().indexes.empty(); }));
  EXPECT_TRUE(house_.Delete("music").ok());
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return !house_.PublishedTable("music"); }));
}

TEST_F(TableSettingsTest, AnIndexThatChangesLeavesItsTableActive) {
  ASSERT_TRUE(CreateIndex("by-a").ok());
  house_.SaysFilled(0, true);
  house_.SaysFilled(1, true);
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
  wire::TableUpdate update;
  update.wanted.name = "music";
  update.changed = {{.name = "by-a", .on_demand = model::OnDemandThroughput{5, 6}}};
  const auto updated = Send(MessageKind::kUpdateTable, update);
  ASSERT_TRUE(updated.ok());
  EXPECT_EQ(updated->status, TableStatus::kActive);
  EXPECT_EQ(updated->FindIndex("by-a")->status, IndexStatus::kUpdating);
  EXPECT_TRUE(house_.AcknowledgeUntil([&] { return StatusOf("by-a") == IndexStatus::kActive; }));
}

TEST_F(TableSettingsTest, EveryTimeToLiveHasAnIndexOfItsOwn) {
  const auto refused = Expire(false, "ttl");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message, "TimeToLive is already disabled");
  const auto enabled = Expire(true, "ttl");
  ASSERT_TRUE(enabled.ok());
  EXPECT_EQ(enabled->status, TableStatus::kActive);
  EXPECT_EQ(enabled->ttl_attribute, "ttl");
  EXPECT_EQ(enabled->ttl_index_id, 1u);
  EXPECT_GT(enabled->ttl_changed_at_us, 0);
  EXPECT_EQ(Music(), *enabled);
  EXPECT_EQ(Expire(true, "ttl").error().message, "TimeToLive is already enabled");
  EXPECT_EQ(Expire(true, "other").error().message,
            "TimeToLive is active on a different AttributeName: current AttributeName is ttl");
  EXPECT_EQ(Expire(false, "other").error().type, ApiErrorType::kValidation);
  const auto disabled = Expire(false, "ttl");
  ASSERT_TRUE(disabled.ok());
  EXPECT_EQ(disabled->ttl_index_id, 0u);
  EXPECT_EQ(disabled->ttl_attribute, "");
  EXPECT_EQ(Expire(true, "other")->ttl_index_id, 2u);
}

TEST_F(TableSettingsTest, TagsAreMergedAndCounted) {
  const auto tag = [&](std::vector<model::Tag> tags) {
    return Send(MessageKind::kTagResource,
                wire::TagRequest{.table = "music", .arn = "arn:m", .tags = std::move(tags)});
  };
  ASSERT_TRUE(tag({{"a", "1"}, {"b", "2"}}).ok());
  EXPECT_EQ(tag({{"b", "3"}, {"c", "4"}})->tags,
            (std::vector<model::Tag>{{"a", "1"}, {"b", "3"}, {"c", "4"}}));
  std::vector<model::Tag> many;
  for (int i = 0; i < 48; ++i) many.push_back({"k" + std::to_string(i), ""});
  const auto refused = tag(many);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, ApiErrorType::kValidation);
  EXPECT_EQ(Music().tags.size(), 3u);
  const auto untagged =
      Send(MessageKind::kUntagResource,
           wire::UntagRequest{.table = "music", .arn = "arn:m", .keys = {"a", "c", "none"}});
  ASSERT_TRUE(untagged.ok());
  EXPECT_EQ(untagged->tags, (std::vector<model::Tag>{{"b", "3"}}));
  const auto unknown = Send(MessageKind::kUntagResource,
                            wire::UntagRequest{.table = "none", .arn = "arn:n", .keys = {"a"}});
  EXPECT_EQ(unknown.error().message, "Requested resource not found: ResourceArn: arn:n not found");
}

TEST_F(TableSettingsTest, RecoveryIsSwitchedOnForSoManyDays) {
  const auto recover = [&](bool enabled, uint32_t days, std::string_view table = "music") {
    return Send(MessageKind::kUpdateContinuousBackups,
                wire::ContinuousBackupsUpdate{table, enabled, days});
  };
  const auto enabled = recover(true, 0);
  ASSERT_TRUE(enabled.ok());
  EXPECT_TRUE(enabled->point_in_time_recovery);
  EXPECT_EQ(enabled->recovery_period_days, 35u);
  EXPECT_GT(enabled->recovery_since_us, 0);
  const auto shorter = recover(true, 7);
  EXPECT_EQ(shorter->recovery_period_days, 7u);
  EXPECT_EQ(shorter->recovery_since_us, enabled->recovery_since_us);
  EXPECT_EQ(recover(false, 0)->recovery_since_us, 0);
  EXPECT_EQ(recover(true, 0)->recovery_period_days, 35u);
  const auto missing = recover(true, 0, "none");
  EXPECT_EQ(missing.error().type, ApiErrorType::kTableNotFound);
  EXPECT_EQ(missing.error().message, "Table not found: none");
  ASSERT_TRUE(house_.Create(Wanted("new")).ok());
  EXPECT_EQ(recover(true, 0, "new").error().type, ApiErrorType::kContinuousBackupsUnavailable);
}

}  // namespace
}  // namespace partita::registryd
