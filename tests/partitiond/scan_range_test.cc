#include "wire/scan_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "house.h"
#include "model/item_size.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Step {
  std::vector<std::string> items;  // encoded
  bool ended = false;
};

class ScanRanges : public testing::Test {
 protected:
  ScanRanges() {
    house_.Start();
    for (const char* title : {"b", "d", "a", "c"}) Put(title, "la");
  }
  ~ScanRanges() override { EXPECT_TRUE(house_.Stop().ok()); }

  void Put(const std::string& title, const std::string& text) {
    ASSERT_TRUE(house_.gateway().Wait(house_.gateway().Put(title, text)).outcome().ok());
  }
  Reply Ask(const wire::ScanRangeRequest& request) {
    Gateway& gateway = house_.gateway();
    return gateway.Wait(gateway.Ask(
        wire::MessageKind::kScanRange,
        [&request](base::ByteWriter* writer) { wire::Encode(request, writer); }));
  }
  Step Scan(const wire::ScanRangeRequest& request) {
    const Reply reply = Ask(request);
    base::ByteReader reader(reply.payload);
    EXPECT_TRUE(wire::DecodeOutcome(&reader).ok());
    Step step;
    for (wire::RangeItem item; wire::DecodeRangeItem(&reader, &item);)
      step.items.emplace_back(item.item);
    step.ended = wire::DecodeRangeEnd(&reader);
    EXPECT_TRUE(reader.Finished());
    return step;
  }
  static std::string Stored(const std::string& title) { return Encoded(Song(title, "la")); }

  House house_;
};

TEST_F(ScanRanges, GiveAllOfATableInTheOrderOfItsKeys) {
  const Step step = Scan({.table = kTable});
  EXPECT_THAT(step.items, ElementsAre(Stored("a"), Stored("b"), Stored("c"), Stored("d")));
  EXPECT_TRUE(step.ended);
}

TEST_F(ScanRanges, IncludeTheirFirstKeyButNotTheLast) {
  const std::string first = KeyOf("b"), last = KeyOf("d");
  EXPECT_THAT(Scan({.table = kTable, .first = first, .last = last}).items,
              ElementsAre(Stored("b"), Stored("c")));
  EXPECT_THAT(Scan({.table = kTable, .first = first, .last = last, .backward = true}).items,
              ElementsAre(Stored("c"), Stored("b")));
}

TEST_F(ScanRanges, StopAfterEnoughItems) {
  const Step step = Scan({.table = kTable, .max_items = 3});
  EXPECT_THAT(step.items, ElementsAre(Stored("a"), Stored("b"), Stored("c")));
  EXPECT_FALSE(step.ended);
  EXPECT_FALSE(Scan({.table = kTable, .max_items = 4}).ended);
  EXPECT_TRUE(Scan({.table = kTable, .max_items = 5}).ended);
}

TEST_F(ScanRanges, StopAfterTheItemThatFillsThem) {
  const uint64_t size = model::ItemSize(Song("a", "la"));
  EXPECT_EQ(Scan({.table = kTable, .max_bytes = 1}).items.size(), 1u);
  EXPECT_EQ(Scan({.table = kTable, .max_bytes = 2 * size}).items.size(), 2u);
  EXPECT_EQ(Scan({.table = kTable, .max_bytes = 2 * size + 1}).items.size(), 3u);
}

TEST_F(ScanRanges, AreBoundedByTheOwnerToo) {
  const std::string text(wire::kMaxStepBytes / 2, 'x');
  for (const char* title : {"a", "b", "c"}) Put(title, text);
  const Step step = Scan({.table = kTable, .max_items = 1'000'000, .max_bytes = 1u << 30});
  EXPECT_EQ(step.items.size(), 2u);
  EXPECT_FALSE(step.ended);
}

TEST_F(ScanRanges, SeeNoOtherTable) {
  house_.Publish({Music(), Music(8, "other")});
  const Step step = Scan({.table = 8});
  EXPECT_THAT(step.items, IsEmpty());
  EXPECT_TRUE(step.ended);
}

TEST_F(ScanRanges, OfAnUnknownTableAreRefused) {
  const model::ApiStatus outcome = Ask({.table = 99}).outcome();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().type, model::ApiErrorType::kResourceNotFound);
}

}  // namespace
}  // namespace partita::partitiond
