// The sweep of a partition that really runs: what it takes, what it leaves, and that it does so
// step by step.
#include "partitiond/ttl_sweep.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/clock.h"
#include "house.h"
#include "model/item_size.h"
#include "wire/outcome.h"
#include "wire/put_item.h"
#include "wire/table_statistics.h"

namespace partita::partitiond {
namespace {

model::TableSchema Expiring() {
  model::TableSchema table = Music();
  table.ttl_attribute = "expires";
  table.ttl_index_id = table.next_index_id++;
  return table;
}

class TtlSweeps : public testing::Test {
 protected:
  ~TtlSweeps() override { EXPECT_TRUE(house_.Stop().ok()); }

  void Start(const model::TableSchema& table) {
    house_.Publish({table});
    house_.Start();
  }
  // An item that expires so many seconds from now.
  uint64_t SendPut(const std::string& title, int64_t seconds) {
    model::Item item = Song(title, "text");
    item.Set("expires", {model::Number::FromInt(base::WallMicros() / 1'000'000 + seconds)});
    const std::string key = KeyOf(title), bytes = Encoded(item);
    wire::PutItemRequest request;
    request.table = kTable;
    request.key = key;
    request.item = bytes;
    request.item_size = model::ItemSize(item);
    return house_.gateway().Ask(
        wire::MessageKind::kPutItem,
        [&](base::ByteWriter* writer) { wire::Encode(request, writer); });
  }
  void Put(const std::string& title, int64_t seconds) {
    ASSERT_TRUE(house_.gateway().Wait(SendPut(title, seconds)).outcome().ok());
  }
  bool Has(const std::string& title) {
    return house_.gateway().Wait(house_.gateway().Get(title)).item().has_value();
  }
  uint64_t Count() {
    const uint64_t id = house_.gateway().Ask(
        wire::MessageKind::kTableStatistics, [](base::ByteWriter* writer) {
          wire::Encode(wire::TableStatisticsRequest{kTable}, writer);
        });
    const Reply reply = house_.gateway().Wait(id);
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    return wire::DecodeTableStatisticsReply(&reader).item_count;
  }
  void WaitForCount(uint64_t count) {
    for (int tries = 0; tries < 500 && Count() != count; ++tries) usleep(10'000);
    EXPECT_EQ(Count(), count);
  }

  House house_;
};

TEST_F(TtlSweeps, TakeWhatHasExpiredAndLeaveTheRest) {
  Start(Expiring());
  Put("past", -10);
  Put("future", 1000);
  Put("mistake", -kLongestExpiredSeconds - 1000);
  Put("nearly a mistake", -kLongestExpiredSeconds + 1000);
  WaitForCount(2);
  EXPECT_TRUE(Has("future"));
  EXPECT_TRUE(Has("mistake"));
}

TEST_F(TtlSweeps, GoOnFromStepToStepWhileRequestsComeIn) {
  Start(Expiring());
  std::vector<uint64_t> puts;
  const size_t items = kExpiredItemsPerStep * 5 + 3;
  for (size_t i = 0; i < items; ++i) puts.push_back(SendPut("past " + std::to_string(i), -10));
  for (const uint64_t put : puts) ASSERT_TRUE(house_.gateway().Wait(put).outcome().ok());
  WaitForCount(0);
}

TEST_F(TtlSweeps, ReachWhatIsOlderThanTheSwitchAndSurviveARestart) {
  Start(Music());
  Put("past", -10);
  Put("future", 1000);
  usleep(50'000);
  EXPECT_TRUE(Has("past"));
  house_.Publish({Expiring()});
  WaitForCount(1);
  Put("past", -10);
  ASSERT_TRUE(house_.Stop().ok());
  house_.Start();
  WaitForCount(1);
  EXPECT_TRUE(Has("future"));
}

}  // namespace
}  // namespace partita::partitiond
