// The shared memory of a house and who gets which piece of it: control block, mirror, counters, a
// doorbell per process, a segment per channel.
//
// The supervisor makes the pieces and hands their descriptors over; of all of them it keeps only
// the control block and the counters mapped. It never repairs a channel: when one of the two ends
// has died it makes a new one, with a new epoch, and the old one goes with its last descriptor. A
// pair of processes counts the epochs of its channel from 1.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "metrics/counter_block.h"
#include "shm/control_block.h"
#include "shm/handover.h"
#include "supervisor/plan.h"
#include "supervisor/status_socket.h"

namespace partita::supervisor {

class Switchboard {
 public:
  static base::Result<std::unique_ptr<Switchboard>> Create(const Plan& plan);

  shm::ProcessEntry* Entry(const ProcessId& id) const {
    return &control_block_->Entry(id.role, id.index);
  }
  const shm::ControlBlock& control_block() const { return *control_block_; }
  metrics::SupervisorRegion* counters() const { return &counters_->supervisor; }
  // What `partita status` is handed.
  StatusFds read_only() const {
    return {read_only_control_block_.get(), read_only_counters_.get(), read_only_mirror_.get(),
            read_only_traces_.get()};
  }
  std::vector<ProcessId> PeersOf(const ProcessId& id) const;
  // The epoch of the channel between them now; 0: they have none.
  uint32_t ChannelEpoch(const ProcessId& one, const ProcessId& other) const;

  // Before another life of `id`: all its channels are made anew, empty.
  base::Status RenewChannels(const ProcessId& id);

  // Everything `process` is born with, from kSelf to kGo. `life` counts from 1.
  base::Status HandBirth(int socket, const PlannedProcess& process, uint32_t life,
                         const std::vector<int>& listeners) const;
  // `to` gets its end of the channel to `peer`.
  base::Status HandChannel(int socket, const ProcessId& to, const ProcessId& peer) const;

 private:
  struct Line {
    PlannedChannel ends;
    uint32_t epoch = 0;
    base::UniqueFd segment;
  };
  struct Bell {
    ProcessId owner;
    base::UniqueFd event_fd;
  };

  Switchboard() = default;
  static base::Status Renew(Line* line);
  const Line* FindLine(const ProcessId& one, const ProcessId& other) const;
  int BellOf(const ProcessId& id) const;
  base::Status MakeControlBlock(const Plan& plan);
  base::Status MakeMirror();
  base::Status MakeCounters();
  base::Status MakeTraces(uint32_t gateways);

  std::unique_ptr<shm::Segment> control_block_segment_;
  shm::ControlBlock* control_block_ = nullptr;
  base::UniqueFd read_only_control_block_;
  std::unique_ptr<shm::Segment> counters_segment_;
  metrics::CounterBlock* counters_ = nullptr;
  base::UniqueFd read_only_counters_;
  base::UniqueFd mirror_;
  base::UniqueFd read_only_mirror_;
  base::UniqueFd traces_;
  base::UniqueFd read_only_traces_;
  std::vector<Bell> bells_;
  std::vector<Line> lines_;
};

}  // namespace partita::supervisor
