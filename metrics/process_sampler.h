// What the kernel says of the house's processes and of the file system under its data, copied into
// the supervisor's region.
//
// The supervisor calls it once a second: it alone has nothing better to do — reading the
// proportional set size of a process with much memory takes its reader a millisecond — and it alone
// knows when a process number passes to another life. CPU time is summed over all lives of a place.
//
// Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/counter_block.h"
#include "shm/control_block.h"

namespace partita::metrics {

class ProcessSampler {
 public:
  // `control_block` and `region` outlive this. `data`: the data directory.
  ProcessSampler(const shm::ControlBlock* control_block, SupervisorRegion* region,
                 std::string data);

  // CPU time and resident memory of every process, and the rest — what takes longer — of one after
  // the other.
  void Sample();

 private:
  struct Place {
    shm::Role role;
    uint32_t index;
  };

  void SampleOne(const Place& place);
  void SampleInDepth(const Place& place);
  void SampleDisk();

  const shm::ControlBlock* control_block_;
  SupervisorRegion* region_;
  const std::string data_;
  std::vector<Place> places_;
  size_t next_ = 0;  // to be sampled in depth
};

}  // namespace partita::metrics
