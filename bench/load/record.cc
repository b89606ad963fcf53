#include "bench/load/record.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::load {

Records::Records(const WorkloadOptions& options)
    : options_(options), random_(options.seed + 1), letters_(options.field_bytes * 2 + 64, ' ') {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (char& letter : letters_) letter = kLetters[random_() % kLetters.size()];
}

std::string Records::PartitionKey(uint64_t number) const {
  if (!options_.one_partition.empty()) return options_.one_partition;
  return fmt::format("user-{:012}", number);
}

std::string Records::SortKey(uint64_t number) const {
  return options_.one_partition.empty() ? "0" : fmt::format("item-{:012}", number);
}

std::string Records::Group(uint64_t number) const {
  return fmt::format("group-{:012}", number / kItemsPerIndexKey);
}

std::string_view Records::FieldText() {
  const size_t start = random_() % (letters_.size() - options_.field_bytes);
  return std::string_view(letters_).substr(start, options_.field_bytes);
}

uint64_t Records::InBatch(uint64_t first, uint32_t i, uint32_t length) const {
  constexpr uint64_t kStride = 7919;  // a prime: no two meet unless it divides the number of items
  return (first + i * kStride) % std::max<uint64_t>(options_.items, length);
}

}  // namespace partita::load
