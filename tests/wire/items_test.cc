#include <gtest/gtest.h>

#include "bytes.h"
#include "model/limits.h"
#include "wire/delete_item.h"
#include "wire/get_item.h"
#include "wire/put_item.h"
#include "wire/update_item.h"

namespace partita::wire {
namespace {

const WriteOptions kOptions{.condition = "cc",
                            .return_values = ReturnValues::kAllOld,
                            .return_old_on_condition_failure = true};
constexpr std::string_view kOptionsHex =
    "02"
    "6363"
    "01"
    "01";

TEST(GetItemRequest, HasTheseBytes) {
  const std::string bytes = Encoded(GetItemRequest{.table = 7, .key = "k"});
  EXPECT_EQ(Hex(bytes),
            "0700000000000000"
            "016b");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeGetItemRequest));
  base::ByteReader reader(bytes);
  const GetItemRequest request = DecodeGetItemRequest(&reader);
  EXPECT_EQ(request.table, 7u);
  EXPECT_EQ(request.key, "k");
}

TEST(GetItemReply, HasTheseBytesForAnItemAndForNone) {
  EXPECT_EQ(Hex(Encoded(GetItemReply{})), "00");
  const std::string bytes = Encoded(GetItemReply{.found = true, .item_size = 300, .item = "item"});
  EXPECT_EQ(Hex(bytes),
            "01"
            "ac02"
            "04"
            "6974656d");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeGetItemReply));
  base::ByteReader reader(bytes);
  const GetItemReply reply = DecodeGetItemReply(&reader);
  EXPECT_TRUE(reply.found);
  EXPECT_EQ(reply.item_size, 300u);
  EXPECT_EQ(reply.item, "item");
}

TEST(PutItemRequest, HasTheseBytes) {
  const std::string bytes = Encoded(PutItemRequest{
      .table = 7, .key = "k", .item = "item", .item_size = 300, .options = kOptions});
  EXPECT_EQ(Hex(bytes), fmt::format("0700000000000000"
                                    "016b"
                                    "ac02"
                                    "{}"
                                    "046974656d",
                                    kOptionsHex));
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodePutItemRequest));
  base::ByteReader reader(bytes);
  const PutItemRequest request = DecodePutItemRequest(&reader);
  EXPECT_EQ(request.table, 7u);
  EXPECT_EQ(request.key, "k");
  EXPECT_EQ(request.item, "item");
  EXPECT_EQ(request.item_size, 300u);
  EXPECT_EQ(request.options.condition, "cc");
  EXPECT_EQ(request.options.return_values, ReturnValues::kAllOld);
  EXPECT_TRUE(request.options.return_old_on_condition_failure);
}

TEST(PutItemRequest, IsRefusedWithAnItemLargerThanAnyTableHolds) {
  const std::string bytes = Encoded(PutItemRequest{
      .table = 7, .key = "k", .item = "item", .item_size = model::kMaxItemBytes + 1});
  base::ByteReader reader(bytes);
  DecodePutItemRequest(&reader);
  EXPECT_FALSE(reader.ok());
}

TEST(PutItemRequest, IsRefusedWithReturnValuesOfAnUpdate) {
  const std::string bytes =
      Encoded(PutItemRequest{.key = "k", .options = {.return_values = ReturnValues::kUpdatedNew}});
  base::ByteReader reader(bytes);
  DecodePutItemRequest(&reader);
  EXPECT_FALSE(reader.ok());
}

TEST(UpdateItemRequest, HasTheseBytes) {
  const std::string bytes = Encoded(UpdateItemRequest{
      .table = 7, .key = "k", .key_attributes = "ka", .update = "up", .options = kOptions});
  EXPECT_EQ(Hex(bytes), fmt::format("0700000000000000"
                                    "016b"
                                    "026b61"
                                    "027570"
                                    "{}",
                                    kOptionsHex));
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeUpdateItemRequest));
  base::ByteReader reader(bytes);
  const UpdateItemRequest request = DecodeUpdateItemRequest(&reader);
  EXPECT_EQ(request.key_attributes, "ka");
  EXPECT_EQ(request.update, "up");
  EXPECT_EQ(request.options.condition, "cc");
}

TEST(DeleteItemRequest, HasTheseBytes) {
  const std::string bytes = Encoded(DeleteItemRequest{.table = 7, .key = "k", .options = kOptions});
  EXPECT_EQ(Hex(bytes), fmt::format("0700000000000000"
                                    "016b"
                                    "{}",
                                    kOptionsHex));
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeDeleteItemRequest));
}

TEST(WriteOptions, AreRefusedWithReturnValuesNobodyKnows) {
  base::ByteReader reader(std::string_view("\x00\x05\x00", 3));
  DecodeWriteOptions(&reader);
  EXPECT_FALSE(reader.ok());
}

TEST(WriteResult, HasTheseBytesWithAndWithoutAttributes) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeWriteResult({.old_size = 1, .new_size = 300}, &writer);
  EXPECT_EQ(Hex(bytes),
            "01"
            "ac02"
            "00"
            "00");
  bytes.clear();
  EncodeWriteResult({.old_size = 1,
                     .new_size = 300,
                     .has_attributes = true,
                     .attributes = "at",
                     .indexes = {{.index = 3, .units = 2}}},
                    &writer);
  EXPECT_EQ(Hex(bytes),
            "01"
            "ac02"
            "01"
            "026174"
            "010302");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeWriteResult));
  base::ByteReader reader(bytes);
  const WriteResult result = DecodeWriteResult(&reader);
  EXPECT_EQ(result.attributes, "at");
  ASSERT_EQ(result.indexes.size(), 1u);
  EXPECT_EQ(result.indexes[0].index, 3u);
  EXPECT_EQ(result.indexes[0].units, 2u);
}

}  // namespace
}  // namespace partita::wire
