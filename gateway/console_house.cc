#include "gateway/console_house.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/clock.h"
#include "base/death.h"
#include "gateway/api/json_writer.h"
#include "metrics/histogram.h"
#include "metrics/reading.h"
#include "shm/process_name.h"

namespace partita::gateway {
namespace {

using api::JsonWriter;
using shm::ControlBlock;
using shm::ProcessEntry;
using shm::Role;

int64_t Load(const std::atomic<uint64_t>& word) {
  return static_cast<int64_t>(word.load(std::memory_order_relaxed));
}

std::string_view TableStatusWord(model::TableStatus status) {
  switch (status) {
    case model::TableStatus::kCreating:
      return "CREATING";
    case model::TableStatus::kUpdating:
      return "UPDATING";
    case model::TableStatus::kDeleting:
      return "DELETING";
    case model::TableStatus::kActive:
      break;
  }
  return "ACTIVE";
}

// The members of a process; its object stays open.
void WriteProcess(const ControlBlock& block, Role role, uint32_t index, JsonWriter* json) {
  const ProcessEntry& entry = block.Entry(role, index);
  const int32_t pid = entry.pid.load(std::memory_order_relaxed);
  const int64_t uptime_us =
      base::WallMicros() - entry.started_at_us.load(std::memory_order_relaxed);
  const auto state = static_cast<shm::ProcessState>(entry.state.load(std::memory_order_relaxed));
  json->BeginObject().Key("name").String(shm::ProcessName(role, index));
  json->Key("state").String(shm::ProcessStateName(state));
  json->Key("pid").Integer(pid);
  json->Key("epoch").Integer(entry.epoch.load(std::memory_order_relaxed));
  json->Key("restarts").Integer(entry.restarts.load(std::memory_order_relaxed));
  json->Key("uptimeMs").Integer(pid == 0 ? 0 : std::max<int64_t>(0, uptime_us / 1000));
  json->Key("readyAfterMs");
  fmt::format_to(std::back_inserter(*json->Value()), "{}",
                 entry.ready_after_us.load(std::memory_order_relaxed) / 1000.0);
  const int64_t died_us = entry.last_death_at_us.load(std::memory_order_relaxed);
  if (died_us == 0) return;
  json->Key("lastDeath")
      .String(base::DescribeDeath(entry.last_wait_status.load(std::memory_order_relaxed)));
  json->Key("lastDeathAt").Date(died_us);
}

void WriteHistogram(const metrics::HistogramReading& reading, JsonWriter* json) {
  json->BeginArray();
  for (size_t bucket = 0; bucket < metrics::kBuckets; ++bucket) {
    if (reading.buckets[bucket] == 0) continue;
    json->BeginArray().Integer(static_cast<int64_t>(metrics::LowerBound(bucket)));
    json->Integer(static_cast<int64_t>(metrics::LowerBound(bucket + 1)));
    json->Integer(static_cast<int64_t>(reading.buckets[bucket])).EndArray();
  }
  json->EndArray();
}

void WriteSlot(const ControlBlock& block, const metrics::PartitionRegion& counted, uint32_t slot,
               const Router& router, const model::SlotMap& slot_map, JsonWriter* json) {
  const ProcessEntry& entry = block.Entry(Role::kPartition, slot);
  const Router::Load load = router.LoadOf(slot);
  WriteProcess(block, Role::kPartition, slot, json);
  json->Key("slot").Integer(slot);
  json->Key("file").String(fmt::format("slot-{:04}.db", slot));
  json->Key("firstHash").String(fmt::format("{:016x}", slot_map.FirstHash(slot)));
  json->Key("lastHash").String(fmt::format("{:016x}", slot_map.LastHash(slot)));
  json->Key("itemCount").Integer(Load(entry.item_count));
  json->Key("itemBytes").Integer(Load(entry.item_bytes));
  json->Key("durableEpoch").Integer(Load(entry.durable_epoch));
  json->Key("durableSeq").Integer(Load(entry.durable_seq));
  json->Key("backfillScanned").Integer(Load(entry.backfill_scanned));
  json->Key("backfillTotal").Integer(Load(entry.backfill_total));
  json->Key("waiting").Integer(static_cast<int64_t>(load.waiting));
  json->Key("questions").Integer(static_cast<int64_t>(load.asked));
  metrics::HistogramReading commit;
  commit.Add(counted.commit);
  WriteHistogram(commit, &json->Key("commit"));
  json->EndObject();
}

void WriteTable(const model::TableSchema& table, JsonWriter* json) {
  const model::KeyAttribute& key = table.key.partition.front();
  json->BeginObject().Key("name").String(table.name);
  json->Key("status").String(TableStatusWord(table.status));
  json->Key("keyName").String(key.name);
  json->Key("keyType").String(model::AttributeTypeName(key.type)).EndObject();
}

}  // namespace

ConsoleAnswer ConsoleRefusal(int status, std::string_view message) {
  JsonWriter json;
  json.BeginObject().Key("message").String(message).EndObject();
  return {status, json.Take()};
}

ConsoleAnswer DescribeHouse(const ControlBlock& block, const metrics::CounterBlock& counters,
                            Router* router) {
  const auto schemas = router->Schemas();
  JsonWriter json;
  json.BeginObject().Key("supervisor");
  WriteProcess(block, Role::kSupervisor, 0, &json);
  json.EndObject().Key("registry");
  WriteProcess(block, Role::kRegistry, 0, &json);
  json.EndObject().Key("gateways").BeginArray();
  for (uint32_t index = 0; index < std::min(block.gateways, shm::kMaxGateways); ++index) {
    WriteProcess(block, Role::kGateway, index, &json);
    json.EndObject();
  }
  json.EndArray().Key("slots").BeginArray();
  for (uint32_t slot = 0; slot < router->slots(); ++slot)
    WriteSlot(block, counters.partition[slot], slot, *router, schemas->slot_map, &json);
  json.EndArray().Key("tables").BeginArray();
  for (const model::TableSchema& table : schemas->tables) WriteTable(table, &json);
  const metrics::OperationReading all =
      metrics::ReadHouse(counters, block.partitions, block.gateways).AllOperations();
  json.EndArray().Key("requests").Integer(static_cast<int64_t>(all.requests()));
  WriteHistogram(all.latency, &json.Key("latency"));
  json.EndObject();
  return {200, json.Take()};
}

}  // namespace partita::gateway
