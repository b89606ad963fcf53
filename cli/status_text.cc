#include "cli/status_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/clock.h"
#include "cli/text_table.h"

namespace partita::cli {
namespace {

using supervisor::ProcessReport;
using supervisor::SlotReport;

constexpr const char* kNothing = "–";

std::string Grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string Milliseconds(double ms) { return ms == 0 ? kNothing : fmt::format("{:.2f} ms", ms); }

Tone ToneOf(const std::string& state) {
  if (state == "ready" || state == "ACTIVE") return Tone::kGood;
  if (state == "down" || state == "quarantined") return Tone::kBad;
  return Tone::kWarning;
}

Cell Number(uint64_t number) {
  return {Grouped(number), number == 0 ? Tone::kFaint : Tone::kPlain};
}
Cell Rate(const HouseRates& rates, double rate, Tone tone = Tone::kPlain) {
  if (!rates.known()) return {kNothing, Tone::kFaint};
  return {ShortRate(rate), rate == 0 ? Tone::kFaint : tone};
}

std::string LastDeath(const ProcessReport& process) {
  if (process.last_death_at_us == 0) return "never";
  return fmt::format("{}, {} ago", process.last_death,
                     ShortDuration(base::WallMicros() - process.last_death_at_us));
}

std::string Readiness(const ProcessReport& process) {
  if (process.ready_after_us == 0) return kNothing;
  return fmt::format("{:.1f} ms", static_cast<double>(process.ready_after_us) / 1000);
}

std::vector<Cell> ProcessRow(const ProcessReport& process, const ProcessVitals& vitals,
                             const HouseRates& rates, size_t index) {
  const bool lives = process.pid != 0;
  const bool died = process.last_death_at_us != 0;
  const uint64_t memory =
      vitals.proportional_bytes != 0 ? vitals.proportional_bytes : vitals.resident_bytes;
  return {{process.name},
          {process.state, ToneOf(process.state)},
          {lives ? std::to_string(process.pid) : kNothing},
          {std::to_string(process.epoch)},
          {std::to_string(process.restarts), process.restarts > 0 ? Tone::kWarning : Tone::kFaint},
          {lives ? ShortDuration(process.uptime_us) : kNothing},
          {rates.known() ? fmt::format("{:.0f} %", rates.cores[index] * 100) : kNothing},
          {lives && memory != 0 ? ShortBytes(memory) : kNothing},
          {Readiness(process)},
          {LastDeath(process), died ? Tone::kWarning : Tone::kFaint}};
}

TextTable ProcessTable(const HouseSample& sample, const HouseRates& rates) {
  TextTable table({{"PROCESS", false, 9},
                   {"STATE", false, 9},
                   {"PID", true, 6},
                   {"EPOCH", true, 1},
                   {"RESTARTS", true, 7},
                   {"UPTIME", true, 5},
                   {"CPU", true, 4},
                   {"MEMORY", true, 4},
                   {"READY IN", true, 0},
                   {"LAST DEATH", false, 3}});
  const auto processes = sample.Processes();
  for (size_t i = 0; i < processes.size(); ++i)
    table.Add(ProcessRow(*processes[i], sample.processes[i], rates, i));
  return table;
}

// "45 % of 10,000 items"
std::string Filling(const SlotReport& slot) {
  if (slot.backfill_total == 0) return kNothing;
  return fmt::format("{} % of {} items",
                     std::min<uint64_t>(100, slot.backfill_scanned * 100 / slot.backfill_total),
                     Grouped(slot.backfill_total));
}

TextTable SlotTable(const HouseSample& sample, const HouseRates& rates) {
  TextTable table({{"SLOT", true, 9},
                   {"KEYS", true, 8},
                   {"BYTES", true, 8},
                   {"READS/S", true, 7},
                   {"WRITES/S", true, 7},
                   {"PER COMMIT", true, 3},
                   {"SYNC P99", true, 4},
                   {"WAL", true, 5},
                   {"FILE", true, 5},
                   {"EPOCH", true, 1},
                   {"SEQUENCE", true, 1},
                   {"FILLING INDEXES", false, 2}});
  for (size_t i = 0; i < sample.slots.size(); ++i) {
    const SlotReport& slot = sample.report.slots[i];
    const SlotVitals& vitals = sample.slots[i];
    const HouseRates::Slot rate = rates.known() ? rates.slots[i] : HouseRates::Slot{};
    table.Add({{std::to_string(i), vitals.disk_full ? Tone::kBad : Tone::kPlain},
               Number(slot.item_count),
               {ShortBytes(slot.item_bytes)},
               Rate(rates, rate.reads),
               Rate(rates, rate.writes),
               Rate(rates, rate.writes_per_commit),
               {rates.known() ? Milliseconds(rate.sync_p99_ms) : kNothing},
               {ShortBytes(vitals.wal_bytes)},
               {ShortBytes(vitals.database_bytes)},
               {std::to_string(slot.durable_epoch)},
               {std::to_string(slot.durable_seq)},
               {Filling(slot), slot.backfill_total == 0 ? Tone::kFaint : Tone::kWarning}});
  }
  return table;
}

std::string IndexesOf(const TableEntry& table) {
  std::string words;
  for (const TableEntry::Index& index : table.indexes) {
    if (index.status == "ACTIVE" && !index.filling) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", index.name,
                         index.filling ? "is filled" : index.status);
  }
  return words.empty() ? std::to_string(table.indexes.size()) : words;
}

void AddTableRow(std::string name, Cell status, const metrics::TableReading* counted,
                 const OperationRates* rate, std::string indexes, const HouseRates& rates,
                 TextTable* table) {
  const bool known = rate != nullptr && rates.known();
  const OperationRates shown = known ? *rate : OperationRates{};
  const Cell nothing{kNothing, Tone::kFaint};
  table->Add({{std::move(name)},
              std::move(status),
              counted != nullptr ? Number(counted->items) : nothing,
              {counted != nullptr ? ShortBytes(counted->item_bytes) : kNothing},
              known ? Rate(rates, shown.requests) : nothing,
              known ? Rate(rates, shown.errors, Tone::kWarning) : nothing,
              {known ? Milliseconds(shown.p50_ms) : kNothing},
              {known ? Milliseconds(shown.p99_ms) : kNothing},
              {std::move(indexes)}});
}

TextTable TableTable(const HouseSample& sample, const HouseRates& rates) {
  TextTable table({{"TABLE", false, 9},
                   {"STATUS", false, 8},
                   {"ITEMS", true, 7},
                   {"BYTES", true, 6},
                   {"REQUESTS/S", true, 7},
                   {"ERRORS/S", true, 5},
                   {"P50", true, 3},
                   {"P99", true, 4},
                   {"INDEXES", false, 2}});
  bool some_share = false;
  for (size_t i = 0; i < sample.tables.size(); ++i) {
    const TableEntry& entry = sample.tables[i];
    const bool own = entry.counters >= 0;
    some_share = some_share || !own;
    AddTableRow(entry.name, {entry.status, ToneOf(entry.status)},
                own ? &sample.counted.tables[static_cast<size_t>(entry.counters)] : nullptr,
                own && rates.known() ? &rates.tables[i] : nullptr, IndexesOf(entry), rates, &table);
  }
  if (some_share) {
    AddTableRow("(others)", {kNothing, Tone::kFaint}, &sample.counted.tables[metrics::kOtherTables],
                &rates.others, kNothing, rates, &table);
  }
  return table;
}

std::string Headline(const HouseSample& sample, bool colours) {
  const bool ready = sample.report.AllReady();
  return fmt::format("{}  {}, up {}, {}", Bold("partita", colours), sample.report.data,
                     ShortDuration(sample.report.supervisor.uptime_us),
                     ready ? Coloured("all ready", Tone::kGood, colours)
                           : Coloured("not all ready", Tone::kBad, colours));
}

std::string RateLine(const HouseSample& sample, const HouseRates& rates, bool colours) {
  const double cores = std::accumulate(rates.cores.begin(), rates.cores.end(), 0.0);
  std::string line =
      fmt::format("{} requests/s  {} errors/s", Bold(ShortRate(rates.all.requests), colours),
                  ShortRate(rates.all.errors));
  if (rates.all.throttled > 0)
    line += fmt::format("  {} throttled/s", ShortRate(rates.all.throttled));
  return line + fmt::format("  p50 {}  p99 {}  {:.2f} cores  {} connections  {} in flight",
                            Milliseconds(rates.all.p50_ms), Milliseconds(rates.all.p99_ms), cores,
                            Grouped(sample.connections), Grouped(sample.in_flight));
}

void Append(std::vector<std::string> from, std::vector<std::string>* to) {
  to->emplace_back();
  for (std::string& line : from) to->push_back(std::move(line));
}

}  // namespace

