// Brings what a channel counts into its process's region, once per turn.
//
// A channel counts from its own beginning; the region's totals go on over all channels and lives.
// Thread safety: the thread of the channels.
#pragma once

#include <array>
#include <cstdint>

#include "metrics/counter_block.h"
#include "shm/channel.h"

namespace partita::metrics {

class ChannelMeter {
 public:
  // `loop` outlives this; null: nothing is counted.
  explicit ChannelMeter(LoopRegion* loop) : loop_(loop) {}

  // What the channel to that peer has done by now.
  void Read(shm::Role role, uint32_t index, const shm::Channel& channel,
            uint64_t open_questions = 0);
  // Its channel is gone.
  void Gone(shm::Role role, uint32_t index);

 private:
  struct Seen {
    uint32_t epoch = 0;
    shm::ChannelTraffic traffic;
  };

  LoopRegion* loop_;
  std::array<Seen, kMaxPeers> seen_;
};

}  // namespace partita::metrics
