#include "metrics/reading.h"

#include <algorithm>

#include "metrics/table_directory.h"

namespace partita::metrics {
namespace {

constexpr int kFoldLooks = 100;

// Which table an entry of a region counts for now.
size_t Owner(size_t index, const Counter& changes, const DirectoryReading& directory) {
  if (index >= kNamedTables) return index;
  return changes.Get() == directory.entries[index].changes ? index : kOtherTables;
}

void AddTable(const GatewayRegion& region, size_t index, TableReading* to) {
  const GatewayTable& from = region.tables[index];
  to->consumed_read_halves += from.consumed_read_halves.Get();
  to->consumed_write_halves += from.consumed_write_halves.Get();
  for (size_t i = 0; from.errors_touched.Get() != 0 && i < kMaxErrorTypes; ++i)
    to->errors[i] += from.errors[i].Get();
  const uint64_t touched = from.touched.Get();
  for (size_t i = 0; i < kMaxOperations; ++i) {
    if ((touched >> i & 1) != 0) to->operations[i].Add(region.operations[index][i]);
  }
}

void AddTable(const PartitionRegion& region, size_t index, TableReading* to) {
  const PartitionTable& from = region.tables[index];
  to->items += from.items.Get();
  to->item_bytes += from.item_bytes.Get();
  to->expired_items += from.expired_items.Get();
  to->stream_records += from.stream_records.Get();
}

void AddTables(const TableReading& from, TableReading* to) {
  to->consumed_read_halves += from.consumed_read_halves;
  to->consumed_write_halves += from.consumed_write_halves;
  for (size_t i = 0; i < kMaxErrorTypes; ++i) to->errors[i] += from.errors[i];
  for (const auto& [operation, reading] : from.operations) to->operations[operation].Add(reading);
  to->items += from.items;
  to->item_bytes += from.item_bytes;
  to->expired_items += from.expired_items;
  to->stream_records += from.stream_records;
}

// The tables of a region, taken while its owner does not fold them — or, when it never stops to,
// has died at it, taken as they are.
template <typename Region>
std::vector<TableReading> ReadTables(const Region& region, const DirectoryReading& directory) {
  std::vector<TableReading> tables;
  for (int look = 0; look < kFoldLooks; ++look) {
    tables.assign(kTableEntries, {});
    const uint64_t folds = region.folds.Get();
    std::atomic_thread_fence(std::memory_order_acquire);
    for (size_t i = 0; i < kTableEntries; ++i)
      AddTable(region, i, &tables[Owner(i, region.tables[i].changes, directory)]);
    std::atomic_thread_fence(std::memory_order_acquire);
    if (folds % 2 == 0 && region.folds.Get() == folds) break;
  }
  return tables;
}

void AddErrors(const GatewayRegion& region, HouseReading* house) {
  for (size_t operation = 0; operation < kMaxOperations; ++operation) {
    for (size_t type = 0; type < kMaxErrorTypes; ++type) {
      const uint64_t errors = region.errors[operation][type].Get();
      if (errors > 0) house->errors[{operation, type}] += errors;
    }
  }
}

DirectoryReading DirectoryOrNone(const Directory& directory) {
  std::optional<DirectoryReading> reading = ReadDirectory(directory);
  if (reading) return *std::move(reading);
  // Its writer has died at work; until its next life has tidied up, all tables are "the others".
  DirectoryReading none;
  none.entries.assign(kNamedTables, {.table_id = 0, .changes = UINT64_MAX, .name = {}});
  return none;
}

}  // namespace

void OperationReading::Add(const TableOperation& operation) {
  latency.Add(operation.latency);
  client_errors += operation.client_errors.Get();
  server_errors += operation.server_errors.Get();
  throttled += operation.throttled.Get();
  condition_failures += operation.condition_failures.Get();
  returned_items += operation.returned_items.Get();
}

void OperationReading::Add(const OperationReading& other) {
  latency.Add(other.latency);
  client_errors += other.client_errors;
  server_errors += other.server_errors;
  throttled += other.throttled;
  condition_failures += other.condition_failures;
  returned_items += other.returned_items;
}

OperationReading OperationReading::Since(const OperationReading& earlier) const {
  OperationReading since = *this;
  since.latency = latency.Since(earlier.latency);
  since.client_errors -= earlier.client_errors;
  since.server_errors -= earlier.server_errors;
  since.throttled -= earlier.throttled;
  since.condition_failures -= earlier.condition_failures;
  since.returned_items -= earlier.returned_items;
  return since;
}

OperationReading HouseReading::AllOperations() const {
  OperationReading all;
  for (const TableReading& table : tables) {
    for (const auto& [operation, reading] : table.operations) all.Add(reading);
  }
  return all;
}

HouseReading ReadHouse(const CounterBlock& block, uint32_t partitions, uint32_t gateways) {
  const DirectoryReading directory = DirectoryOrNone(block.directory);
  HouseReading house;
  house.tables.resize(kTableEntries);
  for (size_t i = 0; i < kNamedTables; ++i) {
    house.tables[i].name = directory.entries[i].name;
    house.tables[i].exists = directory.entries[i].table_id != 0;
  }
  const auto add = [&](const std::vector<TableReading>& tables) {
    for (size_t i = 0; i < kTableEntries; ++i) AddTables(tables[i], &house.tables[i]);
  };
  for (uint32_t i = 0; i < std::min(partitions, shm::kMaxPartitions); ++i)
    add(ReadTables(block.partition[i], directory));
  for (uint32_t i = 0; i < std::min(gateways, shm::kMaxGateways); ++i) {
    add(ReadTables(block.gateway[i], directory));
    AddErrors(block.gateway[i], &house);
  }
  return house;
}

}  // namespace partita::metrics
