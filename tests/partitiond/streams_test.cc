// Streams of a partition that really runs: what is recorded, when a stream begins and ends, and
// what a day does.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "house.h"
#include "model/stream_record.h"
#include "partitiond/stream_upkeep.h"
#include "store/item_store.h"
#include "wire/describe_changes.h"
#include "wire/outcome.h"
#include "wire/read_changes.h"

namespace partita::partitiond {
namespace {

using model::StreamViewType;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint64_t kGeneration = 1'700'000'000'000'000;

model::TableSchema Streamed(StreamViewType view = StreamViewType::kNewAndOldImages,
                            uint64_t generation = kGeneration) {
  model::TableSchema table = Music();
  table.stream = view;
  table.latest_stream_view = view;
  table.stream_label_us = static_cast<int64_t>(generation);
  return table;
}

class Streams : public testing::Test {
 protected:
  ~Streams() override { EXPECT_TRUE(house_.Stop().ok()); }

  void Start(const model::TableSchema& table = Streamed()) {
    house_.Publish({table});
    house_.Start();
  }
  void Put(const std::string& title, const std::string& text) {
    ASSERT_TRUE(gateway().Wait(gateway().Put(title, text)).outcome().ok());
  }
  void Delete(const std::string& title) {
    ASSERT_TRUE(gateway().Wait(gateway().Delete(title)).outcome().ok());
  }
  Gateway& gateway() { return house_.gateway(); }

  Reply Ask(const wire::ReadChangesRequest& request) {
    return gateway().Wait(gateway().Ask(
        wire::MessageKind::kReadChanges,
        [&](base::ByteWriter* writer) { wire::Encode(request, writer); }));
  }
  // "1 INSERT" and so on: sequence number and event, of what is behind `after`.
  std::vector<std::string> Events(uint64_t after = 0, uint64_t generation = kGeneration) {
    const Reply reply = Ask({.table = kTable,
                             .generation = generation,
                             .after_seq = after,
                             .max_records = 100,
                             .max_bytes = 1 << 20});
    base::ByteReader reader(reply.payload);
    if (!wire::DecodeOutcome(&reader).ok()) return {"refused"};
    std::vector<std::string> events;
    for (wire::ChangeEntry entry; wire::DecodeChange(&reader, &entry);) {
      const auto record = model::DecodeStreamRecord(entry.record);
      constexpr std::string_view kNames[] = {"", "INSERT", "MODIFY", "REMOVE"};
      events.push_back(
          fmt::format("{} {}", entry.seq, kNames[static_cast<size_t>(record->event)]));
    }
    end_ = wire::DecodeChangesEnd(&reader);
    EXPECT_TRUE(reader.Finished());
    return events;
  }
  std::vector<wire::StreamDescription> Described() {
    const Reply reply = gateway().Wait(
        gateway().Ask(wire::MessageKind::kDescribeChanges, [](base::ByteWriter* writer) {
          wire::Encode(wire::DescribeChangesRequest{"music"}, writer);
        }));
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    return wire::DecodeStreamDescriptions(&reader);
  }
  // While no partition runs: records of that age, in the store.
  void AppendOld(int64_t age_us, int count) {
    store::StoreOptions options = house_.store_options();
    options.path = house_.path();
    auto store = store::ItemStore::Open(options);
    ASSERT_TRUE(store.ok()) << store.error().message;
    const store::StreamId stream{.table = kTable, .generation = kGeneration};
    std::string info;
    model::EncodeStreamInfo(
        {.table_name = "music", .view = StreamViewType::kKeysOnly, .key = Music().key}, &info);
    std::string record;
    model::EncodeStreamRecord({.keys = "k"}, &record);
    ASSERT_TRUE((*store)->Begin().ok());
    ASSERT_TRUE((*store)->OpenStream(stream, info).ok());
    for (int i = 0; i < count; ++i)
      ASSERT_TRUE((*store)->AppendChange(stream, base::WallMicros() - age_us, record).ok());
    ASSERT_TRUE((*store)->Commit().ok());
  }

