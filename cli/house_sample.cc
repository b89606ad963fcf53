#include "cli/house_sample.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "metrics/counter_block.h"
#include "shm/control_block.h"
#include "shm/mirror.h"
#include "wire/schema_snapshot.h"

namespace partita::cli {
namespace {

using metrics::CounterBlock;
using metrics::OperationReading;
using shm::Role;

const char* StateWord(uint8_t status) {
  constexpr const char* kWords[] = {"?", "CREATING", "UPDATING", "DELETING", "ACTIVE"};
  return status < std::size(kWords) ? kWords[status] : kWords[0];
}

ProcessVitals VitalsOf(const CounterBlock& counters, Role role, uint32_t index) {
  const metrics::ProcessSample& sample =
      *metrics::SampleOf(const_cast<metrics::SupervisorRegion*>(&counters.supervisor), role, index);
  return {.cpu_us = sample.cpu_us.Get(),
          .resident_bytes = sample.resident_bytes.Get(),
          .proportional_bytes = sample.proportional_bytes.Get(),
          .open_files = sample.open_files.Get()};
}

SlotVitals SlotOf(const metrics::PartitionRegion& region) {
  SlotVitals slot;
  slot.reads = region.reads.Get();
  slot.writes = region.writes.Get();
  metrics::HistogramReading commits;
  commits.Add(region.commit);
  slot.commits = commits.count();
  slot.wal_bytes = region.wal_bytes.Get();
  slot.database_bytes = region.database_bytes.Get();
  slot.disk_full = region.disk_full.Get() != 0;
  slot.sync.Add(region.sync);
  return slot;
}

TableEntry EntryOf(const model::TableSchema& table, const metrics::HouseReading& counted) {
  TableEntry entry{table.name, StateWord(static_cast<uint8_t>(table.status)), -1, {}};
  for (size_t i = 0; i < metrics::kNamedTables; ++i) {
    if (counted.tables[i].exists && counted.tables[i].name == table.name)
      entry.counters = static_cast<int>(i);
  }
  for (const model::IndexSchema& index : table.indexes) {
    entry.indexes.push_back(
        {index.name, StateWord(static_cast<uint8_t>(index.status)), index.backfilling});
  }
  return entry;
}

// None before registryd has published for the first time.
base::Result<std::vector<TableEntry>> TablesIn(shm::Segment mirror,
                                               const metrics::HouseReading& counted) {
  PARTITA_TRY(shm::CheckMirror(mirror));
  shm::MirrorReader reader(std::move(mirror));
  std::vector<TableEntry> tables;
  if (reader.version() == 0) return tables;
  PARTITA_ASSIGN(const auto bytes, reader.Read());
  PARTITA_ASSIGN(const wire::SchemaSnapshot snapshot, wire::DecodeSchemaSnapshot(bytes.bytes));
  for (const model::TableSchema& table : snapshot.tables) tables.push_back(EntryOf(table, counted));
  return tables;
}

void ReadCounters(const shm::ControlBlock& control, const CounterBlock& counters,
                  HouseSample* sample) {
  sample->processes.push_back(VitalsOf(counters, Role::kSupervisor, 0));
  sample->processes.push_back(VitalsOf(counters, Role::kRegistry, 0));
  for (uint32_t i = 0; i < control.partitions; ++i) {
    sample->processes.push_back(VitalsOf(counters, Role::kPartition, i));
    sample->slots.push_back(SlotOf(counters.partition[i]));
  }
  for (uint32_t i = 0; i < control.gateways; ++i) {
    sample->processes.push_back(VitalsOf(counters, Role::kGateway, i));
    const metrics::GatewayRegion& gateway = counters.gateway[i];
    sample->connections += gateway.http.open.Get() + gateway.native.open.Get();
    sample->in_flight += gateway.http.in_flight.Get() + gateway.native.in_flight.Get();
  }
  sample->counted = metrics::ReadHouse(counters, control.partitions, control.gateways);
}

OperationReading SumOf(const metrics::TableReading& table) {
  OperationReading sum;
  for (const auto& [operation, reading] : table.operations) sum.Add(reading);
  return sum;
}

OperationRates Rates(const OperationReading& before, const OperationReading& now, double seconds) {
  const OperationReading between = now.Since(before);
  const auto per_second = [&](uint64_t count) { return static_cast<double>(count) / seconds; };
  return {.requests = per_second(between.requests()),
          .errors = per_second(between.client_errors + between.server_errors),
          .throttled = per_second(between.throttled),
          .p50_ms = between.latency.Quantile(0.5) / 1000,
          .p99_ms = between.latency.Quantile(0.99) / 1000};
}

HouseRates::Slot Rates(const SlotVitals& before, const SlotVitals& now, double seconds) {
  const uint64_t commits = now.commits - before.commits;
  const auto writes = static_cast<double>(now.writes - before.writes);
  return {.reads = static_cast<double>(now.reads - before.reads) / seconds,
          .writes = writes / seconds,
          .writes_per_commit = commits == 0 ? 0 : writes / static_cast<double>(commits),
          .sync_p99_ms = now.sync.Since(before.sync).Quantile(0.99) / 1000};
}

}  // namespace

std::vector<const supervisor::ProcessReport*> HouseSample::Processes() const {
  std::vector<const supervisor::ProcessReport*> all{&report.supervisor, &report.registry};
  for (const supervisor::SlotReport& slot : report.slots) all.push_back(&slot.process);
  for (const supervisor::ProcessReport& gateway : report.gateways) all.push_back(&gateway);
  return all;
}

base::Result<HouseSample> TakeSample(const std::string& data) {
  PARTITA_ASSIGN(supervisor::StatusSegments segments, supervisor::AskForSegments(data));
  PARTITA_ASSIGN(const shm::ControlBlock* control, shm::ControlBlock::In(segments.control_block));
  PARTITA_ASSIGN(const CounterBlock* counters, CounterBlock::In(segments.counters));
  HouseSample sample;
  sample.at_ns = base::MonotonicNs();
  sample.created_at_us = control->created_at_us;
  sample.report = supervisor::ReportOf(*control, data);
  ReadCounters(*control, *counters, &sample);
  PARTITA_ASSIGN(sample.tables, TablesIn(std::move(segments.mirror), sample.counted));
  return sample;
}

HouseRates RatesBetween(const HouseSample& before, const HouseSample& now) {
  HouseRates rates;
  if (before.created_at_us != now.created_at_us || now.at_ns <= before.at_ns) return rates;
  rates.seconds = static_cast<double>(now.at_ns - before.at_ns) * 1e-9;
  rates.all = Rates(before.counted.AllOperations(), now.counted.AllOperations(), rates.seconds);
  for (size_t i = 0; i < now.processes.size(); ++i) {
    const uint64_t cpu_us = now.processes[i].cpu_us - before.processes[i].cpu_us;
    rates.cores.push_back(static_cast<double>(cpu_us) * 1e-6 / rates.seconds);
  }
  for (size_t i = 0; i < now.slots.size(); ++i)
    rates.slots.push_back(Rates(before.slots[i], now.slots[i], rates.seconds));
  const auto of_table = [&](size_t index) {
    return Rates(SumOf(before.counted.tables[index]), SumOf(now.counted.tables[index]),
                 rates.seconds);
  };
  for (const TableEntry& table : now.tables) {
    const bool same = table.counters >= 0 &&
                      before.counted.tables[static_cast<size_t>(table.counters)].name == table.name;
    rates.tables.push_back(same ? of_table(static_cast<size_t>(table.counters)) : OperationRates{});
  }
  rates.others = of_table(metrics::kOtherTables);
  return rates;
}

}  // namespace partita::cli
