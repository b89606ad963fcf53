// A channel: two rings in one segment between two processes, and messages of any size the API has
// over them.
//
//   offset  size  field
//        0     4  format      the creator, last; kChannelFormat
//        4     4  epoch       the creator
//        8     4  ring_bytes  the creator; kRingBytes
//      128        ring 0      spsc_ring.h; kFirst sends on it
//      128 + RingFootprint    ring 1; kSecond sends on it
//
//   message  := one record flagged first and last: its payload is the message
//             | record flagged first: total u64, bytes; records: bytes; record flagged last: bytes
//   tag      := bit 0 first, bit 1 last, bits 2-7 zero, bits 8-31 the low bits of the epoch
// Only a message too long for one record travels in several, and then the receiver puts it
// together, within kMaxMessageBytes (assembler.h). A message that finds the ring full waits in the
// sender's outbox, in order; the sender then marks its ring as starved, and the receiver rings when
// it has made room (outbox.h).
//
// The receiver copies a record's header once, checks it, then copies the payload, and hands out
// only the copy. Whatever breaks the rules above is kCorrupt. On the fast path, a message that fits
// one record and finds room, neither Send nor Receive allocates.
//
// A channel belongs to one life of each of its two processes: when either dies, the supervisor
// makes a new segment under a new epoch and hands it to both. Nothing of the old one is read again,
// so nobody ever sees half a message.
//
// Thread safety: one end, one thread. The other end is another process.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "shm/assembler.h"
#include "shm/doorbell.h"
#include "shm/segment.h"

namespace partita::shm {

inline constexpr uint32_t kChannelFormat = 1;
// Holds two of the largest items (400 KB), or a turn's worth of small frames many times over; each
// channel may come to touch twice this much memory.
inline constexpr uint32_t kRingBytes = 1u << 20;

// Which end this process is. kFirst sends on ring 0 and receives on ring 1.
enum class ChannelSide : uint8_t { kFirst = 0, kSecond = 1 };

// What went through an end of a channel since it was attached. Bytes are those of the rings, so
// that what one end has sent and the other not received waits in a ring.
struct ChannelTraffic {
  uint64_t messages_sent = 0;
  uint64_t messages_received = 0;
  uint64_t bytes_sent = 0;
  uint64_t bytes_received = 0;
  uint64_t doorbells_rung = 0;
};

class Channel {
 public:
  // A fresh segment for a channel; both rings empty. Done by the supervisor, which never maps it
  // again.
  static base::Result<Segment> Create(const std::string& label, uint32_t epoch);

  // Attaches one end; kCorrupt when the segment is not a channel of this epoch, kInvalid when this
  // end was used before. `peer` wakes the other end; null in tests.
  static base::Result<std::unique_ptr<Channel>> Attach(Segment segment, ChannelSide side,
                                                       uint32_t epoch,
                                                       std::shared_ptr<DoorbellButton> peer);
  ~Channel();

  // Takes the message: into the ring if there is room and nobody waits before it, else into the
  // outbox (the copy is its cost). The caller bounds the outbox by looking at outbox_bytes() before
  // it accepts more work. At most kMaxMessageBytes. Once the channel is dead the message is
  // dropped.
  void Send(std::string_view message);
  // Moves what waits in the outbox into the ring and rings the peer once for all that was sent, and
  // for the room that was made for it, since the last Flush. Once per turn, after Receive and Send.
  void Flush();
  size_t outbox_bytes() const;

  // Hands up to `max_messages` received messages, oldest first, to `on_message`; the bytes live
  // until it returns. It may Send, but not Receive. How many there were, or kCorrupt: the peer
  // broke the protocol, the channel is dead and the process should say so and have it replaced. One
  // call reads at most a ring's worth of bytes, so that a turn is bounded.
  base::Result<size_t> Receive(size_t max_messages,
                               const std::function<void(std::string_view)>& on_message);
  // True when a turn (Receive, Flush) would find work: a record to read, room for what waits in the
  // outbox, or a violation not yet reported. The last look before sleeping (doorbell.h).
  bool HasMessages() const;

  uint32_t epoch() const;
  ChannelTraffic traffic() const;

 private:
  struct Impl;
  explicit Channel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::shm
