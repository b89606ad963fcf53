// Which call comes next: the mix of operations over a distribution of keys, and the workloads that
// have a name.
//
// Sources: the variants of the project this one grew from, and YCSB's workloads a to f
// (docs/benchmarks.md). Thread safety: none.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "bench/load/key_chooser.h"
#include "bench/load/operation.h"

namespace partita::load {

struct WorkloadOptions {
  std::string name;  // of a known workload, or of the mix
  std::string table = "bench";
  uint64_t items = 10'000;    // loaded before
  uint64_t operations = 0;    // asked in a run; 0: as many as its time allows
  uint32_t connections = 32;  // what the workload is meant for
  uint32_t fields = 4;        // of an item, beside its key
  size_t field_bytes = 256;   // of one field
  Mix share{1};
  KeyChoice keys = KeyChoice::kUniform;
  std::string one_partition;  // not empty: the one partition key of everything
  bool consistent = true;
  uint32_t indexes = 0;  // global ones of all attributes; needed by kQueryIndex
  uint32_t actions = 2;  // of a transaction
  uint64_t seed = 1;
};

// "variant_a", …, "a" … "f".
base::Result<WorkloadOptions> FindWorkload(std::string_view name);
std::string KnownWorkloads();  // their names, with commas between

class Workload {
 public:
  explicit Workload(const WorkloadOptions& options);

  Call Next();
  // The insert of item `number` was acknowledged: from now on it may be chosen, once all before it
  // may be.
  void Inserted(uint64_t number);
  // The inserts still open will not be acknowledged (their run has ended with errors): what comes
  // next begins behind them.
  void ForgetOpenInserts();

 private:
  WorkloadOptions options_;
  std::mt19937_64 random_;
  std::discrete_distribution<size_t> mix_;
  KeyChooser keys_;
  uint64_t known_items_;  // 0…known_items_-1 are there
  uint64_t next_insert_;
  std::set<uint64_t> early_;  // acknowledged, but one before them is not
};

}  // namespace partita::load
