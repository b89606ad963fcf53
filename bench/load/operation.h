// What can be asked of a server, and the names by which mixes speak of it.
//
// Names stand in results (docs/benchmarks.md) and on command lines: they are never renamed. Thread
// safety: free functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace partita::load {

enum class Operation {
  kGet = 0,
  kPut = 1,
  kUpdate = 2,  // sets one field
  kDelete = 3,
  kQueryIndex = 4,       // all items of one value of the first global index: kItemsPerIndexKey
  kScan = 5,             // one page of a megabyte, from a random segment's beginning
  kBatchWrite = 6,       // kBatchItems puts
  kTransact = 7,         // WorkloadOptions::actions puts
  kInsert = 8,           // the put of an item that was not there
  kReadModifyWrite = 9,  // a get and then an update of the same item, timed as one
  kShortScan = 10        // 1 to kLongestShortScan items from a key on
};
inline constexpr size_t kOperations = 11;
inline constexpr uint64_t kItemsPerIndexKey = 25;
inline constexpr uint32_t kBatchItems = 25;
inline constexpr uint32_t kLongestShortScan = 100;

std::string_view OperationName(Operation operation);

// How often each operation is asked, in any unit.
using Mix = std::array<double, kOperations>;

// "get", "put", "50/50", or "get:95,put:5", with the names of OperationName().
base::Result<Mix> ParseMix(std::string_view text);

// One thing to ask; both transports make their own bytes of it.
struct Call {
  Operation operation = Operation::kGet;
  uint64_t number = 0;  // of the item, or of the first of several
  uint32_t length = 1;  // items of a batch, a transaction or a short scan
};

}  // namespace partita::load
