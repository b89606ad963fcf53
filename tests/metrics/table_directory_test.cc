#include "metrics/table_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "metrics/reading.h"
#include "metrics/table_index.h"

namespace partita::metrics {
namespace {

std::vector<NamedTable> Tables(uint64_t first, uint64_t count) {
  std::vector<NamedTable> tables;
  for (uint64_t id = first; id < first + count; ++id)
    tables.push_back({id, "table-" + std::to_string(id)});
  return tables;
}

class TableDirectoryTest : public testing::Test {
 protected:
  CounterBlock* block() { return block_; }
  Directory* directory() { return &block_->directory; }
  GatewayRegion* region() { return &block_->gateway[0]; }
  void Say(const std::vector<NamedTable>& tables) { UpdateDirectory(tables, directory()); }
  void CountOne(uint64_t table) {
    const size_t entry = index_.Of(table);
    region()->tables[entry].touched.Set(1);
    region()->operations[entry][0].latency.Observe(100);
  }
  uint64_t Counted(size_t entry) {
    const HouseReading house = ReadHouse(*block_, 0, 1);
    const auto found = house.tables[entry].operations.find(0);
    return found == house.tables[entry].operations.end() ? 0 : found->second.requests();
  }
  uint64_t CountedInAll() { return ReadHouse(*block_, 0, 1).AllOperations().requests(); }

  std::optional<shm::Segment> segment_;
  CounterBlock* block_ = CountersOf(&segment_);
  TableIndex index_{directory(), [this] { FoldTables(*directory(), region()); }};
};

TEST_F(TableDirectoryTest, TheFirst64TablesHaveAnEntryAndTheOthersShareOne) {
  Say(Tables(1, 70));
  for (uint64_t id = 1; id <= 64; ++id) EXPECT_EQ(index_.Of(id), id - 1);
  for (uint64_t id = 65; id <= 70; ++id) EXPECT_EQ(index_.Of(id), kOtherTables);
  EXPECT_EQ(index_.Of(999), kOtherTables);
  EXPECT_EQ(index_.Of(0), kNoTable);
}

TEST_F(TableDirectoryTest, ATableKeepsItsEntryWhenOthersComeAndGo) {
  Say({{5, "five"}, {6, "six"}});
  const size_t six = index_.Of(6);
  Say({{6, "six"}, {7, "seven"}});
  EXPECT_EQ(index_.Of(6), six);
  EXPECT_EQ(index_.Of(5), kOtherTables);
  EXPECT_LT(index_.Of(7), kNamedTables);
}

TEST_F(TableDirectoryTest, ATableMadeAnewUnderItsNameGoesOnCounting) {
  Say({{5, "orders"}});
  CountOne(5);
  const size_t entry = index_.Of(5);
  Say({});
  Say({{6, "orders"}});
  EXPECT_EQ(index_.Of(6), entry);
  CountOne(6);
  EXPECT_EQ(Counted(entry), 2u);
}

TEST_F(TableDirectoryTest, WhatAnEntryCountedForATableThatIsGoneGoesToTheOthers) {
  Say(Tables(1, 64));
  CountOne(1);
  CountOne(2);
  std::vector<NamedTable> now = Tables(2, 64);
  Say(now);
  EXPECT_EQ(CountedInAll(), 2u) << "before the owner has folded";
  EXPECT_EQ(Counted(0), 0u);
  EXPECT_EQ(Counted(kOtherTables), 1u);
  EXPECT_EQ(index_.Of(65), 0u);
  CountOne(65);
  EXPECT_EQ(Counted(0), 1u);
  EXPECT_EQ(Counted(kOtherTables), 1u);
  EXPECT_EQ(CountedInAll(), 3u);
}

TEST_F(TableDirectoryTest, AnOwnerThatDiedWhileFoldingIsFollowedByOneThatCanGoOn) {
  region()->folds.Set(7);  // odd: in the middle of it
  Say(Tables(1, 3));
  CountOne(1);
  EXPECT_EQ(region()->folds.Get() % 2, 0u);
  EXPECT_EQ(CountedInAll(), 1u);
}

TEST_F(TableDirectoryTest, AWriterThatDiedAtWorkIsReadAsNothingUntilTheNextOne) {
  Say(Tables(1, 3));
  directory()->version.fetch_add(1);
  EXPECT_FALSE(ReadDirectory(*directory()).has_value());
  EXPECT_EQ(ReadHouse(*block(), 0, 1).tables[0].name, "");
  Say(Tables(1, 3));
  ASSERT_TRUE(ReadDirectory(*directory()).has_value());
  EXPECT_EQ(ReadDirectory(*directory())->entries[2].name, "table-3");
}

TEST_F(TableDirectoryTest, ANameThatNoTableCanHaveIsNotRead) {
  Say({{1, "a\"} 1\nevil"}});
  EXPECT_EQ(ReadDirectory(*directory())->entries[0].name, "");
}

TEST_F(TableDirectoryTest, AReaderNeverSeesHalfAChange) {
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (uint64_t id = 1; !stop; ++id) Say({{id, "table-" + std::to_string(id)}});
  });
  for (int look = 0; look < 2'000; ++look) {
    const auto reading = ReadDirectory(*directory());
    if (!reading) continue;
    for (const DirectoryReading::Entry& entry : reading->entries) {
      if (entry.table_id == 0) continue;
      ASSERT_EQ(entry.name, "table-" + std::to_string(entry.table_id));
    }
  }
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace partita::metrics
