// The distribution of some durations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace partita::bench {

class Percentiles {
 public:
  void Add(int64_t nanoseconds) { values_.push_back(nanoseconds); }
  // Milliseconds below which `share` (0…1) of them lie. Sorts.
  double Ms(double share) {
    if (values_.empty()) return 0;
    std::sort(values_.begin(), values_.end());
    const auto index = static_cast<size_t>(share * static_cast<double>(values_.size() - 1));
    return static_cast<double>(values_[index]) / 1e6;
  }
  double SumSeconds() const {
    double sum = 0;
    for (const int64_t value : values_) sum += static_cast<double>(value) / 1e9;
    return sum;
  }
  size_t size() const { return values_.size(); }

 private:
  std::vector<int64_t> values_;
};

}  // namespace partita::bench
