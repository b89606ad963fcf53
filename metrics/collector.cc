#include "metrics/collector.h"

#include <algorithm>

#include "metrics/families.h"
#include "metrics/names.h"
#include "metrics/reading.h"
#include "shm/channel.h"

namespace partita::metrics {
namespace {

using shm::Role;

// A process's labels; the number of a supervisor or registry is not shown.
struct Place {
  Role role;
  uint32_t index;
  std::string number = std::to_string(index);

  std::string_view word() const {
    switch (role) {
      case Role::kSupervisor:
        return "supervisor";
      case Role::kRegistry:
        return "registryd";
      case Role::kPartition:
        return "partition";
      case Role::kGateway:
        break;
    }
    return "gateway";
  }
  std::string_view slot() const { return role == Role::kPartition ? number : std::string_view(); }
  std::string_view gateway() const { return role == Role::kGateway ? number : std::string_view(); }
};

std::vector<Place> PlacesOf(const shm::ControlBlock& control) {
  std::vector<Place> places{{Role::kSupervisor, 0}, {Role::kRegistry, 0}};
  for (uint32_t i = 0; i < control.partitions; ++i) places.push_back({Role::kPartition, i});
  for (uint32_t i = 0; i < control.gateways; ++i) places.push_back({Role::kGateway, i});
  return places;
}

HistogramReading Copy(const Histogram& histogram) {
  HistogramReading reading;
  reading.Add(histogram);
  return reading;
}

// ---- the API and the tables

void AddOperations(const HouseReading& house, const Vocabulary& words, Families* families) {
  for (size_t i = 0; i < kTableEntries; ++i) {
    const std::string& name = house.tables[i].name;
    const std::string_view table = i == kOtherTables ? kOtherTablesLabel : std::string_view(name);
    for (const auto& [row, operation] : house.tables[i].operations) {
      const std::string_view word = words.operation(row);
      if (word.empty()) continue;
      const Labels labels{{"operation", word}, {"table", table}};
      families->Add(Name::kRequests, labels, operation.requests());
      families->AddDurations(Name::kRequestDuration, labels, operation.latency);
      if (operation.throttled > 0)
        families->Add(Name::kThrottledRequests, labels, operation.throttled);
      if (operation.returned_items > 0)
        families->Add(Name::kReturnedItems, labels, operation.returned_items);
    }
  }
}

void AddErrors(const HouseReading& house, const Vocabulary& words, Families* families) {
  for (const auto& [key, count] : house.errors) {
    const std::string_view operation = words.operation(key.first);
    const std::string_view error = words.error(key.second);
    if (operation.empty() || error.empty()) continue;
    families->Add(Name::kRequestErrors,
                  {{"operation", operation}, {"error", error}, {"fault", words.fault(key.second)}},
                  count);
  }
}

void AddTableErrors(const TableReading& reading, std::string_view table, const Vocabulary& words,
                    Families* families) {
  for (size_t type = 0; type < kMaxErrorTypes; ++type) {
    if (reading.errors[type] == 0) continue;
    const std::string_view error = words.error(type);
    if (error.empty()) continue;
    families->Add(Name::kTableErrors,
                  {{"table", table}, {"error", error}, {"fault", words.fault(type)}},
                  reading.errors[type]);
  }
}

void AddTable(const TableReading& reading, std::string_view table, Families* families) {
  const Labels labels{{"table", table}};
  const auto add_counter = [&](Name name, uint64_t count, double unit = 1) {
    if (count > 0) families->Add(name, labels, static_cast<double>(count) * unit);
  };
  add_counter(Name::kConsumedReadUnits, reading.consumed_read_halves, 0.5);
  add_counter(Name::kConsumedWriteUnits, reading.consumed_write_halves, 0.5);
  add_counter(Name::kExpiredItems, reading.expired_items);
  add_counter(Name::kStreamRecords, reading.stream_records);
  if (!reading.exists && reading.items == 0) return;
  families->Add(Name::kTableItems, labels, reading.items);
  families->Add(Name::kTableItemBytes, labels, reading.item_bytes);
}

void AddTables(const HouseReading& house, const RegistryRegion& registry, const Vocabulary& words,
               Families* families) {
  for (size_t i = 0; i < kTableEntries; ++i) {
    const TableReading& reading = house.tables[i];
    if (i != kOtherTables && reading.name.empty()) continue;
    const std::string_view table = i == kOtherTables ? kOtherTablesLabel : reading.name;
    AddTable(reading, table, families);
    AddTableErrors(reading, table, words, families);
  }
  families->Add(Name::kTables, {}, registry.tables.Get());
  families->Add(Name::kSchemaVersion, {}, registry.schema_version.Get());
  families->Add(Name::kSchemaChanges, {}, registry.schema_changes.Get());
}

// ---- clients

struct ConnectionNames {
  Name open, accepted, refused, received, sent, in_flight;
};
constexpr ConnectionNames kHttpNames{Name::kHttpConnections, Name::kHttpAccepted,
                                     Name::kHttpRefused,     Name::kHttpReceivedBytes,
                                     Name::kHttpSentBytes,   Name::kHttpInFlight};
constexpr ConnectionNames kNativeNames{Name::kNativeConnections, Name::kNativeAccepted,
                                       Name::kNativeRefused,     Name::kNativeReceivedBytes,
                                       Name::kNativeSentBytes,   Name::kNativeInFlight};

void AddConnections(const ConnectionsRegion& region, const ConnectionNames& names,
                    const Labels& labels, Families* families) {
  families->Add(names.open, labels, region.open.Get());
  families->Add(names.accepted, labels, region.accepted.Get());
  families->Add(names.refused, labels, region.refused.Get());
  families->Add(names.received, labels, region.received_bytes.Get());
  families->Add(names.sent, labels, region.sent_bytes.Get());
  families->Add(names.in_flight, labels, region.in_flight.Get());
}

void AddGateway(const GatewayRegion& region, std::string_view gateway, Families* families) {
  const Labels labels{{"gateway", gateway}};
  AddConnections(region.http, kHttpNames, labels, families);
  AddConnections(region.native, kNativeNames, labels, families);
  families->Add(Name::kHttpHeldBytes, labels, region.http.held_bytes.Get());
  for (size_t i = 1; i < region.responses.size(); ++i) {
    const std::string code = std::to_string(i) + "xx";
    families->Add(Name::kHttpResponses, {{"gateway", gateway}, {"code", code}},
                  region.responses[i].Get());
  }
}

// ---- slots

void AddStore(const PartitionRegion& region, const Labels& labels, Families* families) {
  families->AddSizes(Name::kBatchRequests, labels, Copy(region.batch_requests));
  families->AddDurations(Name::kCommitDuration, labels, Copy(region.commit));
  families->AddDurations(Name::kSyncDuration, labels, Copy(region.sync));
  families->AddDurations(Name::kCheckpointDuration, labels, Copy(region.checkpoint));
  const std::pair<Name, const Counter*> numbers[] = {
      {Name::kCommitFailures, &region.commit_failures},
      {Name::kCheckpointFrames, &region.checkpoint_frames},
      {Name::kCheckpoints, &region.checkpoints},
      {Name::kWalBytes, &region.wal_bytes},
      {Name::kDatabaseBytes, &region.database_bytes},
      {Name::kDiskFull, &region.disk_full},
      {Name::kTransactionsPrepared, &region.transactions_prepared},
      {Name::kTransactionsCommitted, &region.transactions_committed},
      {Name::kTransactionsCancelled, &region.transactions_cancelled},
      {Name::kTransactionConflicts, &region.transaction_conflicts},
      {Name::kTransactionsOpen, &region.transactions_open},
      {Name::kStreamRecordsTrimmed, &region.stream_records_trimmed},
  };
  for (const auto& [name, counter] : numbers) families->Add(name, labels, counter->Get());
}

void AddSlot(const PartitionRegion& region, const shm::ProcessEntry& entry, std::string_view slot,
             Families* families) {
  const Labels labels{{"slot", slot}};
  const auto add = [&](Name name, const std::atomic<uint64_t>& value) {
    families->Add(name, labels, value.load(std::memory_order_relaxed));
  };
  add(Name::kSlotItems, entry.item_count);
  add(Name::kSlotItemBytes, entry.item_bytes);
  add(Name::kCommitSequence, entry.durable_seq);
  add(Name::kStoreEpoch, entry.durable_epoch);
  add(Name::kBackfillScanned, entry.backfill_scanned);
  add(Name::kBackfillItems, entry.backfill_total);
  families->Add(Name::kSlotRequests, {{"slot", slot}, {"kind", "read"}}, region.reads.Get());
  families->Add(Name::kSlotRequests, {{"slot", slot}, {"kind", "write"}}, region.writes.Get());
  AddStore(region, labels, families);
}

// ---- rings

const ChannelRegion& ChannelOf(const CounterBlock& counters, const Place& from, const Place& to) {
  return LoopOf(counters, from.role, from.index)->channels[PeerPlace(to.role, to.index)];
}

// The ring on which `from` sends to `to`. What one has sent and the other not taken waits in it, if
// both speak of the same channel.
void AddRing(const CounterBlock& counters, const Place& from, const Place& to, Families* families) {
  const ChannelRegion& sender = ChannelOf(counters, from, to);
  const ChannelRegion& receiver = ChannelOf(counters, to, from);
  const uint64_t received = receiver.received.Get();
  const uint64_t sent = sender.sent.Get();
  const bool together = sender.epoch.Get() == receiver.epoch.Get() && sent >= received;
  const std::string_view slot = from.role == Role::kPartition ? from.slot() : to.slot();
  const std::string_view gateway = from.role == Role::kGateway ? from.gateway() : to.gateway();
  const Labels labels{
      {"from", from.word()}, {"to", to.word()}, {"slot", slot}, {"gateway", gateway}};
  families->Add(Name::kRingWaitingBytes, labels, together ? sent - received : 0);
  families->Add(Name::kOutboxBytes, labels, sender.outbox.Get());
  if (from.role != Role::kGateway) return;
  families->Add(Name::kOpenQuestions, {{"to", to.word()}, {"slot", slot}, {"gateway", gateway}},
                sender.open_questions.Get());
}

bool HaveChannel(const Place& one, const Place& other) {
  if (one.role == Role::kSupervisor || other.role == Role::kSupervisor) return false;
  return one.role != other.role;
}

void AddRings(const CounterBlock& counters, const std::vector<Place>& places, Families* families) {
  for (const Place& from : places) {
    for (const Place& to : places) {
      if (HaveChannel(from, to)) AddRing(counters, from, to, families);
    }
  }
  families->Add(Name::kRingCapacityBytes, {}, uint64_t{shm::kRingBytes});
  families->Add(Name::kRingsReplaced, {}, counters.supervisor.channels_replaced.Get());
  families->Add(Name::kBadChannels, {}, counters.supervisor.bad_channels.Get());
}

// ---- processes

void AddProcess(const shm::ProcessEntry& entry, const ProcessSample& sample, const Labels& labels,
                Families* families) {
  const auto state = static_cast<shm::ProcessState>(entry.state.load(std::memory_order_relaxed));
  const auto word = [](const auto& atomic) {
    return static_cast<double>(atomic.load(std::memory_order_relaxed));
  };
  families->Add(Name::kProcessUp, labels, state == shm::ProcessState::kReady ? 1.0 : 0.0);
  families->Add(Name::kProcessQuarantined, labels,
                state == shm::ProcessState::kQuarantined ? 1.0 : 0.0);
  families->Add(Name::kProcessRestarts, labels, word(entry.restarts));
  families->Add(Name::kProcessEpoch, labels, word(entry.epoch));
  families->Add(Name::kProcessStartTime, labels, word(entry.started_at_us) * 1e-6);
  families->Add(Name::kProcessReady, labels, word(entry.ready_after_us) * 1e-6);
  families->Add(Name::kProcessCpu, labels, static_cast<double>(sample.cpu_us.Get()) * 1e-6);
  families->Add(Name::kProcessResident, labels, sample.resident_bytes.Get());
  families->Add(Name::kProcessProportional, labels, sample.proportional_bytes.Get());
  families->Add(Name::kProcessOpenFds, labels, sample.open_files.Get());
}

void AddLoop(const LoopRegion& loop, const Labels& labels, Families* families) {
  families->Add(Name::kMessagesReceived, labels, loop.messages_received.Get());
  families->Add(Name::kMessagesSent, labels, loop.messages_sent.Get());
  families->Add(Name::kDoorbellsRung, labels, loop.doorbells_rung.Get());
  families->Add(Name::kSleeps, labels, loop.sleeps.Get());
  families->Add(Name::kTurns, labels, loop.turns.Get());
}

void AddPlace(const shm::ControlBlock& control, const CounterBlock& counters, const Place& place,
              Families* families) {
  const shm::ProcessEntry& entry = control.Entry(place.role, place.index);
  const Labels labels{
      {"process", place.word()}, {"slot", place.slot()}, {"gateway", place.gateway()}};
  AddProcess(
      entry,
      *SampleOf(const_cast<SupervisorRegion*>(&counters.supervisor), place.role, place.index),
      labels, families);
  if (const LoopRegion* loop = LoopOf(counters, place.role, place.index))
    AddLoop(*loop, labels, families);
  if (place.role == Role::kPartition)
    AddSlot(counters.partition[place.index], entry, place.slot(), families);
  if (place.role == Role::kGateway)
    AddGateway(counters.gateway[place.index], place.gateway(), families);
}

}  // namespace

std::string Collect(const shm::ControlBlock& control, const CounterBlock& counters,
                    const Vocabulary& words) {
  Families families;
  const HouseReading house = ReadHouse(counters, control.partitions, control.gateways);
  AddOperations(house, words, &families);
  AddErrors(house, words, &families);
  AddTables(house, counters.registry, words, &families);
  const std::vector<Place> places = PlacesOf(control);
  for (const Place& place : places) AddPlace(control, counters, place, &families);
  AddRings(counters, places, &families);
  families.Add(Name::kDiskBytes, {}, counters.supervisor.data_bytes.Get());
  families.Add(Name::kDiskAvailableBytes, {}, counters.supervisor.data_available_bytes.Get());
  families.Add(Name::kBuildInfo, {{"version", words.version}}, 1.0);
  return families.Text();
}

}  // namespace partita::metrics
