// The processes the registry talks to, and the channels to them as they come, break and are
// replaced.
//
// A gateway that does not read its replies is not read from until it has.
// Thread safety: one object, one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "metrics/channel_meter.h"
#include "shm/handover.h"
#include "wire/frame.h"

namespace partita::registryd {

// Replies that wait for a peer beyond its ring; a table's schema is some kilobytes.
inline constexpr size_t kMaxOutboxBytes = 1u << 20;

struct PeerId {
  shm::Role role{};
  uint32_t index = 0;
};

class Peers {
 public:
  Peers(std::vector<shm::Birth::Peer> peers, shm::ControlBlock* control_block, int handover_socket);

  // Called when the channel to a peer is no more; a new one may already be there.
  void OnGone(std::function<void(PeerId)> on_gone) { on_gone_ = std::move(on_gone); }

  // Hands over up to `frames_each` frames of each peer; the bytes live until `on_frame` returns. A
  // peer that breaks the protocol is reported to the supervisor and heard no more. How many frames
  // there were.
  using OnFrame = std::function<void(PeerId from, const wire::Frame& frame)>;
  size_t Receive(size_t frames_each, const OnFrame& on_frame);

  bool Has(PeerId id) const { return Find(id) != nullptr; }
  // Dropped when there is no channel to the peer: it has died, and whoever waited there is gone
  // with it.
  void Send(PeerId to, std::string_view frame);
  void Flush();
  // Has the channels counted.
  void Count(metrics::ChannelMeter* meter) const;
  // The look between announcing and sleeping: moves what waits to where there is room, then says
  // whether there is something to receive.
  bool LastLook();

  // Takes what the supervisor has handed over: new channels, peers that are gone. False: the
  // supervisor is gone.
  bool FollowHandovers();

 private:
  shm::Channel* Find(PeerId id) const;
  void Follow(shm::HandoverMessage message);
  void Forget(PeerId id);
  void Report(PeerId id, uint32_t epoch, std::string_view why);

  std::vector<shm::Birth::Peer> peers_;
  shm::ControlBlock* const control_block_;
  const int handover_socket_;
  std::function<void(PeerId)> on_gone_;
};

}  // namespace partita::registryd
