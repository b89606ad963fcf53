#include "metrics/histogram.h"

#include <gtest/gtest.h>

#include <memory>

namespace partita::metrics {
namespace {

TEST(HistogramTest, EveryValueLiesBetweenTheBoundsOfItsBucket) {
  for (uint64_t value = 0; value < 100'000; ++value) {
    const size_t bucket = BucketOf(value);
    ASSERT_LE(LowerBound(bucket), value);
    ASSERT_GT(LowerBound(bucket + 1), value);
  }
}

TEST(HistogramTest, ABucketIsAtMostAQuarterAsWideAsItsLowerBound) {
  for (size_t bucket = 4; bucket + 1 < kBuckets; ++bucket)
    ASSERT_LE((LowerBound(bucket + 1) - LowerBound(bucket)) * 4, LowerBound(bucket));
}

TEST(HistogramTest, WhatIsTooLargeForAnyBucketGoesIntoTheLast) {
  EXPECT_EQ(BucketOf(uint64_t{1} << 27), kBuckets - 1);
  EXPECT_EQ(BucketOf(UINT64_MAX), kBuckets - 1);
}

TEST(HistogramTest, DurationsAreCountedInMicrosecondsAndNoneIsNegative) {
  const auto histogram = std::make_unique<Histogram>();
  histogram->ObserveNs(1'999);
  histogram->ObserveNs(-5);
  EXPECT_EQ(histogram->buckets[1].Get(), 1u);
  EXPECT_EQ(histogram->buckets[0].Get(), 1u);
  EXPECT_EQ(histogram->sum.Get(), 1u);
}

TEST(HistogramTest, SizesKeepPrometheusMeaningOfABound) {
  const auto histogram = std::make_unique<Histogram>();
  for (const uint64_t size : {1, 2, 4, 5, 256}) histogram->ObserveSize(size);
  HistogramReading reading;
  reading.Add(*histogram);
  EXPECT_EQ(reading.Below(1), 1u);
  EXPECT_EQ(reading.Below(2), 2u);
  EXPECT_EQ(reading.Below(4), 3u);
  EXPECT_EQ(reading.Below(8), 4u);
  EXPECT_EQ(reading.Below(256), 5u);
  EXPECT_EQ(reading.sum, 268u);
}

TEST(HistogramTest, AQuantileIsOffByAQuarterAtMost) {
  const auto histogram = std::make_unique<Histogram>();
  for (uint64_t value = 1; value <= 10'000; ++value) histogram->Observe(value);
  HistogramReading reading;
  reading.Add(*histogram);
  EXPECT_NEAR(reading.Quantile(0.5), 5'000, 1'250);
  EXPECT_NEAR(reading.Quantile(0.99), 9'900, 2'475);
  EXPECT_EQ(HistogramReading().Quantile(0.5), 0);
}

TEST(HistogramTest, WhatTwoReadingsDifferByIsWhatCameBetween) {
  const auto histogram = std::make_unique<Histogram>();
  histogram->Observe(10);
  HistogramReading before;
  before.Add(*histogram);
  histogram->Observe(1'000);
  HistogramReading after;
  after.Add(*histogram);
  const HistogramReading between = after.Since(before);
  EXPECT_EQ(between.count(), 1u);
  EXPECT_EQ(between.sum, 1'000u);
  EXPECT_NEAR(between.Quantile(0.5), 1'000, 250);
}

}  // namespace
}  // namespace partita::metrics
