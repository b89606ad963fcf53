#include <gtest/gtest.h>

#include "bytes.h"
#include "wire/backfill_progress.h"
#include "wire/table_statistics.h"
#include "wire/tag_resource.h"
#include "wire/update_continuous_backups.h"
#include "wire/update_table.h"
#include "wire/update_time_to_live.h"

namespace partita::wire {
namespace {

TEST(BackfillProgress, HasTheseBytes) {
  const std::string request = Encoded(BackfillProgressRequest{.table = 0x1122, .index = 3});
  EXPECT_EQ(Hex(request), "221100000000000003000000");
  EXPECT_TRUE(RefusesEveryOtherLength(request, DecodeBackfillProgressRequest));
  const std::string reply =
      Encoded(BackfillProgressReply{.done = true, .scanned = 4, .total = 5});
  EXPECT_EQ(Hex(reply), "0104000000000000000500000000000000");
  EXPECT_TRUE(RefusesEveryOtherLength(reply, DecodeBackfillProgressReply));
}

TEST(TableStatistics, HasTheseBytes) {
  EXPECT_EQ(Hex(Encoded(TableStatisticsRequest{.table = 258})), "0201000000000000");
  const std::string reply = Encoded(
      TableStatisticsReply{.item_count = 1, .size_bytes = 2, .indexes = {{3, 4, 5}}});
  EXPECT_EQ(Hex(reply),
            "0100000000000000"
            "0200000000000000"
            "01"
            "03000000"
            "0400000000000000"
            "0500000000000000");
  EXPECT_TRUE(RefusesEveryOtherLength(reply, DecodeTableStatisticsReply));
}

TEST(TimeToLiveUpdate, HasTheseBytes) {
  const std::string bytes =
      Encoded(TimeToLiveUpdate{.table = "ab", .enabled = true, .attribute = "c"});
  EXPECT_EQ(Hex(bytes), "026162010163");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeTimeToLiveUpdate));
}

TEST(ContinuousBackupsUpdate, HasTheseBytes) {
  const std::string bytes = Encoded(
      ContinuousBackupsUpdate{.table = "ab", .enabled = true, .recovery_period_days = 35});
  EXPECT_EQ(Hex(bytes), "0261620123000000");
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, DecodeContinuousBackupsUpdate));
}

TEST(TagRequests, HaveTheseBytes) {
  const std::string tag = Encoded(TagRequest{.table = "ab", .arn = "x", .tags = {{"k", "v"}}});
  EXPECT_EQ(Hex(tag), "026162017801016b0176");
  EXPECT_TRUE(RefusesEveryOtherLength(tag, DecodeTagRequest));
  const std::string untag = Encoded(UntagRequest{.table = "ab", .arn = "x", .keys = {"k"}});
  EXPECT_EQ(Hex(untag), "026162017801016b");
  EXPECT_TRUE(RefusesEveryOtherLength(untag, DecodeUntagRequest));
}

// Everything given, with values that differ.
TableUpdate FullUpdate() {
  TableUpdate update;
  update.wanted.name = "music";
  update.wanted.billing_mode = model::BillingMode::kPayPerRequest;
  update.wanted.indexes.resize(1);
  update.wanted.indexes[0].name = "new";
  update.billing_mode = update.throughput = update.on_demand = update.warm = update.stream = true;
  update.sse = update.sse_key = update.table_class = update.deletion_protection = true;
  update.changed = {{.name = "a", .throughput = model::Throughput{1, 2}},
                    {.name = "b", .on_demand = model::OnDemandThroughput{-1, 4}},
                    {.name = "c", .warm = model::Throughput{5, 6}}};
  update.removed = {"d", "e"};
  return update;
}

TEST(TableUpdate, IsReadBackAsItWasWritten) {
  const std::string bytes = Encoded(FullUpdate());
  base::ByteReader reader(bytes);
  const base::Result<TableUpdate> read = DecodeTableUpdate(&reader);
  ASSERT_TRUE(read.ok() && reader.Finished());
  EXPECT_EQ(read->wanted, FullUpdate().wanted);
  EXPECT_TRUE(read->billing_mode && read->throughput && read->on_demand && read->warm);
  EXPECT_TRUE(read->stream && read->sse && read->sse_key && read->table_class);
  EXPECT_TRUE(read->deletion_protection);
  ASSERT_EQ(read->changed.size(), 3u);
  EXPECT_EQ(read->changed[0].throughput, (model::Throughput{1, 2}));
  EXPECT_FALSE(read->changed[0].on_demand || read->changed[0].warm);
  EXPECT_EQ(read->changed[1].on_demand, (model::OnDemandThroughput{-1, 4}));
  EXPECT_EQ(read->changed[2].warm, (model::Throughput{5, 6}));
  EXPECT_EQ(read->removed, (std::vector<std::string>{"d", "e"}));
}

TEST(TableUpdate, RefusesEveryOtherLengthAndForeignFlags) {
  const std::string bytes = Encoded(FullUpdate());
  const auto decode = [](base::ByteReader* reader) { (void)DecodeTableUpdate(reader); };
  EXPECT_TRUE(RefusesEveryOtherLength(bytes, decode));
  std::string schema;
  base::ByteWriter writer(&schema);
  FullUpdate().wanted.EncodeTo(&writer);
  std::string foreign = bytes;
  foreign[schema.size() + 1] = 2;  // a flag that nobody knows
  base::ByteReader reader(foreign);
  EXPECT_FALSE(DecodeTableUpdate(&reader).ok());
}

TEST(TableUpdate, GivesNothingUnlessItSaysSo) {
  const std::string bytes = Encoded(TableUpdate());
  base::ByteReader reader(bytes);
  const base::Result<TableUpdate> read = DecodeTableUpdate(&reader);
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->billing_mode || read->throughput || read->on_demand || read->warm ||
               read->stream || read->sse || read->sse_key || read->table_class ||
               read->deletion_protection);
}

}  // namespace
}  // namespace partita::wire
