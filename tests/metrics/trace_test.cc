#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cctype>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "metrics/trace_layout.h"
#include "metrics/trace_ring.h"

namespace partita::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every field of it follows from its number, so that a torn one is seen.
TraceRecord Numbered(uint64_t number) {
  TraceRecord record;
  const std::string id = "ID" + std::to_string(number);
  id.copy(record.request_id.data(), record.request_id.size());
  record.received_ns = static_cast<int64_t>(number + 1);
  record.table = number + 1;
  record.bytes_in = record.bytes_out = static_cast<uint32_t>(number);
  record.operation = 1;
  record.status = 200;
  record.sent = static_cast<Ticks>(number % 1000 + 1);
  record.hops = 1;
  record.first_hop.question_bytes = static_cast<uint32_t>(number);
  return record;
}

bool IsWhole(const TraceRecord& record) {
  return record.table == static_cast<uint64_t>(record.received_ns) &&
         record.bytes_in == static_cast<uint32_t>(record.table - 1) &&
         record.first_hop.question_bytes == record.bytes_in;
}

class TraceTest : public ::testing::Test {
 protected:
  TraceReader Reader() { return {&segment_, CheckTraceSegment(segment_).value()}; }
  static std::vector<std::string> Ids(const std::vector<Trace>& traces) {
    std::vector<std::string> ids;
    for (const Trace& trace : traces) ids.emplace_back(trace.request_id());
    return ids;
  }
  size_t BytesInMemory() const {
    struct stat status {};
    fstat(segment_.fd(), &status);
    return static_cast<size_t>(status.st_blocks) * 512;
  }
  char* region() { return static_cast<char*>(segment_.address()); }

  shm::Segment segment_ = CreateTraceSegment(2).value();
  TraceWriter writer_{&segment_, 0};
};

TEST_F(TraceTest, IsFoundByItsIdInWhicheverRegionItIs) {
  TraceWriter other(&segment_, 1);
  writer_.Append(Numbered(1), {});
  other.Append(Numbered(2), {});
  EXPECT_EQ(Reader().Find("ID1")->gateway, 0u);
  EXPECT_EQ(Reader().Find("ID2")->gateway, 1u);
  EXPECT_EQ(Reader().Find("ID2")->record.bytes_in, 2u);
  EXPECT_FALSE(Reader().Find("ID"));
  EXPECT_FALSE(Reader().Find("ID3"));
  EXPECT_FALSE(Reader().Find(""));
  EXPECT_FALSE(Reader().Find(std::string(100, 'x')));
}

TEST_F(TraceTest, CostsNoMemoryBeforeItIsUsed) {
  EXPECT_LE(BytesInMemory(), 2 * kTracePage);
  writer_.Append(Numbered(1), {});
  EXPECT_TRUE(Reader().Find("ID1"));
  EXPECT_FALSE(Reader().Find("ID2"));
  EXPECT_LE(BytesInMemory(), 4 * kTracePage);
}

TEST_F(TraceTest, GoesWhenTheRingHasComeRoundAndNoEarlier) {
  for (uint64_t i = 0; i < kTraceRecords; ++i) writer_.Append(Numbered(i), {});
  EXPECT_TRUE(Reader().Find("ID0"));
  writer_.Append(Numbered(kTraceRecords), {});
  EXPECT_FALSE(Reader().Find("ID0"));
  EXPECT_TRUE(Reader().Find("ID1"));
  EXPECT_TRUE(Reader().Find("ID" + std::to_string(kTraceRecords)));
  EXPECT_THAT(Ids(Reader().Latest(2, {})), ElementsAre("ID102400", "ID102399"));
}

TEST_F(TraceTest, IsListedByTimeAndByDuration) {
  for (uint64_t i = 1; i <= 1500; ++i) writer_.Append(Numbered(i), {});
  EXPECT_THAT(Ids(Reader().Latest(3, {})), ElementsAre("ID1500", "ID1499", "ID1498"));
  EXPECT_THAT(Ids(Reader().Slowest(2, {})), ElementsAre("ID999", "ID998"));
}

