#include <fmt/format.h>
#include <gtest/gtest.h>

#include "wire/describe_changes.h"
#include "wire/read_changes.h"

namespace partita::wire {
namespace {

TEST(ReadChanges, TheRequestArrivesAsItWasSent) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  Encode(ReadChangesRequest{.table = 7,
                            .generation = 1'700'000'000'000'000,
                            .after_seq = 300,
                            .from_horizon = true,
                            .max_records = 5,
                            .max_bytes = 1000},
         &writer);
  base::ByteReader reader(bytes);
  const ReadChangesRequest request = DecodeReadChangesRequest(&reader);
  ASSERT_TRUE(reader.Finished());
  EXPECT_EQ(request.table, 7u);
  EXPECT_EQ(request.generation, 1'700'000'000'000'000u);
  EXPECT_EQ(request.after_seq, 300u);
  EXPECT_TRUE(request.from_horizon);
  EXPECT_EQ(request.max_records, 5u);
  EXPECT_EQ(request.max_bytes, 1000u);
}

TEST(ReadChanges, ARequestForNothingIsRefused) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  Encode(ReadChangesRequest{.max_records = 0}, &writer);
  base::ByteReader reader(bytes);
  DecodeReadChangesRequest(&reader);
  EXPECT_FALSE(reader.ok());
}

TEST(ReadChanges, TheReplyIsReadRecordByRecord) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  EncodeChange({.seq = 4, .at_us = 100, .record = "four"}, &writer);
  EncodeChange({.seq = 5, .at_us = 101, .record = "five"}, &writer);
  EncodeChangesEnd({.ended = true, .closed = true}, &writer);
  base::ByteReader reader(bytes);
  ChangeEntry entry;
  ASSERT_TRUE(DecodeChange(&reader, &entry));
  EXPECT_EQ(entry.seq, 4u);
  ASSERT_TRUE(DecodeChange(&reader, &entry));
  EXPECT_EQ(entry.at_us, 101);
  EXPECT_EQ(entry.record, "five");
  ASSERT_FALSE(DecodeChange(&reader, &entry));
  const ChangesEnd end = DecodeChangesEnd(&reader);
  EXPECT_TRUE(end.ended && end.closed && reader.Finished());
}

TEST(DescribeChanges, StreamsArriveAsTheyWereSent) {
  const std::vector<StreamDescription> streams = {
      {.table = 7,
       .generation = 1'700'000'000'000'000,
       .closed_at_us = 5,
       .trimmed_through = 2,
       .last_seq = 9,
       .info = {.table_name = "music",
                .view = model::StreamViewType::kOldImage,
                .key = {.partition = {{"p", model::AttributeType::kS}}, .sort = {}}}}};
  std::string bytes;
  base::ByteWriter writer(&bytes);
  Encode(streams, &writer);
  base::ByteReader reader(bytes);
  EXPECT_EQ(DecodeStreamDescriptions(&reader), streams);
  EXPECT_TRUE(reader.Finished());
  for (size_t size = 0; size < bytes.size(); ++size) {
    base::ByteReader cut(std::string_view(bytes).substr(0, size));
    DecodeStreamDescriptions(&cut);
    EXPECT_FALSE(cut.Finished() && size > 0) << size;
  }
}

}  // namespace
}  // namespace partita::wire
