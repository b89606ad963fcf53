// The counters of a house: one segment of shared memory with a region per process.
//
// The supervisor makes it once and hands it to every process; it lives as long as the supervisor. A
// region belongs to a place in the house — partition 3, gateway 0 —, not to a life: a process that
// is born again goes on counting where its predecessor was killed, so a counter never goes back
// while the supervisor lives. Everybody may read; `partita status` and the metrics page do.
//
//   CounterBlock    format, then the directory of tables, then the regions, each page-aligned
//   region          Counter: 8 bytes, one writer; Histogram: histogram.h. Gauges are Counters that
//                   are Set. Times are microseconds, sizes bytes, unless the name says otherwise.
// Memory that nobody has touched costs nothing: of the per-table parts, a bit says which have been
// touched, so that a reader touches no others.
//
// Tables: the first 64 have an entry in the directory (table_directory.h) and counters under its
// index; all others share kOtherTables. When an entry passes to another table, its `changes` moves;
// each region's owner then adds what it counted there to kOtherTables and starts from zero
// (FoldTables()), so that sums over all tables never go back.
//
// Thread safety: as written at Counter. `folds` is odd while a region's tables are being folded.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "metrics/histogram.h"
#include "shm/control_block.h"
#include "shm/segment.h"

namespace partita::metrics {

inline constexpr uint32_t kCounterBlockFormat = 1;
inline constexpr size_t kNamedTables = 64;
inline constexpr size_t kOtherTables = kNamedTables;  // the index of all the rest
inline constexpr size_t kNoTable = kNamedTables + 1;  // of requests that concern no table
inline constexpr size_t kTableEntries = kNamedTables + 2;
inline constexpr size_t kMaxOperations = 64;  // of the API, by their row in the gateway's table
inline constexpr size_t kMaxErrorTypes = 64;  // of the API, by their number (model/api_error.h)
inline constexpr size_t kMaxTableName = 255;
inline constexpr size_t kPageBytes = 4096;

// ---- which tables have names

struct DirectoryEntry {
  std::atomic<uint64_t> table_id{0};  // 0: no table, or one that is gone
  std::atomic<uint64_t> changes{0};   // moves when another name comes here
  std::atomic<uint16_t> name_bytes{0};
  std::array<std::atomic<char>, kMaxTableName> name{};
};

// Written by registryd alone. `version` is odd while it writes.
struct Directory {
  std::atomic<uint64_t> version{0};
  std::array<DirectoryEntry, kNamedTables> entries;
};

// ---- what every process counts

// One channel, as one of its ends sees it: positions in its two rings, under the channel's epoch.
struct alignas(64) ChannelRegion {
  Counter epoch;           // 0: there has been no channel
  Counter sent;            // bytes published to the peer's ring
  Counter received;        // bytes taken from the own ring
  Counter outbox;          // bytes that wait for room in the peer's ring
  Counter open_questions;  // gateways: asked and not answered
};

inline constexpr size_t kMaxPeers = 1 + shm::kMaxPartitions + shm::kMaxGateways;
// The place of a peer's channel: the registry, then partitions, then gateways.
constexpr size_t PeerPlace(shm::Role role, uint32_t index) {
  if (role == shm::Role::kPartition) return 1 + index;
  if (role == shm::Role::kGateway) return 1 + shm::kMaxPartitions + index;
  return 0;
}

struct LoopRegion {
  Counter turns;
  Counter sleeps;  // waits for the doorbell, a client or a timer
  Counter messages_received;
  Counter messages_sent;
  Counter doorbells_rung;  // of others: each is a system call
  Counter bad_channels;    // whose protocol the peer broke
  std::array<ChannelRegion, kMaxPeers> channels;
};

// ---- the supervisor

// What the kernel says of a process, taken by the supervisor once a second.
struct alignas(64) ProcessSample {
  Counter cpu_us;  // of all lives
  Counter resident_bytes;
  Counter proportional_bytes;
  Counter open_files;
  // For the supervisor's own use: of which life the former was, and the sum of those before it.
  Counter pid;
  Counter former_cpu_us;
};

struct alignas(kPageBytes) SupervisorRegion {
  Counter channels_replaced;
  Counter bad_channels;  // complaints that children made
  Counter data_bytes;    // size of the file system of the data directory
  Counter data_available_bytes;
  std::array<ProcessSample, 1 + kMaxPeers> processes;  // the supervisor, then as PeerPlace()
};

// ---- registryd

struct alignas(kPageBytes) RegistryRegion {
  LoopRegion loop;
  Counter tables;
  Counter schema_version;
  Counter schema_changes;  // committed to the catalog
};

// ---- partitions

struct alignas(64) PartitionTable {
  Counter changes;  // of the directory's entry, as this counts for
  Counter items;
  Counter item_bytes;
  Counter expired_items;   // deleted because their time was up
  Counter stream_records;  // written
};

struct alignas(kPageBytes) PartitionRegion {
  LoopRegion loop;
  Counter reads;   // requests answered without a commit
  Counter writes;  // requests that were part of a commit, refused ones too
  Counter commit_failures;
  Counter checkpoint_frames;  // copied from the WAL into the file
  Counter checkpoints;        // ended: the WAL begins anew
  Counter wal_bytes;          // in use
  Counter database_bytes;
  Counter disk_full;  // 1: new items are refused
  Counter transactions_prepared;
  Counter transactions_committed;
  Counter transactions_cancelled;
  Counter transaction_conflicts;  // refused because a transaction holds the item
  Counter transactions_open;      // prepared and not finished
  Counter stream_records_trimmed;
  Histogram batch_requests;  // sizes: requests of one commit
  Histogram commit;          // COMMIT: the WAL is written and synced
  Histogram sync;            // each fdatasync
  Histogram checkpoint;      // steps that copied something
  Counter folds;
  std::array<PartitionTable, kTableEntries> tables;
};

// ---- gateways

struct alignas(64) TableOperation {
  Histogram latency;  // of those that succeeded, from the request's last byte to the answer
  Counter client_errors;
  Counter server_errors;
  Counter throttled;
  Counter condition_failures;
  Counter returned_items;  // by Query, Scan, GetRecords and the like
};

struct alignas(64) GatewayTable {
  Counter changes;               // of the directory's entry, as this counts for
  Counter touched;               // bit i: the counters of operation i have been touched
  Counter consumed_read_halves;  // half units
  Counter consumed_write_halves;
  Counter errors_touched;  // 1: some of `errors` have been
  std::array<Counter, kMaxErrorTypes> errors;
};

struct ConnectionsRegion {
  Counter open;
  Counter accepted;
  Counter refused;  // there were too many
  Counter received_bytes;
  Counter sent_bytes;
  Counter held_bytes;  // requests not answered and answers not taken
  Counter in_flight;   // requests not answered
};

struct alignas(kPageBytes) GatewayRegion {
  LoopRegion loop;
  ConnectionsRegion http;
  ConnectionsRegion native;
  std::array<Counter, 6> responses;  // by the hundreds of their HTTP status
  Counter folds;
  std::array<std::array<Counter, kMaxErrorTypes>, kMaxOperations> errors;
  std::array<GatewayTable, kTableEntries> tables;
  // By table, then operation. Apart from the tables: most are never touched.
  alignas(
      kPageBytes) std::array<std::array<TableOperation, kMaxOperations>, kTableEntries> operations;
};

struct CounterBlock {
  std::atomic<uint32_t> format{0};  // written last: 0 means not yet laid out
  uint32_t bytes = 0;               // sizeof(CounterBlock), as its creator has it
  Directory directory;
  SupervisorRegion supervisor;
  RegistryRegion registry;
  std::array<PartitionRegion, shm::kMaxPartitions> partition;
  std::array<GatewayRegion, shm::kMaxGateways> gateway;

  static base::Result<shm::Segment> Create();  // by the supervisor
  // The block in a mapped segment; kCorrupt when it is not one of this format. Lives as long as the
  // mapping; of a read-only mapping nothing may be stored.
  static base::Result<CounterBlock*> In(const shm::Segment& segment);
};

// The counters a process was born with. Whoever was handed none, or none of this format, counts
// where nobody looks: `*segment` is then a segment of its own. Lives as long as `*segment`.
CounterBlock* CountersOf(std::optional<shm::Segment>* segment);

// The loop of the process in that place; null for the supervisor, which has none.
LoopRegion* LoopOf(CounterBlock* block, shm::Role role, uint32_t index);
const LoopRegion* LoopOf(const CounterBlock& block, shm::Role role, uint32_t index);
// The supervisor's sample of the process in that place.
ProcessSample* SampleOf(SupervisorRegion* region, shm::Role role, uint32_t index);

// Carries what tables counted that have lost their entry in the directory over to kOtherTables. By
// the region's owner, when the directory has changed (table_index.h).
void FoldTables(const Directory& directory, PartitionRegion* region);
void FoldTables(const Directory& directory, GatewayRegion* region);

}  // namespace partita::metrics
