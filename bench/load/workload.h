// What the load generator asks: keys, mix of operations, the requests' bytes.
//
// Requests look like the JavaScript SDK's (headers, SigV4-shaped Authorization), about 950 bytes
// for a GetItem, so that servers pay for parsing what they would really get. Thread safety: none.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace partita::load {

enum class Operation {
  kGet = 0,
  kPut = 1,
  kUpdate = 2,
  kDelete = 3,
  kQueryIndex = 4,  // all items of one value of the first global index: kItemsPerIndexKey
  kScan = 5,        // one page of a megabyte, from a random segment's beginning
  kBatchWrite = 6,  // kBatchItems puts
  kTransact = 7     // WorkloadOptions::actions puts
};
inline constexpr size_t kOperations = 8;
inline constexpr uint64_t kItemsPerIndexKey = 25;
inline constexpr uint64_t kBatchItems = 25;
std::string_view OperationName(Operation operation);

enum class KeyChoice {
  kUniform,
  kHot
};  // kHot: one partition key for everything, the sort key varies

struct WorkloadOptions {
  std::string table = "bench";
  std::string host = "127.0.0.1:8000";  // for the Host header
  uint64_t items = 10'000;
  size_t item_bytes = 1024;  // of one item, names included, roughly
  std::array<double, kOperations> share{1, 0, 0, 0};
  KeyChoice keys = KeyChoice::kUniform;
  bool consistent = true;
  uint32_t indexes = 0;  // global ones of all attributes; needed by kQueryIndex
  uint64_t actions = 2;  // of a transaction
  uint64_t seed = 1;
};

// "get", "put", "50/50", or "get:95,put:5", with the names of OperationName().
base::Result<std::array<double, kOperations>> ParseMix(std::string_view text);

class Workload {
 public:
  explicit Workload(WorkloadOptions options);

  struct Request {
    Operation operation;
    std::string bytes;
  };
  Request Next();
  // The put that writes item `number` in the loading phase.
  std::string LoadRequest(uint64_t number);
  std::string CreateTableRequest() const;
  std::string DescribeTableRequest() const;
  std::string DeleteTableRequest() const;

 private:
  std::string KeyJson(uint64_t number) const;
  std::string ItemJson(uint64_t number);
  std::string PutsJson(std::string_view before, uint64_t count, std::string_view after);
  std::string BodyOf(Operation operation);
  std::string Http(std::string_view target, std::string_view body) const;

  WorkloadOptions options_;
  std::mt19937_64 random_;
  std::discrete_distribution<size_t> mix_;
  std::uniform_int_distribution<uint64_t> key_;
  std::string payload_;
};

}  // namespace partita::load
