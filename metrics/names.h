// Every metric that the page shows: its name, what kind it is, its labels and what it says.
// docs/metrics.md describes the same ones; tests/metrics/names_test.cc compares the two.
//
// Names follow Prometheus' conventions ("Metric and label naming"): base units, `_total` for
// counters. Label values are names of tables, numbers of slots and of gateways, and fixed words —
// never keys, values, addresses or process numbers.
//
//   table      its name, or "other" for the tables beyond the first 64
//   operation  "GetItem", as the API calls it
//   error      "ConditionalCheckFailedException"
//   fault      whose fault an error is: client, server, throttle, condition
//   slot       "0" …: the partition of that number
//   gateway    "0" …
//   process    supervisor, registryd, partition, gateway; with `slot` or `gateway`: which
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace partita::metrics {

enum class Kind : uint8_t { kCounter, kGauge, kHistogram };

struct Metric {
  std::string_view name;
  Kind kind;
  std::string_view labels;  // names, separated by ", "
  std::string_view help;
};

enum class Name : uint8_t {
  // The API
  kRequests,
  kRequestDuration,
  kRequestErrors,
  kTableErrors,
  kThrottledRequests,
  kConsumedReadUnits,
  kConsumedWriteUnits,
  kReturnedItems,
  // Clients
  kHttpConnections,
  kHttpAccepted,
  kHttpRefused,
  kHttpReceivedBytes,
  kHttpSentBytes,
  kHttpInFlight,
  kHttpHeldBytes,
  kHttpResponses,
  kNativeConnections,
  kNativeAccepted,
  kNativeRefused,
  kNativeReceivedBytes,
  kNativeSentBytes,
  kNativeInFlight,
  // Tables
  kTables,
  kTableItems,
  kTableItemBytes,
  kExpiredItems,
  kStreamRecords,
  kSchemaVersion,
  kSchemaChanges,
  // Slots
  kSlotItems,
  kSlotItemBytes,
  kSlotRequests,
  kBatchRequests,
  kCommitDuration,
  kSyncDuration,
  kCommitFailures,
  kCommitSequence,
  kStoreEpoch,
  kCheckpointDuration,
  kCheckpointFrames,
  kCheckpoints,
  kWalBytes,
  kDatabaseBytes,
  kDiskFull,
  kBackfillScanned,
  kBackfillItems,
  kTransactionsPrepared,
  kTransactionsCommitted,
  kTransactionsCancelled,
  kTransactionConflicts,
  kTransactionsOpen,
  kStreamRecordsTrimmed,
  // Rings
  kRingWaitingBytes,
  kRingCapacityBytes,
  kOutboxBytes,
  kOpenQuestions,
  kMessagesReceived,
  kMessagesSent,
  kDoorbellsRung,
  kSleeps,
  kTurns,
  kRingsReplaced,
  kBadChannels,
  // Processes
  kProcessUp,
  kProcessQuarantined,
  kProcessRestarts,
  kProcessEpoch,
  kProcessStartTime,
  kProcessReady,
  kProcessCpu,
  kProcessResident,
  kProcessProportional,
  kProcessOpenFds,
  // The house
  kDiskBytes,
  kDiskAvailableBytes,
  kBuildInfo,
  kCount
};

// In the order of Name.
inline constexpr std::array<Metric, static_cast<size_t>(Name::kCount)> kMetrics{{
    {"partita_requests_total", Kind::kCounter, "operation, table",
     "Requests that were answered, whatever the answer."},
    {"partita_request_duration_seconds", Kind::kHistogram, "operation, table",
     "From the last byte of a request to its answer, of requests that succeeded."},
    {"partita_request_errors_total", Kind::kCounter, "operation, error, fault",
     "Requests that were answered with an error."},
    {"partita_table_errors_total", Kind::kCounter, "table, error, fault",
     "Requests on a table that were answered with an error."},
    {"partita_throttled_requests_total", Kind::kCounter, "operation, table",
     "Requests refused because a table, an index or a partition has used up its throughput."},
    {"partita_consumed_read_capacity_units_total", Kind::kCounter, "table",
     "Read capacity units consumed by a table and its indexes."},
    {"partita_consumed_write_capacity_units_total", Kind::kCounter, "table",
     "Write capacity units consumed by a table and its indexes."},
    {"partita_returned_items_total", Kind::kCounter, "operation, table",
     "Items, or records of a stream, that were returned."},

    {"partita_http_connections", Kind::kGauge, "gateway", "Open HTTP connections."},
    {"partita_http_connections_accepted_total", Kind::kCounter, "gateway",
     "HTTP connections that were accepted."},
    {"partita_http_connections_refused_total", Kind::kCounter, "gateway",
     "HTTP connections answered with 503 because too many were open."},
    {"partita_http_received_bytes_total", Kind::kCounter, "gateway",
     "Bytes received from HTTP clients."},
    {"partita_http_sent_bytes_total", Kind::kCounter, "gateway",
     "Bytes of answers given to the kernel for HTTP clients."},
    {"partita_http_requests_in_flight", Kind::kGauge, "gateway",
     "HTTP requests that are not answered yet."},
    {"partita_http_held_bytes", Kind::kGauge, "gateway",
     "Memory held for requests not yet answered and answers not yet taken."},
    {"partita_http_responses_total", Kind::kCounter, "gateway, code",
     "HTTP responses by the class of their status."},
    {"partita_native_connections", Kind::kGauge, "gateway", "Open connections of native clients."},
    {"partita_native_connections_accepted_total", Kind::kCounter, "gateway",
     "Connections of native clients that were accepted."},
    {"partita_native_connections_refused_total", Kind::kCounter, "gateway",
     "Connections of native clients that were refused."},
    {"partita_native_received_bytes_total", Kind::kCounter, "gateway",
     "Bytes received from native clients."},
    {"partita_native_sent_bytes_total", Kind::kCounter, "gateway", "Bytes sent to native clients."},
    {"partita_native_requests_in_flight", Kind::kGauge, "gateway",
     "Requests of native clients that are not answered yet."},

    {"partita_tables", Kind::kGauge, "", "Tables there are."},
    {"partita_table_items", Kind::kGauge, "table", "Items of a table."},
    {"partita_table_item_bytes", Kind::kGauge, "table",
     "Size of a table's items, as DynamoDB counts it."},
    {"partita_expired_items_total", Kind::kCounter, "table",
     "Items deleted because their time to live was over."},
    {"partita_stream_records_total", Kind::kCounter, "table",
     "Records written to a table's stream."},
    {"partita_schema_version", Kind::kGauge, "", "Version of the published schemas."},
    {"partita_schema_changes_total", Kind::kCounter, "",
     "Changes of tables committed to the catalog."},

    {"partita_slot_items", Kind::kGauge, "slot", "Items in a slot."},
    {"partita_slot_item_bytes", Kind::kGauge, "slot",
     "Size of a slot's items, as DynamoDB counts it."},
    {"partita_slot_requests_total", Kind::kCounter, "slot, kind",
     "Messages executed by a partition: reads, and writes that were part of a commit."},
    {"partita_batch_requests", Kind::kHistogram, "slot", "Writes that shared one commit."},
    {"partita_commit_duration_seconds", Kind::kHistogram, "slot",
     "Duration of a commit: the WAL is written and synced."},
    {"partita_sync_duration_seconds", Kind::kHistogram, "slot",
     "Duration of each sync of a file to the disk."},
    {"partita_commit_failures_total", Kind::kCounter, "slot",
     "Batches whose commit failed; their requests were answered with InternalServerError."},
    {"partita_commit_sequence", Kind::kGauge, "slot", "Sequence number of a slot's last commit."},
    {"partita_store_epoch", Kind::kGauge, "slot", "How often a slot's file has been opened."},
    {"partita_checkpoint_duration_seconds", Kind::kHistogram, "slot",
     "Duration of the steps in which pages go from the WAL into the file."},
    {"partita_checkpoint_frames_total", Kind::kCounter, "slot",
     "Frames of the WAL that checkpoints have dealt with."},
    {"partita_checkpoints_total", Kind::kCounter, "slot",
     "Checkpoints that ended: the WAL begins anew."},
    {"partita_wal_bytes", Kind::kGauge, "slot", "Bytes of the WAL that are in use."},
    {"partita_database_bytes", Kind::kGauge, "slot", "Size of a slot's database file."},
    {"partita_disk_full", Kind::kGauge, "slot",
     "1 while a slot refuses new items because its disk is full."},
    {"partita_backfill_scanned_items", Kind::kGauge, "slot",
     "Items looked at for indexes that are being filled."},
    {"partita_backfill_items", Kind::kGauge, "slot",
     "Items to look at for indexes that are being filled; 0 when none is."},
    {"partita_transactions_prepared_total", Kind::kCounter, "slot",
     "Parts of transactions that a slot has promised to carry out."},
    {"partita_transactions_committed_total", Kind::kCounter, "slot",
     "Parts of transactions that were carried out."},
    {"partita_transactions_cancelled_total", Kind::kCounter, "slot",
     "Parts of transactions that were refused or given up."},
    {"partita_transaction_conflicts_total", Kind::kCounter, "slot",
     "Writes and parts of transactions refused because a transaction holds the item."},
    {"partita_transactions_open", Kind::kGauge, "slot",
     "Parts of transactions that are promised and not carried out."},
    {"partita_stream_records_trimmed_total", Kind::kCounter, "slot",
     "Records of streams removed because they are older than 24 hours."},

    {"partita_ring_waiting_bytes", Kind::kGauge, "from, to, slot, gateway",
     "Bytes that wait in a ring."},
    {"partita_ring_capacity_bytes", Kind::kGauge, "", "Size of each ring."},
    {"partita_outbox_bytes", Kind::kGauge, "from, to, slot, gateway",
     "Bytes that wait for room in a ring."},
    {"partita_open_questions", Kind::kGauge, "to, slot, gateway",
     "Messages of a gateway that are not answered yet."},
    {"partita_messages_received_total", Kind::kCounter, "process, slot, gateway",
     "Messages that a process took from its rings."},
    {"partita_messages_sent_total", Kind::kCounter, "process, slot, gateway",
     "Messages that a process sent through rings."},
    {"partita_doorbells_rung_total", Kind::kCounter, "process, slot, gateway",
     "System calls to wake a sleeping process."},
    {"partita_sleeps_total", Kind::kCounter, "process, slot, gateway",
     "How often a process went to sleep for want of work."},
    {"partita_turns_total", Kind::kCounter, "process, slot, gateway", "Turns of a process's loop."},
    {"partita_rings_replaced_total", Kind::kCounter, "",
     "Channels made anew because a process at one of their ends died."},
    {"partita_bad_channels_total", Kind::kCounter, "",
     "Channels given up because a process wrote garbage to one."},

    {"partita_process_up", Kind::kGauge, "process, slot, gateway",
     "1 when a process is ready to serve."},
    {"partita_process_quarantined", Kind::kGauge, "process, slot, gateway",
     "1 when a process failed too often and is not started again."},
    {"partita_process_restarts_total", Kind::kCounter, "process, slot, gateway",
     "How often a process was started again since the supervisor runs."},
    {"partita_process_epoch", Kind::kGauge, "process, slot, gateway",
     "Which life of a process this is."},
    {"partita_process_start_time_seconds", Kind::kGauge, "process, slot, gateway",
     "When this life of a process began, in seconds since 1970."},
    {"partita_process_ready_seconds", Kind::kGauge, "process, slot, gateway",
     "How long this life of a process took to become ready."},
    {"partita_process_cpu_seconds_total", Kind::kCounter, "process, slot, gateway",
     "CPU time of all lives of a process."},
    {"partita_process_resident_memory_bytes", Kind::kGauge, "process, slot, gateway",
     "Resident memory, what is shared counted in each process."},
    {"partita_process_proportional_memory_bytes", Kind::kGauge, "process, slot, gateway",
     "Resident memory, what is shared counted in proportion."},
    {"partita_process_open_fds", Kind::kGauge, "process, slot, gateway", "Open file descriptors."},

    {"partita_disk_bytes", Kind::kGauge, "", "Size of the file system of the data directory."},
    {"partita_disk_available_bytes", Kind::kGauge, "", "What is available there to the house."},
    {"partita_build_info", Kind::kGauge, "version", "1; which version this is."},
}};

constexpr const Metric& Describe(Name name) { return kMetrics[static_cast<size_t>(name)]; }
static_assert(Describe(Name::kBuildInfo).name == "partita_build_info");
static_assert(Describe(Name::kTables).name == "partita_tables");
static_assert(Describe(Name::kSlotItems).name == "partita_slot_items");
static_assert(Describe(Name::kRingWaitingBytes).name == "partita_ring_waiting_bytes");
static_assert(Describe(Name::kProcessUp).name == "partita_process_up");

// The `table` of all tables that have no counters of their own.
inline constexpr std::string_view kOtherTablesLabel = "other";

}  // namespace partita::metrics
