#include "registryd/capacity_update.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "model/api_message.h"
#include "model/warm_throughput.h"

namespace partita::registryd {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;
using model::BillingMode;
using model::OnDemandThroughput;
using model::Throughput;

namespace {

template <typename... Args>
ApiError InvalidCapacity(fmt::format_string<Args...> text, Args&&... args) {
  return ApiError::Validation(
      fmt::format(message::kInvalidParameter, fmt::format(text, std::forward<Args>(args)...)));
}

// `of` is "table" or "index gsi1", `provisioned_for` "the table" or "index gsi1".
ApiError Unchanged(std::string_view of, std::string_view provisioned_for, const Throughput& units) {
  return ApiError::Validation(fmt::format(message::kThroughputUnchanged, of, provisioned_for,
                                          units.read_units, units.write_units));
}

// `of` is "table" or "index gsi1"; a unit of 0 was not named.
ApiStatus Warm(const Throughput& asked, BillingMode mode, const Throughput& provisioned,
               std::string_view of, Throughput* warm) {
  const Throughput now = model::WarmThroughput(mode, provisioned, *warm);
  if (asked.read_units != 0 && asked.read_units < now.read_units)
    return InvalidCapacity(message::kWarmDecreased, "ReadUnitsPerSecond", of);
  if (asked.write_units != 0 && asked.write_units < now.write_units)
    return InvalidCapacity(message::kWarmDecreased, "WriteUnitsPerSecond", of);
  *warm = {std::max(now.read_units, asked.read_units),
           std::max(now.write_units, asked.write_units)};
  return {};
}

// A maximum of 0 was not named, -1 takes it away.
std::optional<OnDemandThroughput> Maxima(const OnDemandThroughput& asked,
                                         const std::optional<OnDemandThroughput>& now) {
  OnDemandThroughput maxima = now.value_or(OnDemandThroughput());
  if (asked.max_read_units != 0) maxima.max_read_units = asked.max_read_units;
  if (asked.max_write_units != 0) maxima.max_write_units = asked.max_write_units;
  if (maxima == OnDemandThroughput()) return std::nullopt;
  return maxima;
}

bool NamesThroughput(const wire::TableUpdate& update, const std::string& index) {
  return std::any_of(
      update.changed.begin(), update.changed.end(),
      [&](const wire::IndexUpdate& one) { return one.name == index && one.throughput; });
}

// What the old mode knew of capacity is gone; UpdateIndexes fills in what the new one needs.
void ForgetCapacity(model::TableSchema* table) {
  table->throughput = {};
  table->on_demand.reset();
  for (model::IndexSchema& index : table->indexes) {
    index.throughput = {};
    index.on_demand.reset();
  }
}

ApiStatus SwitchToProvisioned(const wire::TableUpdate& update, model::TableSchema* table) {
  for (const model::IndexSchema& index : table->indexes) {
    if (index.global && !NamesThroughput(update, index.name))
      return InvalidCapacity(message::kIndexThroughputNeeded, index.name);
  }
  ForgetCapacity(table);
  table->billing_mode = BillingMode::kProvisioned;
  return {};
}

void SwitchToOnDemand(model::TableSchema* table) {
  ForgetCapacity(table);
  table->billing_mode = BillingMode::kPayPerRequest;
  table->billing_mode_changed_at_us = base::WallMicros();
}

ApiStatus SetThroughput(const Throughput& wanted, bool switched, model::TableSchema* table) {
  if (table->billing_mode == BillingMode::kPayPerRequest)
    return InvalidCapacity(message::kThroughputWithOnDemand);
  const Throughput old = std::exchange(table->throughput, wanted);
  if (switched) return {};
  if (old == wanted) return Unchanged("table", "the table", wanted);
  const int64_t now = base::WallMicros();
  if (wanted.read_units > old.read_units || wanted.write_units > old.write_units)
    table->throughput_increased_at_us = now;
  if (wanted.read_units < old.read_units || wanted.write_units < old.write_units)
    table->throughput_decreased_at_us = now;
  return {};
}

ApiStatus SetMaxima(const OnDemandThroughput& wanted, model::TableSchema* table) {
  if (table->billing_mode == BillingMode::kProvisioned) {
    return InvalidCapacity(message::kOnDemandWithProvisioned, wanted.max_read_units != 0
                                                                  ? "MaxReadRequestUnits"
                                                                  : "MaxWriteRequestUnits");
  }
  table->on_demand = Maxima(wanted, table->on_demand);
  return {};
}

}  // namespace

ApiStatus UpdateCapacity(const wire::TableUpdate& update, model::TableSchema* table) {
  const bool switches = update.billing_mode && update.wanted.billing_mode != table->billing_mode;
  if (switches && update.wanted.billing_mode == BillingMode::kProvisioned)
    PARTITA_TRY(SwitchToProvisioned(update, table));
  else if (switches)
    SwitchToOnDemand(table);
  if (update.throughput) PARTITA_TRY(SetThroughput(update.wanted.throughput, switches, table));
  if (update.on_demand) PARTITA_TRY(SetMaxima(*update.wanted.on_demand, table));
  if (!update.warm) return {};
  return Warm(update.wanted.warm, table->billing_mode, table->throughput, "table", &table->warm);
}

ApiStatus UpdateIndexCapacity(const wire::IndexUpdate& update, bool billing_mode_changed,
                              const model::TableSchema& table, model::IndexSchema* index) {
  const bool on_demand = table.billing_mode == BillingMode::kPayPerRequest;
  if (on_demand && !update.on_demand && !update.warm)
    return InvalidCapacity(message::kOnDemandIndexUpdate, index->name);
  if (on_demand && update.throughput)
    return InvalidCapacity(message::kIndexUnitsGiven, index->name);
  if (!on_demand && update.on_demand) {
    return InvalidCapacity(
        message::kIndexOnDemandWithProvisioned,
        update.on_demand->max_read_units != 0 ? "MaxReadRequestUnits" : "MaxWriteRequestUnits",
        index->name);
  }
  if (!on_demand && !update.throughput && !update.warm)
    return InvalidCapacity(message::kIndexUnitsNeeded, index->name);
  const std::string of = fmt::format("index {}", index->name);
  if (update.throughput) {
    const Throughput old = std::exchange(index->throughput, *update.throughput);
    if (old == index->throughput && !billing_mode_changed)
      return Unchanged(of, of, index->throughput);
  }
  if (update.on_demand) index->on_demand = Maxima(*update.on_demand, index->on_demand);
  if (!update.warm) return {};
  return Warm(*update.warm, table.billing_mode, index->throughput, of, &index->warm);
}

}  // namespace partita::registryd