TEST_F(TraceTest, IsFilteredByOperationTableAndFailure) {
  const std::array<std::string_view, 3> names = {"GetItem", "PutItem", "Query"};
  writer_.NameOperations(names);
  TraceRecord get = Numbered(1), put = Numbered(2), broken = Numbered(3), throttled = Numbered(4);
  get.operation = 0;
  broken.status = 500;
  throttled.status = 400;
  throttled.flags = kTraceThrottled;
  for (const TraceRecord& record : {get, put, broken, throttled}) writer_.Append(record, {});
  EXPECT_THAT(Ids(Reader().Latest(9, {.operation = "GetItem"})), ElementsAre("ID1"));
  EXPECT_EQ(Reader().Find("ID2")->operation, "PutItem");
  EXPECT_THAT(Ids(Reader().Latest(9, {.operation = "Scan"})), IsEmpty());
  EXPECT_THAT(Ids(Reader().Latest(9, {.table = 3})), ElementsAre("ID2"));
  EXPECT_THAT(Ids(Reader().Latest(9, {.failed = true})), ElementsAre("ID4", "ID3"));
}

TEST_F(TraceTest, KeepsItsFurtherQuestionsUntilOthersNeedTheirPlace) {
  std::vector<TraceHop> hops(kFurtherHops + 5);
  for (size_t i = 0; i < hops.size(); ++i) hops[i].question_bytes = static_cast<uint32_t>(i);
  writer_.Append(Numbered(7), hops);
  const Trace trace = *Reader().Find("ID7");
  ASSERT_EQ(trace.hops.size(), 1 + kFurtherHops);
  EXPECT_EQ(trace.hops[0].question_bytes, 7u);
  EXPECT_EQ(trace.hops[kFurtherHops].question_bytes, kFurtherHops - 1);
  for (size_t i = 0; i < kTraceSideHops / kFurtherHops + 1; ++i) writer_.Append(Numbered(8), hops);
  EXPECT_EQ(Reader().Find("ID7")->hops.size(), 1u);
}

TEST_F(TraceTest, ThatIsKeptOutlivesTheRingAndSaysWhy) {
  const std::vector<TraceHop> hops(2);
  writer_.Append(Numbered(0), hops);
  writer_.Keep(Numbered(0), hops, KeptFor::kSlow);
  EXPECT_THAT(Ids(Reader().Latest(9, {})), ElementsAre("ID0")) << "once, though it is there twice";
  EXPECT_EQ(Reader().Find("ID0")->kept, KeptFor::kSlow);
  for (uint64_t i = 1; i <= kTraceRecords; ++i) writer_.Append(Numbered(i), {});
  const auto trace = Reader().Find("ID0");
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->hops.size(), 3u);
  for (uint64_t i = 1; i <= kTraceKeptRecords; ++i) writer_.Keep(Numbered(i), {}, KeptFor::kSlow);
  EXPECT_FALSE(Reader().Find("ID0"));
}

TEST_F(TraceTest, StaysWhenItsWriterIsBornAgain) {
  writer_.Append(Numbered(1), {});
  TraceWriter next_life(&segment_, 0);
  next_life.Append(Numbered(2), {});
  EXPECT_THAT(Ids(Reader().Latest(9, {})), ElementsAre("ID2", "ID1"));
}

// The writer was killed between taking the mark away and setting it.
TEST_F(TraceTest, ThatWasHalfWrittenIsNobodys) {
  writer_.Append(Numbered(1), {});
  RingSlotOf(region(), 1)->mark.store(0);
  StoreWords(Numbered(2), &RingSlotOf(region(), 1)->record);
  EXPECT_FALSE(Reader().Find("ID2"));
  TraceWriter next_life(&segment_, 0);
  next_life.Append(Numbered(3), {});
  EXPECT_THAT(Ids(Reader().Latest(9, {})), ElementsAre("ID3", "ID1"));
}

TEST_F(TraceTest, IsNeverReadTorn) {
  std::atomic<bool> done = false;
  std::thread writing([&] {
    for (uint64_t i = 0; i < 6 * kTraceRecords; ++i) writer_.Append(Numbered(i), {});
    done = true;
  });
  size_t read = 0;
  do {
    // The oldest are those being overwritten.
    for (const Trace& trace : Reader().Latest(kTraceRecords, {.failed = false})) {
      ASSERT_TRUE(IsWhole(trace.record)) << trace.request_id();
      ++read;
      if (read % 64 == 0) break;
    }
    for (uint64_t i = 0; i < kTraceRecords; ++i) {
      TraceRecord record;
      const RingSlot* slot = RingSlotOf(region(), i);
      const uint64_t mark = Copy(slot->mark, &slot->record, &record);
      if (mark == 0) continue;
      ASSERT_TRUE(IsWhole(record));
      ASSERT_EQ(record.table, mark);
      ++read;
    }
  } while (!done);
  writing.join();
  EXPECT_GT(read, 0u);
}

