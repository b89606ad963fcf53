#include "store/item_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace partita::store {
namespace {

void Put(ItemCache* cache, model::TableId table, std::string_view key, std::string_view item) {
  ItemCache::Entry* entry = cache->Reset(table, key);
  entry->exists = true;
  cache->Keep(entry, item);
}

TEST(ItemCache, FindsWhatWasKeptUnderItsTableAndKey) {
  ItemCache cache(1 << 20);
  Put(&cache, 1, "a", "one");
  Put(&cache, 2, "a", "two");
  EXPECT_EQ(cache.Find(1, "a")->item(), "one");
  EXPECT_EQ(cache.Find(2, "a")->item(), "two");
  EXPECT_EQ(cache.Find(1, "b"), nullptr);
  EXPECT_EQ(cache.Find(3, "a"), nullptr);
}

TEST(ItemCache, AnEntryThatIsResetHasNoRow) {
  ItemCache cache(1 << 20);
  Put(&cache, 1, "a", "one");
  const ItemCache::Entry* entry = cache.Reset(1, "a");
  EXPECT_FALSE(entry->exists);
  EXPECT_FALSE(entry->has_item());
  EXPECT_EQ(cache.size(), 1u);
}

TEST(ItemCache, StaysWithinItsBytesAndForgetsWhatNobodyAskedFor) {
  ItemCache cache(100'000);
  for (int i = 0; i < 1000; ++i) {
    Put(&cache, 1, std::to_string(i), std::string(1000, 'x'));
    ASSERT_NE(cache.Find(1, "0"), nullptr) << i;  // always in use
    if (i % 3 == 0) cache.Find(1, std::to_string(i / 2));
    ASSERT_LE(cache.bytes(), 100'000u);
  }
  EXPECT_GT(cache.size(), 70u);
  EXPECT_NE(cache.Find(1, "999"), nullptr);
  EXPECT_EQ(cache.Find(1, "1"), nullptr);
}

TEST(ItemCache, WhatIsTooLargeIsKnownWithoutItsItem) {
  ItemCache cache(100'000);
  Put(&cache, 1, "a", "small");
  Put(&cache, 1, "a", std::string(20'000, 'x'));
  const ItemCache::Entry* entry = cache.Find(1, "a");
  ASSERT_NE(entry, nullptr);
  EXPECT_FALSE(entry->has_item());
}

TEST(ItemCache, ReplacedBytesStayUntilTheNextCall) {
  ItemCache cache(1 << 20);
  for (const size_t size : {1, 10, 1000}) {
    const std::string before(size, 'b');
    Put(&cache, 1, "a", before);
    ItemCache::Entry* entry = cache.Find(1, "a");
    const std::string_view old = entry->item();
    cache.Keep(entry, std::string(size, 'n'));
    EXPECT_EQ(old, before);
    EXPECT_EQ(entry->item(), std::string(size, 'n'));
  }
}

TEST(ItemCache, MemoryOfALargeItemIsNotKeptForASmallOne) {
  ItemCache cache(1 << 20);
  Put(&cache, 1, "a", std::string(100'000, 'x'));
  for (int i = 0; i < 3; ++i) cache.Keep(cache.Find(1, "a"), "small");
  EXPECT_LT(cache.bytes(), 1000u);
}

TEST(ItemCache, ADroppedTableTakesItsEntriesAlong) {
  ItemCache cache(1 << 20);
  for (int i = 0; i < 100; ++i)
    Put(&cache, model::TableId{1} + i % 3, std::to_string(i), std::string(100, 'x'));
  const size_t before = cache.bytes();
  cache.DropTable(2);
  EXPECT_EQ(cache.size(), 67u);
  EXPECT_LT(cache.bytes(), before);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(cache.Find(model::TableId{1} + i % 3, std::to_string(i)) != nullptr, i % 3 != 1) << i;
}

TEST(ItemCache, ClearedKnowsNothing) {
  ItemCache cache(1 << 20);
  Put(&cache, 1, "a", "one");
  cache.Clear();
  EXPECT_EQ(cache.Find(1, "a"), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

}  // namespace
}  // namespace partita::store
