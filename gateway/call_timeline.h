// When one call passed where, and what it was: filled along its way, read when it has ended.
//
//   received   the first bytes of the request had been read from the socket
//   arrived    its last byte had
//   parsed     the body is JSON
//   authorised the caller may do this; the operation's own checks begin
//   routed     the first question to an owner was made
//   replied    the last reply so far was taken from its ring
//   answered   the answer was given; encoding it lies behind
//   sent       the answer was handed to the socket
// A question has stamps of its own (CallHop); the owner's three come back in the reply frame
// (wire/frame.h) and are moved between "queued" and "replied" where a stranger's bytes would stand
// outside. All stamps are nanoseconds on CLOCK_MONOTONIC; 0: the call was never there. Each is at
// least the one before it, as far as both are there.
//
// Never a key, an item or a value of one: what stands here is shown to whoever may look at traces.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "wire/message_kind.h"

namespace partita::gateway {

inline constexpr uint16_t kNoOperation = 0xffff;
inline constexpr uint16_t kNoSingleSlot = 0xffff;  // none was asked, or several
inline constexpr uint16_t kRegistryHop = 0xfffe;   // in the place of a slot
inline constexpr size_t kMaxTimedHops = 8;         // of one call; more are only counted

enum class CallHopEnd : uint8_t {
  kOpen = 0,  // no reply yet
  kReplied = 1,
  kUnknown = 2,      // the owner died with the question
  kUnavailable = 3,  // it was never asked: not there, or too busy
};

// One question to an owner.
struct CallHop {
  uint16_t slot = kNoSingleSlot;  // or kRegistryHop
  wire::MessageKind kind{};
  CallHopEnd end = CallHopEnd::kOpen;
  uint32_t batch_size = 0;  // requests in the commit; of a read: its place in the owner's turn
  uint32_t question_bytes = 0;
  uint32_t reply_bytes = 0;
  int64_t routed_ns = 0;
  int64_t queued_ns = 0;     // given to the ring
  int64_t dequeued_ns = 0;   // the owner took it
  int64_t executed_ns = 0;   // the owner had run it
  int64_t committed_ns = 0;  // durable; 0: a read, which waits for no commit
  int64_t replied_ns = 0;
};

enum CallFlag : uint8_t {
  kCallTraced = 1,       // the client sent a trace id
  kCallSampled = 2,      // and asks to keep it
  kCallClientLeft = 4,   // before it could be answered
  kCallThrottled = 8,    // refused because a limit was reached
  kCallTransaction = 16  // a cancelled transaction or one in conflict
};

struct CallTimeline {
  uint16_t operation = kNoOperation;  // row of dynamodb_api.h's table
  uint16_t slot = kNoSingleSlot;
  uint16_t status = 0;  // HTTP; 0: not answered
  uint8_t error = 0;    // model::ApiErrorType; 0: none
  uint8_t flags = 0;    // CallFlag
  uint64_t table = 0;   // id of the first table that was looked up; 0: none
  uint32_t hops = 0;    // questions asked
  uint32_t batch_size = 0;  // of the largest commit that carried a part of it
  uint32_t returned_items = 0;  // or records of a stream
  uint64_t bytes_in = 0;    // the body as sent
  uint64_t bytes_out = 0;   // the answer's body as sent

  int64_t received_ns = 0;
  int64_t arrived_ns = 0;
  int64_t parsed_ns = 0;
  int64_t authorised_ns = 0;
  int64_t routed_ns = 0;
  int64_t replied_ns = 0;
  int64_t answered_ns = 0;
  int64_t sent_ns = 0;

  // W3C traceparent, as sent; zeros: none.
  std::array<uint8_t, 16> trace_id{};
  std::array<uint8_t, 8> parent_span{};

  // The first min(hops, kMaxTimedHops) questions; most calls ask one.
  CallHop first_hop;
  std::vector<CallHop> further_hops;
};

}  // namespace partita::gateway
