#include "bench/load/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

namespace partita::load {

// Values below 64 have a bucket each; above, the leading bit chooses the row and the next six bits
// the bucket in it.
size_t Histogram::BucketOf(uint64_t value) {
  value = std::min(value, (uint64_t{1} << kMaxBits) - 1);
  const int bits = std::bit_width(value);
  if (bits <= kSubBucketBits) return value;
  const int row = bits - kSubBucketBits;
  return (static_cast<size_t>(row) << kSubBucketBits) + ((value >> (row - 1)) & 63);
}

int64_t Histogram::UpperEdge(size_t bucket) {
  const size_t row = bucket >> kSubBucketBits;
  const int64_t within = static_cast<int64_t>(bucket & 63);
  if (row == 0) return within;
  return ((64 + within + 1) << (row - 1)) - 1;
}

void Histogram::Record(int64_t nanoseconds) {
  ++buckets_[BucketOf(static_cast<uint64_t>(std::max<int64_t>(nanoseconds, 0)))];
  ++count_;
  sum_ns_ += static_cast<double>(nanoseconds);
}

void Histogram::Merge(const Histogram& other) {
  for (size_t i = 0; i < kBuckets; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
}

double Histogram::MeanNs() const { return count_ == 0 ? 0 : sum_ns_ / static_cast<double>(count_); }

int64_t Histogram::Percentile(double percent) const {
  if (count_ == 0) return 0;
  const auto wanted = std::max<uint64_t>(
      1, static_cast<uint64_t>(std::ceil(static_cast<double>(count_) * percent / 100)));
  uint64_t seen = 0;
  for (size_t i = 0; i < kBuckets; ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return UpperEdge(i);
  }
  return UpperEdge(kBuckets - 1);
}

std::string Histogram::Listing() const {
  std::string text = fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile",
                                 "TotalCount", "1/(1-Percentile)");
  const auto out = std::back_inserter(text);
  uint64_t seen = 0;
  for (size_t i = 0; i < kBuckets && seen < count_; ++i) {
    if (buckets_[i] == 0) continue;
    seen += buckets_[i];
    const double share = static_cast<double>(seen) / static_cast<double>(count_);
    fmt::format_to(out, "{:12.6f} {:14.12f} {:10}", static_cast<double>(UpperEdge(i)) / 1e6, share,
                   seen);
    if (seen < count_) fmt::format_to(out, " {:14.2f}", 1 / (1 - share));
    text.push_back('\n');
  }
  fmt::format_to(out, "#[Mean = {:.6f}, Max = {:.6f}, Total count = {}]\n", MeanNs() / 1e6,
                 static_cast<double>(Percentile(100)) / 1e6, count_);
  return text;
}

}  // namespace partita::load
