// What an item looks like: its keys by its number, and text for its fields.
//
// Both transports write the same items. Thread safety: none.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "bench/load/workload.h"

namespace partita::load {

class Records {
 public:
  explicit Records(const WorkloadOptions& options);

  std::string PartitionKey(uint64_t number) const;  // attribute "pk"
  std::string SortKey(uint64_t number) const;       // attribute "sk"
  std::string Group(uint64_t number) const;         // attributes "g0" … of indexed tables
  // `field_bytes` letters and digits, different each time; valid as long as this lives.
  std::string_view FieldText();
  uint64_t AnyField() { return random_() % options_.fields; }
  // The i-th of the items that a batch beginning at `first` writes; different for i < length.
  uint64_t InBatch(uint64_t first, uint32_t i, uint32_t length) const;

 private:
  const WorkloadOptions options_;
  std::mt19937_64 random_;
  std::string letters_;
};

}  // namespace partita::load