  House house_;
  wire::ChangesEnd end_;
};

TEST_F(Streams, RecordWhatChangesAndNothingElse) {
  Start();
  Put("a", "one");
  Put("a", "one");
  Put("a", "two");
  Delete("absent");
  Delete("a");
  EXPECT_THAT(Events(), ElementsAre("1 INSERT", "2 MODIFY", "3 REMOVE"));
  EXPECT_TRUE(end_.ended);
  EXPECT_FALSE(end_.closed);
  EXPECT_THAT(Events(2), ElementsAre("3 REMOVE"));
}

TEST_F(Streams, AreThereBeforeTheirFirstRecord) {
  Start();
  const auto streams = Described();
  ASSERT_EQ(streams.size(), 1u);
  EXPECT_EQ(streams[0].generation, kGeneration);
  EXPECT_EQ(streams[0].last_seq, 0u);
  EXPECT_EQ(streams[0].closed_at_us, 0);
  EXPECT_EQ(streams[0].info.key, Music().key);
}

TEST_F(Streams, SurviveARestart) {
  Start();
  Put("a", "one");
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  Put("a", "two");
  EXPECT_THAT(Events(), ElementsAre("1 INSERT", "2 MODIFY"));
}

TEST_F(Streams, EndWhenSwitchedOffAndBeginAnewWithTheNextGeneration) {
  Start();
  Put("a", "one");
  model::TableSchema off = Streamed();
  off.stream = StreamViewType::kNone;
  house_.Publish({off});
  Put("a", "two");
  EXPECT_THAT(Events(), ElementsAre("1 INSERT"));
  EXPECT_TRUE(end_.ended && end_.closed);
  house_.Publish({Streamed(StreamViewType::kKeysOnly, kGeneration + 1'000'000)});
  Put("a", "three");
  EXPECT_THAT(Events(), ElementsAre("1 INSERT"));
  EXPECT_THAT(Events(0, kGeneration + 1'000'000), ElementsAre("1 MODIFY"));
  const auto streams = Described();
  ASSERT_EQ(streams.size(), 2u);
  EXPECT_NE(streams[0].closed_at_us, 0);
  EXPECT_EQ(streams[1].closed_at_us, 0);
}

TEST_F(Streams, OutliveTheirTable) {
  Start();
  Put("a", "one");
  house_.Publish({});
  EXPECT_THAT(Events(), ElementsAre("1 INSERT"));
  EXPECT_TRUE(end_.closed);
}

TEST_F(Streams, ForgetWhatIsOlderThanADay) {
  AppendOld(kStreamRetentionUs + 1'000'000, 200);
  AppendOld(kStreamRetentionUs - 600'000'000, 1);
  Start();
  for (int tries = 0; tries < 100 && Described()[0].trimmed_through < 200; ++tries) usleep(20'000);
  EXPECT_EQ(Described()[0].trimmed_through, 200u);
  EXPECT_THAT(Events(200), ElementsAre("201 INSERT"));
  const model::ApiStatus behind = Ask({.table = kTable,
                                       .generation = kGeneration,
                                       .after_seq = 199,
                                       .max_records = 1,
                                       .max_bytes = 1})
                                      .outcome();
  ASSERT_FALSE(behind.ok());
  EXPECT_EQ(behind.error().type, model::ApiErrorType::kTrimmedDataAccess);
  const Reply horizon = Ask({.table = kTable,
                             .generation = kGeneration,
                             .from_horizon = true,
                             .max_records = 1,
                             .max_bytes = 1});
  EXPECT_TRUE(horizon.outcome().ok());
}

TEST_F(Streams, TakeExpiredRecordsAlongWithTheNextBatch) {
  AppendOld(kStreamRetentionUs + 1'000'000, 30);
  Start();
  Put("a", "one");
  EXPECT_EQ(Described()[0].trimmed_through, 30u);
}

TEST_F(Streams, ThatNobodyKnowsAreRefused) {
  Start();
  const model::ApiStatus unknown =
      Ask({.table = kTable, .generation = 1, .max_records = 1, .max_bytes = 1}).outcome();
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().type, model::ApiErrorType::kResourceNotFound);
}

TEST_F(Streams, AStepEndsWithItsLimit) {
  Start();
  for (const char* title : {"a", "b", "c"}) Put(title, "x");
  const Reply reply = Ask(
      {.table = kTable, .generation = kGeneration, .max_records = 2, .max_bytes = 1 << 20});
  base::ByteReader reader(reply.payload);
  ASSERT_TRUE(wire::DecodeOutcome(&reader).ok());
  int records = 0;
  for (wire::ChangeEntry entry; wire::DecodeChange(&reader, &entry);) ++records;
  EXPECT_EQ(records, 2);
  EXPECT_FALSE(wire::DecodeChangesEnd(&reader).ended);
}

}  // namespace
}  // namespace partita::partitiond
