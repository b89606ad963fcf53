#include "cli/status_json.h"

#include <cjson/cJSON.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <memory>

namespace partita::cli {
namespace {

using supervisor::ProcessReport;
using supervisor::SlotReport;

void Number(cJSON* object, const char* name, double value) {
  cJSON_AddNumberToObject(object, name, value);
}
void Number(cJSON* object, const char* name, uint64_t value) {
  Number(object, name, static_cast<double>(value));
}
void Text(cJSON* object, const char* name, const std::string& value) {
  cJSON_AddStringToObject(object, name, value.c_str());
}

std::string UtcTime(int64_t us) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<time_t>(us / 1'000'000)));
}

cJSON* ProcessJson(const HouseSample& sample, const HouseRates& rates, size_t index) {
  const ProcessReport& process = *sample.Processes()[index];
  const ProcessVitals& vitals = sample.processes[index];
  cJSON* object = cJSON_CreateObject();
  Text(object, "name", process.name);
  Text(object, "state", process.state);
  Number(object, "pid", static_cast<double>(process.pid));
  Number(object, "epoch", uint64_t{process.epoch});
  Number(object, "restarts", uint64_t{process.restarts});
  Number(object, "uptimeMs", static_cast<double>(process.uptime_us / 1000));
  Number(object, "readyAfterMs", static_cast<double>(process.ready_after_us) / 1000);
  if (process.last_death_at_us != 0) {
    Text(object, "lastDeath", process.last_death);
    Text(object, "lastDeathAt", UtcTime(process.last_death_at_us));
  }
  Number(object, "cpuSeconds", static_cast<double>(vitals.cpu_us) * 1e-6);
  Number(object, "residentBytes", vitals.resident_bytes);
  Number(object, "proportionalBytes", vitals.proportional_bytes);
  Number(object, "openFiles", vitals.open_files);
  if (rates.known()) Number(object, "cores", rates.cores[index]);
  return object;
}

cJSON* SlotJson(const HouseSample& sample, const HouseRates& rates, size_t index) {
  const SlotReport& slot = sample.report.slots[index];
  const SlotVitals& vitals = sample.slots[index];
  cJSON* object = ProcessJson(sample, rates, 2 + index);
  Number(object, "itemCount", slot.item_count);
  Number(object, "itemBytes", slot.item_bytes);
  Number(object, "durableEpoch", slot.durable_epoch);
  Number(object, "durableSeq", slot.durable_seq);
  Number(object, "backfillScanned", slot.backfill_scanned);
  Number(object, "backfillTotal", slot.backfill_total);
  Number(object, "walBytes", vitals.wal_bytes);
  Number(object, "databaseBytes", vitals.database_bytes);
  cJSON_AddBoolToObject(object, "diskFull", vitals.disk_full);
  if (!rates.known()) return object;
  Number(object, "readsPerSecond", rates.slots[index].reads);
  Number(object, "writesPerSecond", rates.slots[index].writes);
  Number(object, "writesPerCommit", rates.slots[index].writes_per_commit);
  Number(object, "syncP99Ms", rates.slots[index].sync_p99_ms);
  return object;
}

void AddRates(const OperationRates& rates, cJSON* object) {
  Number(object, "requestsPerSecond", rates.requests);
  Number(object, "errorsPerSecond", rates.errors);
  Number(object, "throttledPerSecond", rates.throttled);
  Number(object, "p50Ms", rates.p50_ms);
  Number(object, "p99Ms", rates.p99_ms);
}

cJSON* TableJson(const HouseSample& sample, const HouseRates& rates, size_t index) {
  const TableEntry& table = sample.tables[index];
  cJSON* object = cJSON_CreateObject();
  Text(object, "name", table.name);
  Text(object, "status", table.status);
  if (table.counters >= 0) {
    const auto& counted = sample.counted.tables[static_cast<size_t>(table.counters)];
    Number(object, "itemCount", counted.items);
    Number(object, "itemBytes", counted.item_bytes);
    if (rates.known()) AddRates(rates.tables[index], object);
  }
  cJSON* indexes = cJSON_AddArrayToObject(object, "indexes");
  for (const TableEntry::Index& each : table.indexes) {
    cJSON* entry = cJSON_CreateObject();
    Text(entry, "indexName", each.name);
    Text(entry, "indexStatus", each.status);
    cJSON_AddBoolToObject(entry, "backfilling", each.filling);
    cJSON_AddItemToArray(indexes, entry);
  }
  return object;
}

// `make(i)` for each of `count`, as an array.
template <typename Make>
void Array(cJSON* object, const char* name, size_t count, Make make) {
  cJSON* array = cJSON_AddArrayToObject(object, name);
  for (size_t i = 0; i < count; ++i) cJSON_AddItemToArray(array, make(i));
}

}  // namespace

std::string StatusJson(const HouseSample& sample, const HouseRates& rates, bool compact) {
  const std::unique_ptr<cJSON, decltype(&cJSON_Delete)> json(cJSON_CreateObject(), &cJSON_Delete);
  Text(json.get(), "data", sample.report.data);
  cJSON_AddBoolToObject(json.get(), "allReady", sample.report.AllReady());
  Number(json.get(), "connections", sample.connections);
  Number(json.get(), "requestsInFlight", sample.in_flight);
  if (rates.known()) {
    cJSON* over_all = cJSON_AddObjectToObject(json.get(), "rates");
    Number(over_all, "seconds", rates.seconds);
    AddRates(rates.all, over_all);
  }
  const size_t slots = sample.report.slots.size();
  cJSON_AddItemToObject(json.get(), "supervisor", ProcessJson(sample, rates, 0));
  cJSON_AddItemToObject(json.get(), "registry", ProcessJson(sample, rates, 1));
  Array(json.get(), "slots", slots, [&](size_t i) { return SlotJson(sample, rates, i); });
  Array(json.get(), "gateways", sample.report.gateways.size(),
        [&](size_t i) { return ProcessJson(sample, rates, 2 + slots + i); });
  Array(json.get(), "tables", sample.tables.size(),
        [&](size_t i) { return TableJson(sample, rates, i); });
  const std::unique_ptr<char, decltype(&cJSON_free)> text(
      compact ? cJSON_PrintUnformatted(json.get()) : cJSON_Print(json.get()), &cJSON_free);
  return text.get();
}

}  // namespace partita::cli
