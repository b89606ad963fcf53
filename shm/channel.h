// A channel: two rings in one segment between two processes, and messages of any size the API has over them.
//
// Each end sends on one ring and receives on the other. A message longer than an eighth of the ring travels in fragments and is put
// together by the receiver, within max_message_bytes. A message that finds the ring full waits in the sender's outbox, in order.
//
// A channel belongs to one life of each of its two processes: when either dies, the supervisor makes a new segment under a new epoch
// and hands it to both. Nothing of the old one is read again, so nobody ever sees half a message.
//
// Thread safety: one end, one thread. The other end is another process.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "shm/doorbell.h"
#include "shm/segment.h"

namespace partita::shm {

inline constexpr size_t kRingBytes = 1u << 20;
inline constexpr size_t kMaxMessageBytes = 33u << 20;

// Which end this process is. kFirst sends on ring 0 and receives on ring 1.
enum class ChannelSide : uint8_t { kFirst = 0, kSecond = 1 };

class Channel {
 public:
  // A fresh segment for a channel; both rings empty. Done by the supervisor, which never maps it again.
  static base::Result<Segment> Create(const std::string& label, uint32_t epoch);

  // Attaches one end; refused when the segment is not a channel of this epoch.
  static base::Result<std::unique_ptr<Channel>> Attach(Segment segment, ChannelSide side, uint32_t epoch,
                                                       std::shared_ptr<DoorbellButton> peer);
  ~Channel();

  // Takes the message: into the ring if there is room and nobody waits before it, else into the outbox (the copy is its cost).
  // The caller bounds the outbox by looking at outbox_bytes() before it accepts more work.
  void Send(std::string_view message);
  // Moves what waits in the outbox into the ring and rings the peer once for all that was sent since the last Flush. Once per turn.
  void Flush();
  size_t outbox_bytes() const;

  // Hands up to `max_messages` received messages, oldest first, to `on_message`; the bytes live until it returns. How many there
  // were, or kCorrupt: the peer broke the protocol, the channel is dead and the process should say so and have it replaced.
  base::Result<size_t> Receive(size_t max_messages, const std::function<void(std::string_view)>& on_message);
  // True when a Receive would find something.
  bool HasMessages() const;

  uint32_t epoch() const;

 private:
  struct Impl;
  explicit Channel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::shm
