// A frame: what travels in a ring and, byte for byte the same, on the native socket.
//
//   offset  size  field
//        0     4  payload_bytes   of what follows the header; at most kMaxPayloadBytes
//        4     2  kind            message_kind.h
//        6     2  flags           bit 0: this is a reply; bit 1: times follow the payload, only in
//                                 a reply; others must be zero
//        8     8  request_id      chosen by who asks, unique among its open requests; the reply
//                                 repeats it
//       16     8  trace_id        0: not traced; else how the client's request id begins
//       24        payload         one file per operation says which
//                 times           of the owner, when flagged:
//                                   8  dequeued_ns   it took the request from its ring
//                                   8  executed_ns   it had run it
//                                   8  committed_ns  it was durable; 0: a read, waits for no commit
//                                   4  batch_size    requests in the commit; of a read: its place
//                                                    among the reads of its turn
//                                 CLOCK_MONOTONIC, which all processes of a machine share
// All integers little-endian. Which life of a process wrote it is the channel's matter
// (shm/channel.h), not the frame's. The header is copied once and then checked: the bytes may be a
// stranger's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/message_kind.h"

namespace partita::wire {

inline constexpr size_t kFrameHeaderBytes = 24;
// A request of 16 MiB can grow a little when it is decoded, never double.
inline constexpr uint32_t kMaxPayloadBytes = 32u << 20;
inline constexpr uint16_t kReplyBit = 1;
inline constexpr uint16_t kTimesBit = 2;
inline constexpr size_t kFrameTimesBytes = 28;

struct FrameHeader {
  uint32_t payload_bytes = 0;
  MessageKind kind{};
  uint16_t flags = 0;
  uint64_t request_id = 0;
  uint64_t trace_id = 0;

  bool is_reply() const { return (flags & kReplyBit) != 0; }
  bool has_times() const { return (flags & kTimesBit) != 0; }
};

// Whatever they say, they are a peer's words: no order is checked here.
struct FrameTimes {
  int64_t dequeued_ns = 0;
  int64_t executed_ns = 0;
  int64_t committed_ns = 0;
  uint32_t batch_size = 0;
};

struct Frame {
  FrameHeader header;
  std::string_view payload;  // lives as long as the bytes it was decoded from
  FrameTimes times;          // zeros unless the header flags them
};

// Starts a frame in `out` (cleared); the payload is appended by the caller, then FinishFrame writes
// its size.
void StartFrame(const FrameHeader& header, std::string* out);
void FinishFrame(std::string* out);
// Behind FinishFrame, of a reply, once.
void AppendTimes(const FrameTimes& times, std::string* out);
// The same behind what `out` holds already: the frame's place in it, for EndFrame.
size_t BeginFrame(const FrameHeader& header, std::string* out);
void EndFrame(size_t begin, std::string* out);

// The frame that `bytes` is, no more and no less; none if a field is out of its range.
std::optional<Frame> DecodeFrame(std::string_view bytes);
// Why DecodeFrame refused, for the log.
std::string_view WhyInvalid(std::string_view bytes);

}  // namespace partita::wire
