#include "bench/load/histogram.h"

#include <gtest/gtest.h>

namespace partita::load {
namespace {

TEST(Histogram, ReportsPercentilesWithinTwoPercentAboveTheTruth) {
  Histogram histogram;
  for (int64_t value = 1; value <= 1'000'000; ++value) histogram.Record(value);
  for (const double percent : {50.0, 90.0, 99.0, 99.9, 100.0}) {
    const double truth = percent * 10'000;
    EXPECT_GE(static_cast<double>(histogram.Percentile(percent)), truth);
    EXPECT_LE(static_cast<double>(histogram.Percentile(percent)), truth * 1.02);
  }
}

TEST(Histogram, KeepsSmallValuesExactly) {
  Histogram histogram;
  for (int64_t value = 0; value < 64; ++value) histogram.Record(value);
  EXPECT_EQ(histogram.Percentile(50), 31);
  EXPECT_EQ(histogram.Percentile(100), 63);
}

TEST(Histogram, TakesValuesBeyondItsRangeAsItsLargest) {
  Histogram histogram;
  histogram.Record(INT64_MAX);
  EXPECT_EQ(histogram.Percentile(50), (int64_t{1} << 40) - 1);
}

TEST(Histogram, MergesAsIfAllHadBeenRecordedInOne) {
  Histogram low;
  Histogram high;
  for (int i = 0; i < 99; ++i) low.Record(10);
  high.Record(1'000'000);
  low.Merge(high);
  EXPECT_EQ(low.count(), 100u);
  EXPECT_EQ(low.Percentile(99), 10);
  EXPECT_GE(low.Percentile(99.5), 1'000'000);
}

TEST(Histogram, ListsEveryBucketWithItsPercentile) {
  Histogram histogram;
  for (int i = 0; i < 3; ++i) histogram.Record(10);
  histogram.Record(1'000'000);
  const std::string listing = histogram.Listing();
  EXPECT_NE(listing.find("    0.000010 0.750000000000          3           4.00\n"),
            std::string::npos)
      << listing;
  EXPECT_NE(listing.find(" 1.000000000000          4\n"), std::string::npos) << listing;
  EXPECT_NE(listing.find("Total count = 4]"), std::string::npos) << listing;
}

TEST(Histogram, IsEmptyAtFirst) { EXPECT_EQ(Histogram().Percentile(99), 0); }

}  // namespace
}  // namespace partita::load
