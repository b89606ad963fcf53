// Which processes a house has, with what words they are started, which channels join them, in which
// order they come and go.
//
// Coming: registryd first — it publishes the schemas everybody reads — then partitions and gateways
// together; a channel may be attached before its peer is there. Going: gateways, partitions,
// registryd: against the direction of the requests, so that whoever is asked outlives whoever asks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shm/control_block.h"
#include "supervisor/options.h"

namespace partita::supervisor {

using shm::Role;

struct ProcessId {
  Role role{};
  uint32_t index = 0;
  bool operator==(const ProcessId&) const = default;
};

// "registryd", "partition[3]", "gateway[0]".
std::string ProcessName(const ProcessId& id);

inline constexpr int kStartStages = 2;
inline constexpr int kStopStages = 3;

struct PlannedProcess {
  ProcessId id;
  std::string program;                 // file name, in the program directory
  std::vector<std::string> arguments;  // without the program
  int start_stage = 0;
  int stop_stage = 0;
  bool listens = false;    // gets the listening sockets
  bool publishes = false;  // gets the mirror writable
};

// `first` sends on ring 0 (shm::ChannelSide::kFirst).
struct PlannedChannel {
  ProcessId first;
  ProcessId second;
};

struct Plan {
  uint32_t slots = 0;
  uint32_t gateways = 0;
  std::vector<PlannedProcess> processes;  // registryd, partitions, gateways
  std::vector<PlannedChannel> channels;  // registry×partition, gateway×partition, gateway×registry
};

// `slots` as the manifest has it.
Plan MakePlan(const Options& options, uint32_t slots);

}  // namespace partita::supervisor
