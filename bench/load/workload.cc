#include "bench/load/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace partita::load {
namespace {

struct KnownWorkload {
  std::string_view name;
  uint64_t records;
  uint64_t operations;
  std::string_view mix;
  KeyChoice keys;
  uint32_t connections;
};

constexpr std::array kKnown = {
    KnownWorkload{"variant_a", 5'000, 30'000, "get:40,update:40,insert:20", KeyChoice::kZipfian, 8},
    KnownWorkload{"variant_b", 20'000, 80'000, "get:60,update:25,insert:15", KeyChoice::kLatest, 6},
    KnownWorkload{"variant_c", 15'000, 60'000, "get:80,update:15,insert:5", KeyChoice::kUniform, 4},
    KnownWorkload{"a", 20'000, 60'000, "get:50,update:50", KeyChoice::kZipfian, 8},
    KnownWorkload{"b", 20'000, 60'000, "get:95,update:5", KeyChoice::kZipfian, 8},
    KnownWorkload{"c", 20'000, 60'000, "get:100", KeyChoice::kZipfian, 8},
    KnownWorkload{"d", 20'000, 60'000, "get:95,insert:5", KeyChoice::kLatest, 8},
    KnownWorkload{"e", 20'000, 6'000, "short-scan:95,insert:5", KeyChoice::kZipfian, 8},
    KnownWorkload{"f", 20'000, 60'000, "get:50,read-modify-write:50", KeyChoice::kZipfian, 8},
};
constexpr uint32_t kYcsbFields = 10;
constexpr size_t kYcsbFieldBytes = 100;

// YCSB makes room for twice the inserts it expects.
uint64_t ExpectedInserts(const WorkloadOptions& options) {
  const double all = std::accumulate(options.share.begin(), options.share.end(), 0.0);
  const double inserts = options.share[static_cast<size_t>(Operation::kInsert)];
  const uint64_t operations = options.operations > 0 ? options.operations : options.items;
  return static_cast<uint64_t>(2 * static_cast<double>(operations) * inserts / all);
}

}  // namespace

base::Result<WorkloadOptions> FindWorkload(std::string_view name) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const KnownWorkload& one) { return one.name == name; });
  if (known == kKnown.end()) {
    return base::Error::Invalid(
        fmt::format("workload: '{}' is none of {}", name, KnownWorkloads()));
  }
  WorkloadOptions options;
  options.name = known->name;
  options.items = known->records;
  options.operations = known->operations;
  options.connections = known->connections;
  options.fields = kYcsbFields;
  options.field_bytes = kYcsbFieldBytes;
  PARTITA_ASSIGN(options.share, ParseMix(known->mix));
  options.keys = known->keys;
  return options;
}

std::string KnownWorkloads() {
  std::string names;
  for (const KnownWorkload& one : kKnown)
    fmt::format_to(std::back_inserter(names), "{}{}", names.empty() ? "" : ", ", one.name);
  return names;
}

Workload::Workload(const WorkloadOptions& options)
    : options_(options),
      random_(options.seed),
      mix_(options.share.begin(), options.share.end()),
      keys_(options.keys, options.items, ExpectedInserts(options)),
      known_items_(std::max<uint64_t>(options.items, 1)),
      next_insert_(options.items) {}

Call Workload::Next() {
  const auto operation = static_cast<Operation>(mix_(random_));
  switch (operation) {
    case Operation::kInsert:
      return {operation, next_insert_++};
    case Operation::kBatchWrite:
      return {operation, keys_.Next(known_items_, &random_), kBatchItems};
    case Operation::kTransact:
      return {operation, keys_.Next(known_items_, &random_), options_.actions};
    case Operation::kShortScan: {
      const auto length = static_cast<uint32_t>(1 + random_() % kLongestShortScan);
      return {operation, keys_.Next(known_items_, &random_), length};
    }
    default:
      return {operation, keys_.Next(known_items_, &random_)};
  }
}

void Workload::Inserted(uint64_t number) {
  early_.insert(number);
  while (early_.erase(known_items_) > 0) ++known_items_;
}

void Workload::ForgetOpenInserts() {
  early_.clear();
  known_items_ = std::max(known_items_, next_insert_);
}

}  // namespace partita::load
