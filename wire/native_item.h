// GetItem, PutItem, UpdateItem and DeleteItem between a native client and a gateway.
//
// Tables are named; keys and items are attributes by name (model/item_codec.h), so a client needs
// to know no schema. Expressions come as programs (expr/program.h). The gateway checks all of it,
// and it alone makes of a key the place where the item is.
//
//   get    := table bytes, consistent bool, capacity u8, key bytes, projection bytes
//   put    := table bytes, capacity u8, options (write_options.h), item bytes
//   update := table bytes, capacity u8, options, key bytes, update bytes
//   delete := table bytes, capacity u8, options, key bytes
// The reply to get, after outcome.h:         found bool, item bytes if found, capacity
// The reply to the others, after outcome.h:  attributes bytes (empty: none), capacity
#pragma once

#include <string_view>

#include "base/coding.h"
#include "wire/native_capacity.h"
#include "wire/write_options.h"

namespace partita::wire {

// Views of what is decoded live as long as the bytes.
struct NativeGetRequest {
  std::string_view table = {};
  bool consistent = false;
  NativeCapacityMode capacity = NativeCapacityMode::kNone;
  std::string_view key = {};         // encoded item of the key attributes
  std::string_view projection = {};  // expr/projection.h program; empty: the whole item
};

struct NativePutRequest {
  std::string_view table = {};
  NativeCapacityMode capacity = NativeCapacityMode::kNone;
  WriteOptions options = {};
  std::string_view item = {};
};

struct NativeUpdateRequest {
  std::string_view table = {};
  NativeCapacityMode capacity = NativeCapacityMode::kNone;
  WriteOptions options = {};
  std::string_view key = {};
  std::string_view update = {};  // expr/update.h program; empty: create the item if absent
};

struct NativeDeleteRequest {
  std::string_view table = {};
  NativeCapacityMode capacity = NativeCapacityMode::kNone;
  WriteOptions options = {};
  std::string_view key = {};
};

struct NativeGetReply {
  bool found = false;
  std::string_view item = {};
  NativeCapacity capacity = {};
};

struct NativeWriteReply {
  std::string_view attributes = {};  // encoded item for ReturnValues; empty: none
  NativeCapacity capacity = {};
};

void Encode(const NativeGetRequest& request, base::ByteWriter* writer);
void Encode(const NativePutRequest& request, base::ByteWriter* writer);
void Encode(const NativeUpdateRequest& request, base::ByteWriter* writer);
void Encode(const NativeDeleteRequest& request, base::ByteWriter* writer);
void Encode(const NativeGetReply& reply, base::ByteWriter* writer);
void Encode(const NativeWriteReply& reply, base::ByteWriter* writer);

NativeGetRequest DecodeNativeGetRequest(base::ByteReader* reader);
NativePutRequest DecodeNativePutRequest(base::ByteReader* reader);
NativeUpdateRequest DecodeNativeUpdateRequest(base::ByteReader* reader);
NativeDeleteRequest DecodeNativeDeleteRequest(base::ByteReader* reader);
NativeGetReply DecodeNativeGetReply(base::ByteReader* reader);
NativeWriteReply DecodeNativeWriteReply(base::ByteReader* reader);

}  // namespace partita::wire
