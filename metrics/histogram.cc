#include "metrics/histogram.h"

#include <numeric>

namespace partita::metrics {

void HistogramReading::Add(const Histogram& histogram) {
  sum += histogram.sum.Get();
  for (size_t i = 0; i < kBuckets; ++i) buckets[i] += histogram.buckets[i].Get();
}

void HistogramReading::Add(const HistogramReading& other) {
  sum += other.sum;
  for (size_t i = 0; i < kBuckets; ++i) buckets[i] += other.buckets[i];
}

HistogramReading HistogramReading::Since(const HistogramReading& earlier) const {
  HistogramReading since;
  since.sum = sum - earlier.sum;
  for (size_t i = 0; i < kBuckets; ++i) since.buckets[i] = buckets[i] - earlier.buckets[i];
  return since;
}

uint64_t HistogramReading::count() const {
  return std::accumulate(buckets.begin(), buckets.end(), uint64_t{0});
}

uint64_t HistogramReading::Below(uint64_t bound) const {
  const auto end = buckets.begin() + static_cast<ptrdiff_t>(BucketOf(bound));
  return std::accumulate(buckets.begin(), end, uint64_t{0});
}

double HistogramReading::Quantile(double quantile) const {
  const auto wanted = quantile * static_cast<double>(count());
  double before = 0;
  for (size_t i = 0; i < kBuckets; ++i) {
    const auto here = static_cast<double>(buckets[i]);
    if (here > 0 && before + here >= wanted) {
      const auto from = static_cast<double>(LowerBound(i));
      const double to = i + 1 < kBuckets ? static_cast<double>(LowerBound(i + 1)) : from;
      return from + (to - from) * (wanted - before) / here;
    }
    before += here;
  }
  return 0;
}

}  // namespace partita::metrics
