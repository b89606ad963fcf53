// A histogram in shared memory: log-linear buckets of fixed bounds, one writer, any number of
// readers.
//
//   value v        bucket                                       from (inclusive)
//   0 … 3          v                                            v
//   4 and more     (e − 1) × 4 + s; e: position of the highest  2^e + s × 2^(e − 2)
//                  bit of v, s: the two bits below it
//   2^27 and more  the last, 103
// So a bucket is at most a quarter as wide as its lower bound: a quantile read from it is off by
// that much. Durations are counted in microseconds (the last bucket begins at 117 s). Sizes are
// counted as one less than they are, so that the bounds that Prometheus is shown, powers of two,
// hold in its sense ("less or equal").
//
// Thread safety: one process writes, by plain loads and stores; everybody reads, each word by
// itself. A reader may see a sum that is one observation ahead of or behind the buckets.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace partita::metrics {

// A number with one writer. Relaxed throughout: nothing else is read on the strength of it.
class Counter {
 public:
  void Add(uint64_t amount = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  void Set(uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  uint64_t Get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};
static_assert(sizeof(Counter) == 8 && std::atomic<uint64_t>::is_always_lock_free);

inline constexpr size_t kBuckets = 104;

constexpr size_t BucketOf(uint64_t value) {
  if (value < 4) return static_cast<size_t>(value);
  const auto exponent = static_cast<size_t>(std::bit_width(value)) - 1;
  const size_t bucket = (exponent - 1) * 4 + ((value >> (exponent - 2)) & 3);
  return bucket < kBuckets ? bucket : kBuckets - 1;
}

// The smallest value of a bucket, which is also the bound below which all buckets before it lie.
constexpr uint64_t LowerBound(size_t bucket) {
  if (bucket < 4) return bucket;
  const size_t exponent = bucket / 4 + 1;
  return (uint64_t{1} << exponent) + (uint64_t{bucket % 4} << (exponent - 2));
}
static_assert(BucketOf(LowerBound(50)) == 50 && BucketOf(LowerBound(50) - 1) == 49);
static_assert(BucketOf(UINT64_MAX) == kBuckets - 1 && LowerBound(kBuckets - 1) == 7u << 24);

struct alignas(64) Histogram {
  Counter sum;
  std::array<Counter, kBuckets> buckets;

  void Observe(uint64_t value) {
    buckets[BucketOf(value)].Add();
    sum.Add(value);
  }
  void ObserveNs(int64_t ns) { Observe(ns < 0 ? 0 : static_cast<uint64_t>(ns) / 1000); }
  void ObserveSize(uint64_t size) {
    buckets[BucketOf(size == 0 ? 0 : size - 1)].Add();
    sum.Add(size);
  }
};
static_assert(sizeof(Histogram) == 896);

// A histogram as a reader has it: a copy, or a sum of copies, or what two differ by.
struct HistogramReading {
  uint64_t sum = 0;
  std::array<uint64_t, kBuckets> buckets{};

  void Add(const Histogram& histogram);
  void Add(const HistogramReading& other);
  HistogramReading Since(const HistogramReading& earlier) const;
  uint64_t count() const;
  // How many were smaller than `bound`, which is the lower bound of a bucket.
  uint64_t Below(uint64_t bound) const;
  // The value that a part of `quantile` (0 to 1) does not exceed, interpolated within its bucket;
  // 0 when there is none.
  double Quantile(double quantile) const;
};

}  // namespace partita::metrics
