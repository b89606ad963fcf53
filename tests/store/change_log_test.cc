#include "store/change_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "sqlite/database.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr StreamId kStream{.table = 5, .generation = 1'700'000'000'000'000};
constexpr StreamId kOther{.table = 6, .generation = 1'700'000'000'000'000};

class ChangeLogTest : public StoreFixture {
 protected:
  void CommitOpen(const StreamId& stream) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().OpenStream(stream, "info").ok());
    ASSERT_TRUE(store().Commit().ok());
  }
  void CommitClose(const StreamId& stream, int64_t at_us) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().CloseStream(stream, at_us).ok());
    ASSERT_TRUE(store().Commit().ok());
  }
  void CommitAppend(const StreamId& stream, int64_t at_us, std::string_view record) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().AppendChange(stream, at_us, record).ok());
    ASSERT_TRUE(store().Commit().ok());
  }
  void CommitTrim(int64_t before_us, size_t max_records) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().TrimChanges(before_us, max_records).ok());
    ASSERT_TRUE(store().Commit().ok());
  }
  // "seq:record" of what follows.
  std::vector<std::string> Records(const StreamId& stream, uint64_t after = 0) {
    std::vector<std::string> records;
    const auto read = store().ReadChanges(stream, after, [&](const Change& change) {
      records.push_back(std::to_string(change.seq) + ":" + std::string(change.record));
      return true;
    });
    EXPECT_TRUE(read.ok());
    return records;
  }
};

TEST_F(ChangeLogTest, GivesBackWhatWasAppendedInOrderAndFromAnyPlace) {
  Open();
  CommitOpen(kStream);
  CommitOpen(kOther);
  CommitAppend(kStream, 100, "a");
  CommitAppend(kOther, 100, "x");
  CommitAppend(kStream, 101, "b");
  CommitAppend(kStream, 102, "c");
  EXPECT_THAT(Records(kStream), ElementsAre("1:a", "2:b", "3:c"));
  EXPECT_THAT(Records(kStream, 2), ElementsAre("3:c"));
  EXPECT_THAT(Records(kStream, 3), IsEmpty());
  EXPECT_THAT(Records(kOther), ElementsAre("1:x"));
}

TEST_F(ChangeLogTest, NumbersGoOnAfterARestartEvenWhenEverythingWasTrimmed) {
  Open();
  CommitOpen(kStream);
  CommitAppend(kStream, 100, "a");
  CommitAppend(kStream, 101, "b");
  Reopen();
  CommitAppend(kStream, 102, "c");
  EXPECT_THAT(Records(kStream), ElementsAre("1:a", "2:b", "3:c"));
  CommitTrim(1000, 100);
  EXPECT_THAT(Records(kStream), IsEmpty());
  Reopen();
  EXPECT_EQ(store().FindStream(kStream)->last_seq, 3u);
  EXPECT_EQ(store().FindStream(kStream)->trimmed_through, 3u);
  CommitAppend(kStream, 2000, "d");
  EXPECT_THAT(Records(kStream, 3), ElementsAre("4:d"));
}

TEST_F(ChangeLogTest, TrimsTheOldestInBoundedSteps) {
  Open();
  CommitOpen(kStream);
  for (int at = 100; at < 110; ++at) CommitAppend(kStream, at, "r");
  EXPECT_FALSE(store().HasChangesBefore(100));
  EXPECT_TRUE(store().HasChangesBefore(101));
  CommitTrim(105, 3);
  EXPECT_EQ(store().FindStream(kStream)->trimmed_through, 3u);
  CommitTrim(105, 3);
  EXPECT_EQ(store().FindStream(kStream)->trimmed_through, 5u);
  EXPECT_FALSE(store().HasChangesBefore(105));
  EXPECT_EQ(Records(kStream).size(), 5u);
}

