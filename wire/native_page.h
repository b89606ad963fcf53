// Query and Scan between a native client and a gateway: one page a request.
//
//   read  := table bytes, index bytes (empty: the table), flags u8, select u8, capacity u8,
//            limit varint (0: none), start_key bytes (empty: from the beginning),
//            filter bytes, projection bytes
//   query := read, key terms bytes (expr/key_terms.h)
//   scan  := read, total_segments varint (0: not parallel), segment varint
//   flags := bit 0 consistent, bit 1 backward (Query), others zero
// The reply, after outcome.h, is a stream that is written and read item by item:
//
//   reply := item*, u8 0, count varint, scanned varint, last key bytes (empty: the end), capacity
//   item  := u8 1, encoded item bytes
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"
#include "wire/native_capacity.h"

namespace partita::wire {

enum class NativeSelect : uint8_t {
  kDefault = 0,  // what the request's other parameters imply
  kAllAttributes = 1,
  kAllProjectedAttributes = 2,
  kCount = 3,
  kSpecificAttributes = 4,
};

struct NativeReadRequest {
  std::string_view table = {};
  std::string_view index = {};
  bool consistent = false;
  bool backward = false;
  NativeSelect select = NativeSelect::kDefault;
  NativeCapacityMode capacity = NativeCapacityMode::kNone;
  uint64_t limit = 0;
  std::string_view start_key = {};   // encoded item: ExclusiveStartKey
  std::string_view filter = {};      // expr/condition.h program
  std::string_view projection = {};  // expr/projection.h program
};

struct NativeQueryRequest : NativeReadRequest {
  std::string_view key_terms = {};
};

struct NativeScanRequest : NativeReadRequest {
  uint64_t total_segments = 0;
  uint64_t segment = 0;
};

struct NativePageEnd {
  uint64_t count = 0;
  uint64_t scanned = 0;
  std::string_view last_key = {};  // encoded item: LastEvaluatedKey
  NativeCapacity capacity = {};
};

void Encode(const NativeQueryRequest& request, base::ByteWriter* writer);
void Encode(const NativeScanRequest& request, base::ByteWriter* writer);
NativeQueryRequest DecodeNativeQueryRequest(base::ByteReader* reader);
NativeScanRequest DecodeNativeScanRequest(base::ByteReader* reader);

void EncodeNativePageItem(std::string_view item, base::ByteWriter* writer);
void EncodeNativePageEnd(const NativePageEnd& end, base::ByteWriter* writer);
// True: `item` is the next one. False: there is none, the end follows or the reader has failed.
bool DecodeNativePageItem(base::ByteReader* reader, std::string_view* item);
NativePageEnd DecodeNativePageEnd(base::ByteReader* reader);  // after the last item

}  // namespace partita::wire
