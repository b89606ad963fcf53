#include "model/stream_record.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace partita::model {
namespace {

std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

TEST(StreamRecords, HaveTheseBytes) {
  std::string bytes;
  EncodeStreamRecord({.event = StreamEvent::kModify,
                      .view = StreamViewType::kNewAndOldImages,
                      .by_service = true,
                      .size_bytes = 300,
                      .keys = "k",
                      .new_image = "nn",
                      .old_image = "o"},
                     &bytes);
  EXPECT_EQ(HexOf(bytes), "01020401ac02016b026e6e016f");
  const auto record = DecodeStreamRecord(bytes);
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->event, StreamEvent::kModify);
  EXPECT_EQ(record->view, StreamViewType::kNewAndOldImages);
  EXPECT_TRUE(record->by_service);
  EXPECT_EQ(record->size_bytes, 300u);
  EXPECT_EQ(record->keys, "k");
  EXPECT_EQ(record->new_image, "nn");
  EXPECT_EQ(record->old_image, "o");
}

TEST(StreamRecords, AreRefusedWhenCutOrStrange) {
  std::string bytes;
  EncodeStreamRecord({.keys = "key", .new_image = "new"}, &bytes);
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(DecodeStreamRecord(std::string_view(bytes).substr(0, size)).ok()) << size;
  EXPECT_FALSE(DecodeStreamRecord(bytes + "x").ok());
  for (const size_t at : {0, 1, 2, 3}) {
    std::string strange = bytes;
    strange[at] = 9;
    EXPECT_FALSE(DecodeStreamRecord(strange).ok()) << at;
  }
}

TEST(StreamInfos, HaveTheseBytes) {
  const StreamInfo info{.table_name = "t",
                        .view = StreamViewType::kNewImage,
                        .key = {.partition = {{"p", AttributeType::kS}},
                                .sort = {{"s", AttributeType::kN}}}};
  std::string bytes;
  EncodeStreamInfo(info, &bytes);
  EXPECT_EQ(HexOf(bytes), "01020174017001017302");
  const auto decoded = DecodeStreamInfo(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, info);
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(DecodeStreamInfo(std::string_view(bytes).substr(0, size)).ok()) << size;
}

TEST(StreamInfos, MayLackASortKey) {
  const StreamInfo info{.table_name = "table",
                        .view = StreamViewType::kKeysOnly,
                        .key = {.partition = {{"p", AttributeType::kB}}, .sort = {}}};
  std::string bytes;
  EncodeStreamInfo(info, &bytes);
  EXPECT_EQ(*DecodeStreamInfo(bytes), info);
}

}  // namespace
}  // namespace partita::model
