// ReturnConsumedCapacity and ConsumedCapacity on the native socket.
//
//   capacity := u8 0 (not wanted)
//             | u8 1 (TOTAL), total varint
//             | u8 2 (INDEXES), total varint, table varint, count varint, index*
//   index    := name bytes, global bool, units varint
// Units are counted in halves: an eventually consistent read of 4 KB is one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"

namespace partita::wire {

enum class NativeCapacityMode : uint8_t { kNone = 0, kTotal = 1, kIndexes = 2 };

struct NativeCapacity {
  struct Index {
    std::string_view name = {};
    bool global = true;
    uint64_t half_units = 0;
  };
  NativeCapacityMode mode = NativeCapacityMode::kNone;
  uint64_t total_half_units = 0;
  uint64_t table_half_units = 0;   // of kIndexes
  std::vector<Index> indexes = {};  // of kIndexes
};

void Encode(const NativeCapacity& capacity, base::ByteWriter* writer);
NativeCapacity DecodeNativeCapacity(base::ByteReader* reader);
NativeCapacityMode DecodeNativeCapacityMode(base::ByteReader* reader);  // the request's one byte

}  // namespace partita::wire
