// Index entries, their statistics, how far an index is filled, and files of the first format.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sqlite/database.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class IndexStoreTest : public StoreFixture {
 protected:
  void Put(const std::string& entry, const std::string& item_key, uint64_t view_size) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(
        store()
            .PutIndexEntry(1, 3, {.key = entry + item_key, .entry_size = entry.size(),
                                  .view_size = view_size})
            .ok());
    ASSERT_TRUE(store().Commit().ok());
  }
  std::vector<std::string> Entries(std::string_view first = {}, std::string_view last = {},
                                   bool backward = false) {
    std::vector<std::string> entries;
    EXPECT_TRUE(store()
                    .WalkIndex(1, 3, first, last, backward,
                               [&](const IndexEntry& entry) {
                                 entries.push_back(std::string(entry.entry()) + "/" +
                                                   std::string(entry.item_key()));
                                 return true;
                               })
                    .ok());
    return entries;
  }
};

TEST_F(IndexStoreTest, WalksEntriesInOrderBothWaysAndWithinARange) {
  Open();
  Put("b", "2", 10);
  Put("a", "9", 10);
  Put("b", "1", 10);
  EXPECT_THAT(Entries(), ElementsAre("a/9", "b/1", "b/2"));
  EXPECT_THAT(Entries("b", "", true), ElementsAre("b/2", "b/1"));
  EXPECT_THAT(Entries("a", "b2"), ElementsAre("a/9", "b/1"));
  EXPECT_THAT(Entries("a", "b2", true), ElementsAre("b/1", "a/9"));
}

TEST_F(IndexStoreTest, CountsEntriesAndTheirViewsOnceHoweverOftenTheyArePut) {
  Open();
  Put("a", "1", 10);
  Put("a", "1", 30);
  Put("b", "2", 5);
  EXPECT_EQ(store().Statistics(Counted{1, 3}), (TableStatistics{2, 35}));
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().DeleteIndexEntry(1, 3, "a1").ok());
  ASSERT_TRUE(store().DeleteIndexEntry(1, 3, "nobody").ok());
  ASSERT_TRUE(store().Commit().ok());
  Reopen();
  EXPECT_EQ(store().Statistics(Counted{1, 3}), (TableStatistics{1, 5}));
  EXPECT_THAT(store().Stored(), ElementsAre(Counted{1, 3}));
}

TEST_F(IndexStoreTest, FreesAnIndexInStepsAndItsFillWithIt) {
  Open();
  for (const char* key : {"1", "2", "3"}) Put("a", key, 10);
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().SaveBackfill({1, 3}, {"next", 7, true}).ok());
  ASSERT_TRUE(store().Commit().ok());
  for (const bool last : {false, true}) {
    ASSERT_TRUE(store().Begin().ok());
    const auto freed = store().Purge({1, 3}, 2);
    ASSERT_TRUE(freed.ok());
    EXPECT_EQ(*freed, last);
    ASSERT_TRUE(store().Commit().ok());
  }
  EXPECT_THAT(Entries(), IsEmpty());
  EXPECT_THAT(store().Stored(), IsEmpty());
  EXPECT_TRUE(store().Backfills()->empty());
}

TEST_F(IndexStoreTest, RemembersHowFarAFillIs) {
  Open();
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().SaveBackfill({1, 3}, {std::string("k\0", 2), 128, false}).ok());
  ASSERT_TRUE(store().Commit().ok());
  Reopen();
  const auto fills = store().Backfills();
  ASSERT_TRUE(fills.ok());
  ASSERT_EQ(fills->size(), 1u);
  const IndexBackfill& fill = fills->at({1, 3});
  EXPECT_EQ(fill.next_key, std::string("k\0", 2));
  EXPECT_EQ(fill.scanned, 128u);
  EXPECT_FALSE(fill.done);
}

TEST_F(IndexStoreTest, LosesAWholeBatchWithItsEntries) {
  Open();
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().PutIndexEntry(1, 3, {.key = "a1", .entry_size = 1, .view_size = 1}).ok());
  store().Rollback();
  EXPECT_THAT(Entries(), IsEmpty());
  EXPECT_THAT(store().Stored(), IsEmpty());
}

TEST_F(IndexStoreTest, OpensAFileOfTheFirstFormatWithAllThatIsInIt) {
  Open();
  CommitPut(1, "key", "item", 300);
  Close();
  auto database = sqlite::Database::Open({path(), {}}).value();
  for (const char* change :
       {"DROP TABLE index_entries", "DROP TABLE index_backfills", "DROP TABLE statistics",
        "CREATE TABLE statistics (table_id INTEGER PRIMARY KEY, item_count INTEGER NOT NULL, "
        "size_bytes INTEGER NOT NULL)",
        "INSERT INTO statistics VALUES (1, 1, 300)", "PRAGMA user_version = 1"}) {
    ASSERT_TRUE(database->Execute(change).ok()) << change;
  }
  database.reset();
  for (int opening = 0; opening < 2; ++opening) {
    Open();
    EXPECT_EQ(Read(1, "key"), "item");
    EXPECT_EQ(store().Statistics(1), (TableStatistics{1, 300}));
    Close();
  }
  Open();
  Put("a", "key", 10);
  EXPECT_THAT(Entries(), ElementsAre("a/key"));
}

}  // namespace
}  // namespace partita::store
