// Latencies in buckets of constant relative width, as HDR histograms keep them.
//
// Buckets: 64 to every power of two, so a reported value is at most 1.6 % above the true one. Range
// 1 ns to 2^40 ns (18 minutes); what is longer counts as that. Thread safety: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace partita::load {

class Histogram {
 public:
  void Record(int64_t nanoseconds);
  void Merge(const Histogram& other);

  uint64_t count() const { return count_; }
  double MeanNs() const;
  // The smallest bucket's upper edge that `percent` of all values do not exceed; 0 when empty.
  // Percentile(100) is the largest.
  int64_t Percentile(double percent) const;
  // The percentile listing of HdrHistogram (docs/benchmarks.md), one line for each bucket that
  // holds something: nothing is thinned out.
  std::string Listing() const;

 private:
  static constexpr int kSubBucketBits = 6;
  static constexpr int kMaxBits = 40;
  static constexpr size_t kBuckets = (kMaxBits - kSubBucketBits + 1) << kSubBucketBits;
  static size_t BucketOf(uint64_t value);
  static int64_t UpperEdge(size_t bucket);

  std::array<uint64_t, kBuckets> buckets_{};
  uint64_t count_ = 0;
  double sum_ns_ = 0;
};

}  // namespace partita::load
