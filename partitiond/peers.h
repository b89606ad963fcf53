// The processes this partition talks to, and the channels to them as they come, break and are
// replaced.
//
// Fairness: every turn begins with another peer, and a round takes a few frames of each.
// Backpressure: a peer that does not read its replies is not read from until it has.
// Thread safety: one object, one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "metrics/channel_meter.h"
#include "shm/handover.h"
#include "wire/frame.h"

namespace partita::partitiond {

// Replies that wait for a peer beyond its ring (1 MiB); about twenty of the largest items.
inline constexpr size_t kMaxOutboxBytes = 8u << 20;

class Peers {
 public:
  Peers(std::vector<shm::Birth::Peer> peers, shm::ControlBlock* control_block, int handover_socket);

  // Forgets the channels that broke during the last turn and moves the turn to begin with the next
  // peer.
  void BeginTurn();

  // Hands over up to `frames_each` frames of each peer, and says how many there were. The bytes
  // live until `on_frame` returns, the channel until the next BeginTurn or FollowHandovers. A peer
  // that breaks the protocol is reported to the supervisor and heard no more.
  using OnFrame =
      std::function<void(shm::Channel* from, std::string_view bytes, const wire::Frame& frame)>;
  size_t ReceiveRound(size_t frames_each, const OnFrame& on_frame);

  void Flush();
  // Has the channels counted.
  void Count(metrics::ChannelMeter* meter) const;
  // Something to receive, from a peer that is read from.
  bool HaveWork() const;
  // The look between announcing and sleeping: something to receive, or room where replies wait.
  bool LastLook();
  // Replies that found no room in a ring yet.
  size_t outbox_bytes() const;

  // How often a peer's channel has gone or been replaced.
  size_t lives_ended() const { return lives_ended_; }

  // Takes what the supervisor has handed over: new channels, peers that are gone. False: the
  // supervisor is gone.
  bool FollowHandovers();

 private:
  void Follow(shm::HandoverMessage message);
  void Drop(size_t index);
  void Report(const shm::Birth::Peer& peer, std::string_view why);

  std::vector<shm::Birth::Peer> peers_;
  std::vector<shm::Birth::Peer>
      broken_;  // kept until the turn is over: a batch may still point at their channels
  shm::ControlBlock* const control_block_;
  const int handover_socket_;
  size_t first_ = 0;
  size_t lives_ended_ = 0;
};

}  // namespace partita::partitiond
