#include "registryd/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "house.h"

namespace partita::registryd {
namespace {

using model::ApiErrorType;
using model::TableStatus;

class RegistryTest : public testing::Test {
 protected:
  bool IsActive(const std::string& name) {
    const auto table = house_.PublishedTable(name);
    return table && table->status == TableStatus::kActive;
  }
  bool IsGone(const std::string& name) { return !house_.PublishedTable(name).has_value(); }
  model::TableSchema CreateActive(const std::string& name) {
    EXPECT_TRUE(house_.Create(Wanted(name)).ok());
    EXPECT_TRUE(house_.AcknowledgeUntil([&] { return IsActive(name); }));
    return *house_.PublishedTable(name);
  }

  TestHouse house_;
};

TEST_F(RegistryTest, PublishesAnEmptyCatalogAtItsFirstStart) {
  house_.Start();
  const wire::SchemaSnapshot snapshot = house_.Published();
  EXPECT_TRUE(snapshot.tables.empty());
  EXPECT_EQ(snapshot.slot_map.slots, kSlots);
  EXPECT_EQ(snapshot.account_id, "000000000000");
  EXPECT_EQ(snapshot.region, "eu-central-1");
  EXPECT_EQ(snapshot.next_table_id, 1u);
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, CreateTableAnswersCreatingAndCompletesTheSchema) {
  house_.Start();
  model::TableSchema wanted = Wanted("music");
  wanted.indexes.resize(2);
  wanted.indexes[0].name = "one";
  wanted.indexes[1].name = "two";
  const auto created = house_.Create(wanted);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->status, TableStatus::kCreating);
  EXPECT_EQ(created->id, 1u);
  EXPECT_THAT(created->uuid,
              testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                    "[0-9a-f]{12}"));
  EXPECT_GT(created->created_at_us, 0);
  EXPECT_EQ(created->billing_mode_changed_at_us, created->created_at_us);
  EXPECT_EQ(created->indexes[0].id, 1u);
  EXPECT_EQ(created->indexes[1].id, 2u);
  EXPECT_EQ(created->indexes[1].status, model::IndexStatus::kCreating);
  EXPECT_EQ(house_.PublishedTable("music"), *created);
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, ATableIsActiveOnlyWhenEveryPartitionHasReadIt) {
  house_.Start();
  ASSERT_TRUE(house_.Create(Wanted("music")).ok());
  uint64_t version = 0;
  while (version < 2) version = house_.Asked(0).value_or(99);  // 1: the start, 2: the table
  ASSERT_EQ(version, 2u);
  house_.Acknowledge(0, version);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(IsActive("music"));
  EXPECT_TRUE(house_.AcknowledgeUntil([&] { return IsActive("music"); }));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, AsksAPartitionAgainInItsNextLife) {
  house_.Start();
  ASSERT_TRUE(house_.Asked(1).has_value());
  house_.PartitionDies(1);
  ASSERT_TRUE(house_.Create(Wanted("music")).ok());
  const auto first = house_.Asked(0);
  ASSERT_TRUE(first.has_value());
  house_.Acknowledge(0, 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(IsActive("music"));
  house_.PartitionLives(1);
  EXPECT_EQ(house_.Asked(1), 2u);
  house_.Acknowledge(1, 2);
  EXPECT_TRUE(Eventually([&] { return IsActive("music"); }));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, HoldsAStateAsLongAsItIsTold) {
  house_.Start(300);
  const auto start = std::chrono::steady_clock::now();
  CreateActive("music");
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(300));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, RefusesANameThatIsTaken) {
  house_.Start();
  CreateActive("music");
  const auto refused = house_.Create(Wanted("music"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, ApiErrorType::kResourceInUse);
  EXPECT_EQ(refused.error().message, "Table already exists: music");
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, DeleteTableAnswersDeletingAndTheTableGoes) {
  house_.Start();
  CreateActive("music");
  const auto deleted = house_.Delete("music");
  ASSERT_TRUE(deleted.ok());
  EXPECT_EQ(deleted->status, TableStatus::kDeleting);
  EXPECT_EQ(house_.PublishedTable("music"), *deleted);
  EXPECT_TRUE(house_.AcknowledgeUntil([&] { return IsGone("music"); }));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, RefusesToDeleteWhatIsMissingPassingOrProtected) {
  house_.Start();
  const auto missing = house_.Delete("music");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().type, ApiErrorType::kResourceNotFound);
  EXPECT_EQ(missing.error().message, "Requested resource not found: Table: music not found");

  ASSERT_TRUE(house_.Create(Wanted("music")).ok());
  const auto creating = house_.Delete("music");
  ASSERT_FALSE(creating.ok());
  EXPECT_EQ(creating.error().type, ApiErrorType::kResourceInUse);

  model::TableSchema kept = Wanted("kept");
  kept.deletion_protection = true;
  ASSERT_TRUE(house_.Create(kept).ok());
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return IsActive("kept"); }));
  const auto is_protected = house_.Delete("kept");
  ASSERT_FALSE(is_protected.ok());
  EXPECT_EQ(is_protected.error().type, ApiErrorType::kValidation);
  EXPECT_TRUE(IsActive("kept"));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, KeepsItsTablesOverARestart) {
  house_.Start();
  const model::TableSchema music = CreateActive("music");
  const model::TableSchema films = CreateActive("films");
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  EXPECT_EQ(house_.Published().tables, (std::vector{films, music}));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, CarriesOnWhatWasPassingWhenItEnded) {
  house_.Start();
  CreateActive("old");
  ASSERT_TRUE(house_.Delete("old").ok());
  ASSERT_TRUE(house_.Create(Wanted("new")).ok());
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  EXPECT_EQ(house_.PublishedTable("new")->status, TableStatus::kCreating);
  EXPECT_EQ(house_.PublishedTable("old")->status, TableStatus::kDeleting);
  EXPECT_TRUE(house_.AcknowledgeUntil([&] { return IsActive("new") && IsGone("old"); }));
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, NeverGivesATableIdTwice) {
  house_.Start();
  const model::TableSchema first = CreateActive("music");
  ASSERT_TRUE(house_.Delete("music").ok());
  ASSERT_TRUE(house_.AcknowledgeUntil([&] { return IsGone("music"); }));
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  const model::TableSchema second = CreateActive("music");
  EXPECT_GT(second.id, first.id);
  EXPECT_NE(second.uuid, first.uuid);
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, RestoresTheMarksOfTheSlotsUnlessTheyAreNewerAlready) {
  house_.partition(0).durable_epoch = 3;
  house_.partition(0).durable_seq = 30;
  house_.partition(1).durable_epoch = 4;
  house_.partition(1).durable_seq = 40;
  house_.Start();
  ASSERT_TRUE(house_.Stop().ok());
  house_.partition(0).durable_epoch = 0;
  house_.partition(0).durable_seq = 0;
  house_.partition(1).durable_epoch = 5;
  house_.partition(1).durable_seq = 41;
  house_.Start();
  EXPECT_EQ(house_.partition(0).durable_epoch, 3u);
  EXPECT_EQ(house_.partition(0).durable_seq, 30u);
  EXPECT_EQ(house_.partition(1).durable_epoch, 5u);
  EXPECT_EQ(house_.partition(1).durable_seq, 41u);
  EXPECT_TRUE(house_.Stop().ok());
}

TEST_F(RegistryTest, AnswersWhatItCannotReadAndGoesOn) {
  house_.Start();
  const auto unreadable =
      house_.Ask(wire::MessageKind::kCreateTable, [](base::ByteWriter* writer) { writer->U8(1); });
  EXPECT_EQ(unreadable.error().type, ApiErrorType::kInternalServerError);
  const auto not_ours = house_.Ask(wire::MessageKind::kGetItem, [](base::ByteWriter*) {});
  EXPECT_EQ(not_ours.error().type, ApiErrorType::kInternalServerError);
  EXPECT_TRUE(house_.Create(Wanted("music")).ok());
  EXPECT_TRUE(house_.Stop().ok());
}

}  // namespace
}  // namespace partita::registryd
