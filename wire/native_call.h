// Any operation by its name, with JSON in and out, over the native socket: what has no binary form
// of its own — transactions, tables, streams, PartiQL.
//
//   request := target bytes ("DynamoDB_20120810.CreateTable"), JSON bytes
//   reply   := outcome, JSON bytes (may be empty)
#pragma once

#include <string_view>

#include "base/coding.h"

namespace partita::wire {

struct NativeCallRequest {
  std::string_view target = {};
  std::string_view json = {};
};

void Encode(const NativeCallRequest& request, base::ByteWriter* writer);
NativeCallRequest DecodeNativeCallRequest(base::ByteReader* reader);

}  // namespace partita::wire
