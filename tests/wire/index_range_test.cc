#include "wire/index_range.h"

#include <gtest/gtest.h>

#include "bytes.h"

namespace partita::wire {
namespace {

TEST(IndexRangeRequest, HasTheseBytes) {
  const std::string bytes = Encoded(IndexRangeRequest{.table = 7,
                                                      .index = 3,
                                                      .first = "a",
                                                      .last = "b",
                                                      .backward = true,
                                                      .first_hash = 1,
                                                      .last_hash = 2,
                                                      .whole_items = true,
                                                      .max_items = 5,
                                                      .max_bytes = 300});
  EXPECT_EQ(Hex(bytes),
            "0700000000000000"
            "03000000"
            "0161"
            "0162"
            "01"
            "0100000000000000"
            "0200000000000000"
            "01"
            "05"
            "ac02");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeIndexRangeRequest));
  base::ByteReader reader(bytes);
  const IndexRangeRequest request = DecodeIndexRangeRequest(&reader);
  EXPECT_EQ(request.index, 3u);
  EXPECT_EQ(request.last_hash, 2u);
  EXPECT_TRUE(request.whole_items);
  EXPECT_EQ(request.max_bytes, 300u);
}

TEST(IndexRangeRequest, AsksForSomethingOfAnIndex) {
  for (const IndexRangeRequest& nothing :
       {IndexRangeRequest{.index = 1, .max_items = 0},
        IndexRangeRequest{.index = 1, .max_bytes = 0}, IndexRangeRequest{.index = 0}}) {
    const std::string bytes = Encoded(nothing);
    base::ByteReader reader(bytes);
    DecodeIndexRangeRequest(&reader);
    EXPECT_FALSE(reader.ok());
  }
}

TEST(IndexRangeReply, HasTheseBytes) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeIndexItem({.key = "ek", .view_size = 2, .item_size = 300, .item = "item"}, &writer);
  EncodeIndexRangeEnd({.ended = false, .reached = "ek"}, &writer);
  EXPECT_EQ(Hex(bytes),
            "01"
            "02656b"
            "02"
            "ac02"
            "046974656d"
            "00"
            "00"
            "02656b");
  base::ByteReader reader(bytes);
  IndexItem item;
  ASSERT_TRUE(DecodeIndexItem(&reader, &item));
  EXPECT_EQ(item.key, "ek");
  EXPECT_EQ(item.view_size, 2u);
  EXPECT_EQ(item.item_size, 300u);
  EXPECT_FALSE(DecodeIndexItem(&reader, &item));
  const IndexRangeEnd end = DecodeIndexRangeEnd(&reader);
  EXPECT_FALSE(end.ended);
  EXPECT_EQ(end.reached, "ek");
  EXPECT_TRUE(reader.Finished());
}

TEST(IndexRangeReply, SaysWhereToGoOnUnlessItHasEnded) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  writer.Bool(false);
  writer.Bytes("");
  base::ByteReader reader(bytes);
  DecodeIndexRangeEnd(&reader);
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace partita::wire