TEST_F(TraceTest, OfAStrangerIsReadWithoutHarm) {
  std::mt19937_64 random(7);
  auto* words = reinterpret_cast<uint64_t*>(region());
  for (int round = 0; round < 3; ++round) {
    // The head's format stays; everything behind it is noise.
    for (size_t i = 1; i < kTraceRegionBytes / sizeof(uint64_t); ++i) words[i] = random();
    for (const Trace& trace : Reader().Latest(1000, {})) {
      for (const char c : std::string(trace.request_id()) + trace.operation)
        EXPECT_TRUE(isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_');
      EXPECT_LE(trace.hops.size(), 1 + kFurtherHops);
    }
    EXPECT_LE(Reader().Slowest(10, {.operation = "x", .failed = true}).size(), 10u);
    TraceWriter(&segment_, 0).Append(Numbered(1), {});
    EXPECT_TRUE(Reader().Find("ID1"));
  }
}

TEST_F(TraceTest, OfAnotherFormatOrSizeIsRefused) {
  TraceHead* head = HeadOf(region());
  head->regions.store(3);
  EXPECT_FALSE(CheckTraceSegment(segment_).ok());
  head->regions.store(0);
  EXPECT_FALSE(CheckTraceSegment(segment_).ok());
  head->regions.store(2);
  EXPECT_EQ(CheckTraceSegment(segment_).value(), 2u);
  head->format.store(kTraceFormat + 1);
  EXPECT_FALSE(CheckTraceSegment(segment_).ok());
  EXPECT_FALSE(CheckTraceSegment(shm::Segment::Create("short", 4096).value()).ok());
}

TEST_F(TraceTest, ThatIsTooOldGivesItsMemoryBack) {
  constexpr uint64_t kMany = 20'000;
  for (uint64_t i = 0; i < kMany; ++i) writer_.Append(Numbered(i), {});
  writer_.Keep(Numbered(0), {}, KeptFor::kFailed);
  const size_t before = BytesInMemory();
  writer_.Forget(10'000);
  EXPECT_FALSE(Reader().Find("ID9000"));
  EXPECT_TRUE(Reader().Find("ID10000"));
  EXPECT_LT(BytesInMemory(), before * 6 / 10);
  writer_.Forget(INT64_MAX);
  EXPECT_FALSE(Reader().Find("ID10000"));
  EXPECT_TRUE(Reader().Find("ID0"));
  EXPECT_LT(BytesInMemory(), 20 * kTracePage);
  writer_.Append(Numbered(kMany), {});
  EXPECT_THAT(Ids(Reader().Latest(1, {})), ElementsAre("ID20000"));
}

// Of the format: whoever changes it changes kTraceFormat too.
TEST_F(TraceTest, HasTheBytesItsHeaderPictures) {
  TraceRecord record = Numbered(9);
  record.first_hop.slot = 0x0304;
  writer_.Append(record, {});
  const char* slot = region() + 4096;
  EXPECT_EQ(std::string_view(slot, 11), std::string_view("\1\0\0\0\0\0\0\0ID9", 11));
  EXPECT_EQ(slot[8 + 52], 1) << "operation";
  EXPECT_EQ(slot[8 + 80], 10) << "received_ns";
  EXPECT_EQ(slot[8 + 98], static_cast<char>(200)) << "status";
  EXPECT_EQ(slot[8 + 144 + 32], 4) << "slot of the first hop";
  EXPECT_EQ(region()[8], 1) << "number of the next record";
}

TEST(Ticks, KeepTheOrderOfStampsAndSayWhenThereIsNone) {
  EXPECT_EQ(ToTicks(0, 1000), 0u);
  EXPECT_EQ(ToTicks(1000, 1000), 1u);
  EXPECT_EQ(ToNs(ToTicks(1160, 1000)), 160);
  EXPECT_EQ(ToTicks(900, 1000), 1u) << "before the start is at the start";
  EXPECT_EQ(ToTicks(INT64_MAX, 1), UINT32_MAX);
}

}  // namespace
}  // namespace partita::metrics
