// The first frame on a native connection, and its reply.
//
// A client says which protocol it speaks; the gateway answers with the rules of the connection. A
// gateway that refuses a client — its user may not enter, it broke the protocol, there is no room —
// sends one frame of kNativeGoodbye, a reply to nothing, whose payload is an outcome (outcome.h),
// and closes.
//
//   request := magic u32, version u32, client bytes
//   reply   := outcome, version u32, max_request_bytes u32, max_open_requests u32,
//              account bytes, region bytes
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"

namespace partita::wire {

inline constexpr uint32_t kNativeMagic = 0x4e545250;  // "PRTN"
// Raised when frames change so that an older end would misread them.
inline constexpr uint32_t kNativeVersion = 1;
inline constexpr size_t kMaxClientNameBytes = 64;

struct NativeHelloRequest {
  uint32_t version = kNativeVersion;
  std::string_view client = {};  // a name for logs; at most kMaxClientNameBytes
};

struct NativeHelloReply {
  uint32_t version = kNativeVersion;
  uint32_t max_request_bytes = 0;  // of one frame's payload
  // Of one connection: the gateway reads no further while so many are unanswered.
  uint32_t max_open_requests = 0;
  std::string_view account = {};
  std::string_view region = {};
};

void Encode(const NativeHelloRequest& request, base::ByteWriter* writer);
NativeHelloRequest DecodeNativeHelloRequest(base::ByteReader* reader);
void Encode(const NativeHelloReply& reply, base::ByteWriter* writer);  // after outcome.h
NativeHelloReply DecodeNativeHelloReply(base::ByteReader* reader);

}  // namespace partita::wire