TEST_F(ChangeLogTest, AClosedStreamGoesAwayWithItsLastRecord) {
  Open();
  CommitOpen(kStream);
  CommitOpen(kOther);
  CommitAppend(kStream, 100, "a");
  CommitClose(kStream, 150);
  CommitClose(kOther, 160);
  CommitTrim(120, 10);
  ASSERT_NE(store().FindStream(kStream), nullptr);
  EXPECT_EQ(store().FindStream(kStream)->closed_at_us, 150);
  Reopen();
  EXPECT_TRUE(store().HasChangesBefore(151));
  CommitTrim(151, 10);
  EXPECT_EQ(store().FindStream(kStream), nullptr);
  ASSERT_NE(store().FindStream(kOther), nullptr);
  CommitTrim(161, 10);
  EXPECT_THAT(store().Streams(), IsEmpty());
  EXPECT_FALSE(store().HasChangesBefore(INT64_MAX));
}

TEST_F(ChangeLogTest, WhatIsRolledBackHasNotHappened) {
  Open();
  CommitOpen(kStream);
  CommitAppend(kStream, 100, "a");
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().OpenStream(kOther, "info").ok());
  ASSERT_TRUE(store().AppendChange(kStream, 101, "lost").ok());
  ASSERT_TRUE(store().TrimChanges(101, 10).ok());
  store().Rollback();
  EXPECT_EQ(store().FindStream(kOther), nullptr);
  CommitAppend(kStream, 102, "b");
  EXPECT_THAT(Records(kStream), ElementsAre("1:a", "2:b"));
}

TEST_F(ChangeLogTest, ASavepointTakesBackOnlyWhatFollowsIt) {
  Open();
  CommitOpen(kStream);
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().AppendChange(kStream, 100, "kept").ok());
  ASSERT_TRUE(store().Savepoint().ok());
  ASSERT_TRUE(store().AppendChange(kStream, 101, "lost").ok());
  ASSERT_TRUE(store().RollbackToSavepoint().ok());
  ASSERT_TRUE(store().AppendChange(kStream, 102, "next").ok());
  ASSERT_TRUE(store().Commit().ok());
  EXPECT_THAT(Records(kStream), ElementsAre("1:kept", "2:next"));
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().AppendChange(kStream, 103, "x").ok());
  ASSERT_TRUE(store().Savepoint().ok());
  ASSERT_TRUE(store().RollbackToSavepoint().ok());
  store().Rollback();
  EXPECT_EQ(store().FindStream(kStream)->last_seq, 2u);
}

TEST_F(ChangeLogTest, ARecordThatIsNotWhatWasWrittenIsRefusedAndTheRestServed) {
  Open();
  CommitOpen(kStream);
  CommitAppend(kStream, 100, "a unique record");
  CommitAppend(kStream, 101, "b");
  Close();
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const size_t at = bytes.find("a unique record");
  ASSERT_NE(at, std::string::npos);
  file.seekp(static_cast<std::streamoff>(at));
  file.put('A');
  file.close();
  Open();
  const auto read = store().ReadChanges(kStream, 0, [](const Change&) { return true; });
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, base::ErrorKind::kCorrupt);
  EXPECT_FALSE(store().must_exit());
  EXPECT_THAT(Records(kStream, 1), ElementsAre("2:b"));
}

TEST_F(ChangeLogTest, SpaceOfTrimmedRecordsIsUsedAgain) {
  Open();
  CommitOpen(kStream);
  const std::string record(4000, 'r');
  const auto fill = [&](int64_t at_us) {
    ASSERT_TRUE(store().Begin().ok());
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(store().AppendChange(kStream, at_us, record).ok());
    ASSERT_TRUE(store().Commit().ok());
  };
  fill(100);
  Reopen();
  const auto size = std::filesystem::file_size(path());
  for (int64_t at = 200; at <= 500; at += 100) {
    CommitTrim(at, 1000);
    fill(at);
  }
  Reopen();
  EXPECT_LT(std::filesystem::file_size(path()), size + size / 10);
}

TEST_F(ChangeLogTest, AFileWithoutTheTablesGetsThem) {
  Open();
  CommitPut(1, "key", "item", 4);
  Close();
  {
    auto database = sqlite::Database::Open({path(), ""});
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE((*database)->Execute("DROP TABLE streams").ok());
    ASSERT_TRUE((*database)->Execute("DROP TABLE changes").ok());
  }
  Open();
  EXPECT_EQ(Read(1, "key"), "item");
  CommitOpen(kStream);
  CommitAppend(kStream, 100, "a");
  EXPECT_THAT(Records(kStream), ElementsAre("1:a"));
}

}  // namespace
}  // namespace partita::store
