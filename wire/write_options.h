// What PutItem, UpdateItem and DeleteItem have in common.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"

namespace partita::wire {

enum class ReturnValues : uint8_t {
  kNone = 0,
  kAllOld = 1,
  kUpdatedOld = 2,
  kAllNew = 3,
  kUpdatedNew = 4
};

struct WriteOptions {
  std::string_view condition = {};  // expr/condition.h program; empty: none
  ReturnValues return_values = ReturnValues::kNone;
  bool return_old_on_condition_failure = false;
};

void EncodeWriteOptions(const WriteOptions& options, base::ByteWriter* writer);
WriteOptions DecodeWriteOptions(base::ByteReader* reader);  // fails the reader on a bad enum

// What a write cost an index whose entries it moved or whose projected view it changed.
struct IndexWrite {
  uint32_t index = 0;  // model::IndexSchema::id
  uint64_t units = 0;  // write capacity units
};

// What a write did, for ReturnValues and ConsumedCapacity.
struct WriteResult {
  uint64_t old_size = 0;  // DynamoDB size of the item before; 0: there was none
  uint64_t new_size = 0;  // after; 0: there is none
  bool has_attributes = false;
  std::string_view attributes = {};  // encoded item for ReturnValues
  std::vector<IndexWrite> indexes = {};
};

void EncodeWriteResult(const WriteResult& result, base::ByteWriter* writer);
WriteResult DecodeWriteResult(base::ByteReader* reader);

}  // namespace partita::wire
