// What the operator of a house may choose, as `partita serve` hands it over. Values only; the
// defaults stand here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "supervisor/beat_watch.h"
#include "supervisor/restart_policy.h"

namespace partita::supervisor {

// How long each group of children may take to end before it is killed. Gateways answer what they
// accepted, partitions end their batch and checkpoint, registryd has nothing to do.
struct StopLimits {
  int gateways_ms = 10'000;
  int partitions_ms = 10'000;
  int registry_ms = 5'000;
};

struct Options {
  std::string data = "./data";
  std::string host = "127.0.0.1";
  uint16_t port = 8000;  // 0: the kernel chooses; the log says which
  std::optional<uint32_t>
      slots;  // absent: as the data was created; new data: one per core, at least two
  std::optional<std::string> native_socket;  // absent: in the data directory; empty: none
  std::vector<uint32_t> native_users;   // who may use it beside our own user and root, by uid
  std::vector<uint32_t> native_groups;  // by gid
  uint32_t gateways = 1;
  std::string region = "us-east-1";
  std::string account = "123456789012";
  uint32_t hold_states_ms = 0;  // how long a table stays CREATING, UPDATING or DELETING
  int64_t ttl_sweep_ms = 1000;  // from one sweep for expired items to the next
  std::string durability = "full";
  std::string log_level = "info";
  std::vector<std::string> cors_origins;
  bool console = true;        // gateways serve the web console
  std::string bench_results;  // the directory whose benchmark runs it shows; empty: none
  std::vector<std::string> host_names;  // that requests may name, beside loopback names

  bool throttling = true;         // tables are held to the throughput they have bought
  bool partition_limits = false;  // partitions to what one of DynamoDB's can do
  // ConsistentRead on a global secondary index is served instead of refused.
  bool consistent_global_indexes = false;

  bool traces = true;                 // every request leaves its timeline
  uint32_t traces_slow_ms = 100;      // traces of slower ones are kept longer; 0: of none

  std::string program_directory;  // where the children's programs are; empty: beside this program
  RestartLimits restart;
  BeatLimits beat;
  StopLimits stop;
};

// The words of --log-level, quietest first: error, warning, notice, info, debug.
inline constexpr const char* kLogLevels[] = {"error", "warning", "notice", "info", "debug"};
base::LogLevel ParseLogLevel(const std::string& word);  // an unknown word is info

// One per core, at least two (one slot would leave a core idle), at most shm::kMaxPartitions.
uint32_t DefaultSlots();

// The numeric address of a loopback host ("localhost", 127.0.0.0/8, ::1). kInvalid for every other:
// without authentication nobody outside this machine may reach the listener.
base::Result<std::string> LoopbackAddress(const std::string& host);

}  // namespace partita::supervisor
