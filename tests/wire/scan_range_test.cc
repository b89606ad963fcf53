#include "wire/scan_range.h"

#include <gtest/gtest.h>

#include "bytes.h"

namespace partita::wire {
namespace {

TEST(ScanRangeRequest, HasTheseBytes) {
  const std::string bytes = Encoded(ScanRangeRequest{
      .table = 7, .first = "a", .last = "b", .backward = true, .max_items = 5, .max_bytes = 300});
  EXPECT_EQ(Hex(bytes),
            "0700000000000000"
            "0161"
            "0162"
            "01"
            "05"
            "ac02");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeScanRangeRequest));
  base::ByteReader reader(bytes);
  const ScanRangeRequest request = DecodeScanRangeRequest(&reader);
  EXPECT_EQ(request.table, 7u);
  EXPECT_EQ(request.first, "a");
  EXPECT_EQ(request.last, "b");
  EXPECT_TRUE(request.backward);
  EXPECT_EQ(request.max_items, 5u);
  EXPECT_EQ(request.max_bytes, 300u);
}

TEST(ScanRangeRequest, AsksForSomething) {
  for (const ScanRangeRequest& nothing :
       {ScanRangeRequest{.max_items = 0}, ScanRangeRequest{.max_bytes = 0}}) {
    const std::string bytes = Encoded(nothing);
    base::ByteReader reader(bytes);
    DecodeScanRangeRequest(&reader);
    EXPECT_FALSE(reader.ok());
  }
}

// Reads a whole reply; the number of its items.
size_t Decode(base::ByteReader* reader) {
  size_t items = 0;
  for (RangeItem item; DecodeRangeItem(reader, &item);) ++items;
  DecodeRangeEnd(reader);
  return items;
}

TEST(ScanRangeReply, HasTheseBytes) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeRangeItem({.key = "k", .item_size = 300, .item = "item"}, &writer);
  EncodeRangeEnd(true, &writer);
  EXPECT_EQ(Hex(bytes),
            "01"
            "016b"
            "ac02"
            "046974656d"
            "00"
            "01");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, Decode));
  base::ByteReader reader(bytes);
  RangeItem item;
  ASSERT_TRUE(DecodeRangeItem(&reader, &item));
  EXPECT_EQ(item.key, "k");
  EXPECT_EQ(item.item_size, 300u);
  EXPECT_EQ(item.item, "item");
  EXPECT_FALSE(DecodeRangeItem(&reader, &item));
  EXPECT_TRUE(DecodeRangeEnd(&reader));
  EXPECT_TRUE(reader.Finished());
}

TEST(ScanRangeReply, HasNoItemWithoutAKey) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeRangeItem({.key = "", .item_size = 3, .item = "item"}, &writer);
  base::ByteReader reader(bytes);
  EXPECT_EQ(Decode(&reader), 0u);
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace partita::wire
