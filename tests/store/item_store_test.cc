#include "store/item_store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "store_fixture.h"

namespace partita::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using ItemStoreTest = StoreFixture;

TEST_F(ItemStoreTest, ReturnsWhatWasPutAndCommitted) {
  Open();
  CommitPut(1, "key", "item", 7);
  const auto found = store().Get(1, "key");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->bytes, "item");
  EXPECT_EQ((*found)->item_size, 7u);
}

TEST_F(ItemStoreTest, FindsNothingUnderAnotherKeyOrAnotherTable) {
  Open();
  CommitPut(1, "key", "item", 7);
  EXPECT_EQ(Read(1, "ke"), std::nullopt);
  EXPECT_EQ(Read(2, "key"), std::nullopt);
}

TEST_F(ItemStoreTest, KeepsCommittedItemsWhenReopened) {
  Open();
  CommitPut(1, std::string("a\0b", 3), std::string("x\0y", 3), 7);
  Reopen();
  EXPECT_EQ(Read(1, std::string("a\0b", 3)), std::string("x\0y", 3));
}

TEST_F(ItemStoreTest, ReplacesAnItemWhetherOrNotItWasReadBefore) {
  Open();
  CommitPut(1, "key", "old", 3);
  CommitPut(1, "key", "newer", 5);
  EXPECT_EQ(Read(1, "key"), "newer");
  CommitPut(1, "key", "newest", 6);
  EXPECT_EQ(Read(1, "key"), "newest");
  EXPECT_EQ(store().Statistics(1), (TableStatistics{1, 6}));
}

TEST_F(ItemStoreTest, ForgetsABatchThatWasRolledBack) {
  Open();
  CommitPut(1, "kept", "item", 4);
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().Put(1, "lost", "item", 4).ok());
  ASSERT_TRUE(store().Delete(1, "kept").ok());
  EXPECT_EQ(Read(1, "lost"), "item");
  store().Rollback();
  EXPECT_EQ(Read(1, "lost"), std::nullopt);
  EXPECT_EQ(Read(1, "kept"), "item");
  EXPECT_EQ(store().Statistics(1), (TableStatistics{1, 4}));
}

TEST_F(ItemStoreTest, GoesBackToTheLatestSavepointOnly) {
  Open();
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().Savepoint().ok());
  ASSERT_TRUE(store().Put(1, "first", "a", 1).ok());
  ASSERT_TRUE(store().Savepoint().ok());
  ASSERT_TRUE(store().Put(1, "second", "b", 1).ok());
  ASSERT_TRUE(store().RollbackToSavepoint().ok());
  ASSERT_TRUE(store().Put(1, "third", "c", 1).ok());
  ASSERT_TRUE(store().Commit().ok());
  EXPECT_THAT(Keys(1), ElementsAre("first", "third"));
  EXPECT_EQ(store().Statistics(1), (TableStatistics{2, 2}));
}

TEST_F(ItemStoreTest, MovesItsMarkWithEveryCommitAndItsEpochWithEveryOpening) {
  Open();
  const CommitMark opened = store().mark();
  CommitPut(1, "key", "item", 4);
  EXPECT_EQ(store().mark(), (CommitMark{opened.epoch, opened.seq + 1}));
  const CommitMark last = store().mark();
  Reopen();
  EXPECT_EQ(store().mark().epoch, last.epoch + 1);
  EXPECT_GT(store().mark().seq, last.seq);
}

TEST_F(ItemStoreTest, WalksARangeInBytewiseOrderBothWays) {
  Open();
  ASSERT_TRUE(store().Begin().ok());
  for (const char* key : {"b", "a", "\xff", "c", "bb"})
    ASSERT_TRUE(store().Put(1, key, key, 1).ok());
  ASSERT_TRUE(store().Put(2, "b", "other table", 1).ok());
  ASSERT_TRUE(store().Commit().ok());
  EXPECT_THAT(Keys(1), ElementsAre("a", "b", "bb", "c", "\xff"));
  EXPECT_THAT(Keys(1, "", "", true), ElementsAre("\xff", "c", "bb", "b", "a"));
  EXPECT_THAT(Keys(1, "b", "c"), ElementsAre("b", "bb"));
  EXPECT_THAT(Keys(1, "b", "c", true), ElementsAre("bb", "b"));
  EXPECT_THAT(Keys(1, "c", "c"), IsEmpty());
  EXPECT_THAT(Keys(3), IsEmpty());
}

TEST_F(ItemStoreTest, StopsAWalkWhenTheVisitorHasEnough) {
  Open();
  CommitPut(1, "a", "a", 1);
  CommitPut(1, "b", "b", 1);
  int seen = 0;
  ASSERT_TRUE(
      store()
          .Walk(1, "", "", false, [&](std::string_view, const StoredItem&) { return ++seen < 1; })
          .ok());
  EXPECT_EQ(seen, 1);
}