std::string ShortDuration(int64_t us) {
  if (us < 1'000'000) return fmt::format("{} ms", us / 1000);
  const int64_t s = us / 1'000'000;
  if (s < 120) return fmt::format("{} s", s);
  if (s < 2 * 3600) return fmt::format("{} min", s / 60);
  if (s < 2 * 86400) return fmt::format("{} h", s / 3600);
  return fmt::format("{} d", s / 86400);
}

std::string ShortBytes(uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  auto value = static_cast<double>(bytes);
  for (const char* unit : {"kB", "MB", "GB", "TB"}) {
    value /= 1000;
    if (value < 10) return fmt::format("{:.1f} {}", value, unit);
    if (value < 1000) return fmt::format("{:.0f} {}", value, unit);
  }
  return fmt::format("{:.0f} PB", value / 1000);
}

std::string ShortRate(double rate) {
  if (rate < 10 && rate != 0) return fmt::format("{:.1f}", rate);
  return Grouped(static_cast<uint64_t>(rate + 0.5));
}

std::vector<std::string> StatusLines(const HouseSample& sample, const HouseRates& rates,
                                     const TextOptions& options) {
  std::vector<std::string> lines{Headline(sample, options.colours)};
  if (rates.known()) lines.push_back(RateLine(sample, rates, options.colours));
  Append(ProcessTable(sample, rates).Lines(options.width, options.colours), &lines);
  Append(SlotTable(sample, rates).Lines(options.width, options.colours), &lines);
  if (!sample.tables.empty())
    Append(TableTable(sample, rates).Lines(options.width, options.colours), &lines);
  return lines;
}

}  // namespace partita::cli
