// Indexes in a partition: entries move with their items, ranges of them are read, and an index that
// comes later is filled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "house.h"
#include "model/item_size.h"
#include "model/key_codec.h"
#include "wire/index_range.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint32_t kByLyric = 3;

model::TableSchema IndexedMusic(model::ProjectionType projection = model::ProjectionType::kAll) {
  model::TableSchema table = Music();
  model::IndexSchema index;
  index.id = kByLyric;
  index.name = "by-lyric";
  index.key.partition = {{"lyric", model::AttributeType::kS}};
  index.projection = projection;
  table.indexes.push_back(index);
  return table;
}

std::string EntryOf(const std::string& lyric) {
  std::string entry;
  model::EncodeKeyValue({lyric}, &entry);
  return entry;
}

struct Found {
  std::vector<std::string> items;  // encoded
  std::vector<uint64_t> view_sizes;
  bool ended = false;
  std::string reached;
};

class Indexes : public testing::Test {
 protected:
  void StartWith(const model::TableSchema& table) {
    house_.Publish({table});
    house_.Start();
  }
  ~Indexes() override { EXPECT_TRUE(house_.Stop().ok()); }

  wire::WriteResult Put(const std::string& title, const std::string& lyric) {
    return Done(house_.gateway().Put(title, lyric));
  }
  wire::WriteResult Done(uint64_t id) {
    last_reply_ = house_.gateway().Wait(id);
    return last_reply_.write_result();
  }
  Found Read(const wire::IndexRangeRequest& request) {
    Gateway& gateway = house_.gateway();
    const Reply reply = gateway.Wait(gateway.Ask(
        wire::MessageKind::kIndexRange,
        [&request](base::ByteWriter* writer) { wire::Encode(request, writer); }));
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    Found found;
    for (wire::IndexItem item; wire::DecodeIndexItem(&reader, &item);) {
      found.items.emplace_back(item.item);
      found.view_sizes.push_back(item.view_size);
    }
    const wire::IndexRangeEnd end = wire::DecodeIndexRangeEnd(&reader);
    EXPECT_TRUE(reader.Finished());
    found.ended = end.ended;
    found.reached = end.reached;
    return found;
  }
  Found ReadAll() { return Read({.table = kTable, .index = kByLyric}); }
  static std::string Stored(const std::string& title, const std::string& lyric) {
    return Encoded(Song(title, lyric));
  }

  House house_;
  Reply last_reply_;
};

TEST_F(Indexes, GiveItemsInTheOrderOfTheirEntriesAndTiesInTheOrderOfTheirKeys) {
  StartWith(IndexedMusic());
  Put("one", "b");
  Put("two", "a");
  Put("three", "b");
  EXPECT_THAT(ReadAll().items,
              ElementsAre(Stored("two", "a"), Stored("one", "b"), Stored("three", "b")));
  const Found backward = Read({.table = kTable, .index = kByLyric, .backward = true});
  EXPECT_THAT(backward.items,
              ElementsAre(Stored("three", "b"), Stored("one", "b"), Stored("two", "a")));
  const Found range =
      Read({.table = kTable, .index = kByLyric, .first = EntryOf("a"), .last = EntryOf("b")});
  EXPECT_THAT(range.items, ElementsAre(Stored("two", "a")));
}

TEST_F(Indexes, FollowEveryWrite) {
  StartWith(IndexedMusic());
  Put("one", "a");
  Put("one", "b");
  EXPECT_THAT(ReadAll().items, ElementsAre(Stored("one", "b")));
  Done(house_.gateway().Update("one", UpdateProgram("REMOVE lyric")));
  EXPECT_THAT(ReadAll().items, IsEmpty());
  Put("one", "c");
  EXPECT_THAT(ReadAll().items, ElementsAre(Stored("one", "c")));
  Done(house_.gateway().Delete("one"));
  EXPECT_THAT(ReadAll().items, IsEmpty());
}

TEST_F(Indexes, CostOneWriteOrTwoWhenTheEntryMoves) {
  StartWith(IndexedMusic());
  const auto units = [](const wire::WriteResult& result) {
    return result.indexes.empty() ? 0 : result.indexes.front().units;
  };
  EXPECT_EQ(units(Put("one", "a")), 1u);
  EXPECT_EQ(units(Put("one", "a")), 0u);
  EXPECT_EQ(units(Put("one", "b")), 2u);
  EXPECT_EQ(units(Done(house_.gateway().Delete("one"))), 1u);
}

TEST_F(Indexes, ShowWhatTheyProject) {
  StartWith(IndexedMusic(model::ProjectionType::kKeysOnly));
  Put("one", "a");
  Done(house_.gateway().Update("one", UpdateProgram("SET song_text = lyric")));
  const Found found = ReadAll();
  EXPECT_THAT(found.items, ElementsAre(Stored("one", "a")));
  EXPECT_THAT(found.view_sizes, ElementsAre(model::ItemSize(Song("one", "a"))));
}

TEST_F(Indexes, EndAStepWhereItSaysAndGoOnBehind) {
  StartWith(IndexedMusic());
  for (const char* title : {"one", "two", "three"}) Put(title, "a");
  const Found first = Read({.table = kTable, .index = kByLyric, .max_items = 2});
  EXPECT_EQ(first.items.size(), 2u);
  EXPECT_FALSE(first.ended);
  const Found rest =
      Read({.table = kTable, .index = kByLyric, .first = first.reached + '\0', .max_items = 2});
  EXPECT_EQ(rest.items.size(), 1u);
  EXPECT_TRUE(rest.ended);
}

TEST_F(Indexes, LeaveOutItemsOfOtherSegments) {
  StartWith(IndexedMusic());
  Put("one", "a");  // its hash is 0 (house.cc)
  EXPECT_THAT(Read({.table = kTable, .index = kByLyric, .first_hash = 1}).items, IsEmpty());
  EXPECT_EQ(Read({.table = kTable, .index = kByLyric, .last_hash = 0}).items.size(), 1u);
}

TEST_F(Indexes, AreFilledWhenTheyComeAfterTheItems) {
  StartWith(Music());
  for (int i = 0; i < 300; ++i) Put(fmt::format("{:03}", i), "a");
  model::TableSchema table = IndexedMusic();
  table.indexes[0].backfilling = true;
  table.indexes[0].status = model::IndexStatus::kCreating;
  house_.Publish({table});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (ReadAll().items.size() < 300 && std::chrono::steady_clock::now() < until) {
    Put("busy", "b");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(ReadAll().items.size(), 301u);
  // A new life goes on with what is done.
  EXPECT_TRUE(house_.Stop().ok());
  house_.Start();
  EXPECT_EQ(ReadAll().items.size(), 301u);
}

TEST_F(Indexes, AreFreedWhenTheirSchemaIsGone) {
  StartWith(IndexedMusic());
  Put("one", "a");
  house_.Publish({Music()});
  Put("two", "b");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  house_.Publish({IndexedMusic()});
  Put("three", "c");
  EXPECT_THAT(ReadAll().items, ElementsAre(Stored("three", "c")));
}

}  // namespace
}  // namespace partita::partitiond