TEST_F(ItemStoreTest, CountsItemsAndBytesPerTableAcrossReopening) {
  Open();
  CommitPut(1, "a", "a", 10);
  CommitPut(1, "b", "b", 20);
  CommitPut(7, "a", "a", 100);
  CommitPut(1, "a", "aa", 15);
  CommitDelete(1, "b");
  CommitDelete(1, "never there");
  Reopen();
  EXPECT_EQ(store().Statistics(1), (TableStatistics{1, 15}));
  EXPECT_EQ(store().Statistics(7), (TableStatistics{1, 100}));
  EXPECT_THAT(store().Stored(), ElementsAre(Counted{1, 0}, Counted{7, 0}));
}

TEST_F(ItemStoreTest, PurgesATableInStepsAndLeavesTheOthers) {
  Open();
  ASSERT_TRUE(store().Begin().ok());
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(store().Put(1, std::to_string(i), "item", 4).ok());
  ASSERT_TRUE(store().Put(2, "stays", "item", 4).ok());
  ASSERT_TRUE(store().Commit().ok());
  std::vector<bool> done;
  while (done.empty() || !done.back()) {
    ASSERT_TRUE(store().Begin().ok());
    const auto step = store().Purge({1, 0}, 4);
    ASSERT_TRUE(step.ok());
    done.push_back(*step);
    ASSERT_TRUE(store().Commit().ok());
  }
  EXPECT_THAT(done, ElementsAre(false, false, true));
  EXPECT_THAT(Keys(1), IsEmpty());
  EXPECT_THAT(Keys(2), ElementsAre("stays"));
  EXPECT_THAT(store().Stored(), ElementsAre(Counted{2, 0}));
}

TEST_F(ItemStoreTest, ReusesTheSpaceOfPurgedItems) {
  Open();
  const std::string item(4000, 'x');
  uintmax_t size_after_first_fill = 0;
  for (model::TableId round = 0; round < 4; ++round) {
    ASSERT_TRUE(store().Begin().ok());
    for (int i = 0; i < 200; ++i)
      ASSERT_TRUE(store().Put(round + 1, std::to_string(i), item, item.size()).ok());
    ASSERT_TRUE(store().Commit().ok());
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().Purge({round + 1, 0}, 1000).ok());
    ASSERT_TRUE(store().Commit().ok());
    Reopen();
    if (round == 0) size_after_first_fill = std::filesystem::file_size(path());
  }
  EXPECT_LE(std::filesystem::file_size(path()), size_after_first_fill + 64 * 1024);
}

TEST_F(ItemStoreTest, HoldsTheLargestItems) {
  Open();
  std::string item(420'000, '\0');
  for (size_t i = 0; i < item.size(); ++i) item[i] = static_cast<char>(i * 31);
  CommitPut(1, std::string(3100, 'k'), item, 409'600);
  Reopen();
  EXPECT_EQ(Read(1, std::string(3100, 'k')), item);
}

// A cache of a few items, so that most of what is asked for was pushed out of it, and savepoints,
// rollbacks and reopened files in between.
TEST_F(ItemStoreTest, AgreesWithAMapWhateverTheCacheHolds) {
  options().item_cache_bytes = 4000;
  Open();
  std::mt19937 random(7);
  const auto below = [&](uint32_t bound) { return random() % bound; };
  using Items = std::map<std::pair<model::TableId, std::string>, std::string>;
  Items committed;
  for (int batch = 0; batch < 150; ++batch) {
    Items items = committed;
    std::optional<Items> at_savepoint;
    ASSERT_TRUE(store().Begin().ok());
    for (int step = 0; step < 30; ++step) {
      const std::pair key(model::TableId{1 + below(2)}, fmt::format("key {}", below(40)));
      const uint32_t what = below(100);
      if (what < 45) {
        const auto expected = items.find(key);
        ASSERT_EQ(Read(key.first, key.second),
                  expected == items.end() ? std::nullopt : std::optional(expected->second));
      } else if (what < 75) {
        const std::string item(1 + below(900), static_cast<char>('a' + below(26)));
        ASSERT_TRUE(store().Put(key.first, key.second, item, item.size()).ok());
        items[key] = item;
      } else if (what < 95) {
        ASSERT_TRUE(store().Delete(key.first, key.second).ok());
        items.erase(key);
      } else if (what < 98) {
        ASSERT_TRUE(store().Savepoint().ok());
        at_savepoint = items;
      } else if (at_savepoint) {
        ASSERT_TRUE(store().RollbackToSavepoint().ok());
        items = *at_savepoint;
      }
    }
    if (below(4) == 0) {
      store().Rollback();
    } else {
      ASSERT_TRUE(store().Commit().ok());
      committed = items;
    }
    if (below(20) == 0) Reopen();
    for (const auto& [key, item] : committed) ASSERT_EQ(Read(key.first, key.second), item);
    ASSERT_EQ(Keys(1).size() + Keys(2).size(), committed.size());
  }
}

}  // namespace
}  // namespace partita::store
