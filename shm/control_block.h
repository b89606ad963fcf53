// What everybody may know of every process of the house, in one shared segment of fixed layout.
//
// Who writes what: the supervisor writes state, pid, epoch, restarts, the death's reason; each
// process writes its own beat, doorbell word and — a partition — its durable sequence number.
// Everybody reads. It outlives every process but the supervisor. `partita status` maps it
// read-only.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "base/result.h"
#include "shm/doorbell.h"
#include "shm/segment.h"

namespace partita::shm {

inline constexpr uint32_t kControlBlockFormat = 1;
inline constexpr uint32_t kMaxPartitions = 64;
inline constexpr uint32_t kMaxGateways = 16;

enum class Role : uint8_t { kSupervisor = 0, kRegistry = 1, kPartition = 2, kGateway = 3 };

// As `partita status` prints them; the supervisor's child table (supervisor/child_state.h) moves
// between them.
enum class ProcessState : uint32_t {
  kDown = 0,
  kStarting = 1,
  kReady = 2,
  kStopping = 3,
  kBackingOff = 4,
  kQuarantined = 5
};

struct alignas(64) ProcessEntry {
  std::atomic<uint32_t> state{0};  // ProcessState
  std::atomic<int32_t> pid{0};
  std::atomic<uint32_t> epoch{0};            // counts lives; the first is 1
  std::atomic<uint32_t> restarts{0};         // since the supervisor started
  std::atomic<int64_t> started_at_us{0};     // wall clock of this life
  std::atomic<int64_t> last_death_at_us{0};  // 0: never died
  std::atomic<int32_t> last_wait_status{0};  // as waitpid gives it
  std::atomic<uint32_t> ready_after_us{0};   // from fork to READY, of this life
  std::atomic<uint64_t> beat{0};             // moves every turn of the process's loop
  // A line of its own: every peer looks at it once per turn, and it is written only by who sleeps.
  alignas(64) DoorbellWord doorbell;
  alignas(64) std::atomic<uint64_t> durable_epoch{0};  // partitions: store epoch and
  std::atomic<uint64_t> durable_seq{0};  // sequence number of the last acknowledged commit
  std::atomic<uint64_t> item_count{0};   // partitions: items in the slot
  std::atomic<uint64_t> item_bytes{0};   // partitions: sum of their DynamoDB sizes
  // Partitions: of all indexes that are being filled, items looked at and items there are; both 0
  // when none is.
  std::atomic<uint64_t> backfill_scanned{0};
  std::atomic<uint64_t> backfill_total{0};
};
static_assert(sizeof(ProcessEntry) == 192);

struct ControlBlock {
  std::atomic<uint32_t> format{0};  // written last: 0 means not yet laid out
  uint32_t partitions = 0;
  uint32_t gateways = 0;
  uint32_t reserved = 0;
  int64_t created_at_us = 0;
  ProcessEntry supervisor;
  ProcessEntry registry;
  std::array<ProcessEntry, kMaxPartitions> partition;
  std::array<ProcessEntry, kMaxGateways> gateway;

  // Of a process that HasEntry(); supervisor and registry have index 0.
  ProcessEntry& Entry(Role role, uint32_t index);
  const ProcessEntry& Entry(Role role, uint32_t index) const;
  static bool HasEntry(Role role, uint32_t index);

  static base::Result<Segment> Create(uint32_t partitions, uint32_t gateways);  // by the supervisor
  // The block in a mapped segment; kCorrupt when it is not one of this format. Lives as long as
  // the mapping; of a read-only mapping nothing may be stored.
  static base::Result<ControlBlock*> In(const Segment& segment);
};

}  // namespace partita::shm
