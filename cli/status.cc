// partita status: what runs in a data directory, as a table or as JSON.
#include <cjson/cJSON.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "base/clock.h"
#include "cli/command.h"
#include "supervisor/status_report.h"

namespace partita::cli {
namespace {

using supervisor::ProcessReport;
using supervisor::SlotReport;
using supervisor::StatusReport;

struct StatusOptions {
  std::string data = "./data";
  bool json = false;
};

// "850 ms", "12 s", "3 min", "5 h", "2 d": the largest unit that says enough.
std::string Duration(int64_t us) {
  if (us < 1'000'000) return fmt::format("{} ms", us / 1000);
  const int64_t s = us / 1'000'000;
  if (s < 120) return fmt::format("{} s", s);
  if (s < 2 * 3600) return fmt::format("{} min", s / 60);
  if (s < 2 * 86400) return fmt::format("{} h", s / 3600);
  return fmt::format("{} d", s / 86400);
}

std::string UtcTime(int64_t us) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<time_t>(us / 1'000'000)));
}

std::string LastDeath(const ProcessReport& process) {
  if (process.last_death_at_us == 0) return "never";
  return fmt::format("{}, {} ago", process.last_death,
                     Duration(base::WallMicros() - process.last_death_at_us));
}

void PrintProcess(const ProcessReport& process) {
  fmt::print("{:<14} {:<12} {:>8} {:>5} {:>8} {:>8} {:>9}  {}\n", process.name, process.state,
             process.pid == 0 ? "-" : std::to_string(process.pid), process.epoch, process.restarts,
             process.pid == 0 ? "-" : Duration(process.uptime_us),
             process.ready_after_us == 0
                 ? "-"
                 : fmt::format("{:.1f} ms", static_cast<double>(process.ready_after_us) / 1000),
             LastDeath(process));
}

// "45 % of 10000 items"
std::string Filling(const SlotReport& slot) {
  if (slot.backfill_total == 0) return "-";
  return fmt::format("{} % of {} items",
                     std::min<uint64_t>(100, slot.backfill_scanned * 100 / slot.backfill_total),
                     slot.backfill_total);
}

void PrintTable(const StatusReport& report) {
  fmt::print("{:<14} {:<12} {:>8} {:>5} {:>8} {:>8} {:>9}  {}\n", "PROCESS", "STATE", "PID",
             "EPOCH", "RESTARTS", "UPTIME", "READY IN", "LAST DEATH");
  PrintProcess(report.supervisor);
  PrintProcess(report.registry);
  for (const SlotReport& slot : report.slots) PrintProcess(slot.process);
  for (const ProcessReport& gateway : report.gateways) PrintProcess(gateway);
  fmt::print("\n{:<14} {:>12} {:>14} {:>14} {:>14}  {}\n", "SLOT", "ITEMS", "BYTES",
             "DURABLE EPOCH", "DURABLE SEQ", "FILLING INDEXES");
  for (size_t i = 0; i < report.slots.size(); ++i) {
    const SlotReport& slot = report.slots[i];
    fmt::print("{:<14} {:>12} {:>14} {:>14} {:>14}  {}\n", i, slot.item_count, slot.item_bytes,
               slot.durable_epoch, slot.durable_seq, Filling(slot));
  }
}

void Number(cJSON* object, const char* name, double value) {
  cJSON_AddNumberToObject(object, name, value);
}

cJSON* ProcessJson(const ProcessReport& process) {
  cJSON* object = cJSON_CreateObject();
  cJSON_AddStringToObject(object, "name", process.name.c_str());
  cJSON_AddStringToObject(object, "state", process.state.c_str());
  Number(object, "pid", process.pid);
  Number(object, "epoch", process.epoch);
  Number(object, "restarts", process.restarts);
  Number(object, "uptimeMs", static_cast<double>(process.uptime_us / 1000));
  Number(object, "readyAfterMs", static_cast<double>(process.ready_after_us) / 1000);
  if (process.last_death_at_us != 0) {
    cJSON_AddStringToObject(object, "lastDeath", process.last_death.c_str());
    cJSON_AddStringToObject(object, "lastDeathAt", UtcTime(process.last_death_at_us).c_str());
  }
  return object;
}

cJSON* SlotJson(const SlotReport& slot) {
  cJSON* object = ProcessJson(slot.process);
  Number(object, "itemCount", static_cast<double>(slot.item_count));
  Number(object, "itemBytes", static_cast<double>(slot.item_bytes));
  Number(object, "durableEpoch", static_cast<double>(slot.durable_epoch));
  Number(object, "durableSeq", static_cast<double>(slot.durable_seq));
  Number(object, "backfillScanned", static_cast<double>(slot.backfill_scanned));
  Number(object, "backfillTotal", static_cast<double>(slot.backfill_total));
  return object;
}

void PrintJson(const StatusReport& report) {
  const std::unique_ptr<cJSON, decltype(&cJSON_Delete)> json(cJSON_CreateObject(), &cJSON_Delete);
  cJSON_AddStringToObject(json.get(), "data", report.data.c_str());
  cJSON_AddBoolToObject(json.get(), "allReady", report.AllReady());
  cJSON_AddItemToObject(json.get(), "supervisor", ProcessJson(report.supervisor));
  cJSON_AddItemToObject(json.get(), "registry", ProcessJson(report.registry));
  cJSON* slots = cJSON_AddArrayToObject(json.get(), "slots");
  for (const SlotReport& slot : report.slots) cJSON_AddItemToArray(slots, SlotJson(slot));
  cJSON* gateways = cJSON_AddArrayToObject(json.get(), "gateways");
  for (const ProcessReport& gateway : report.gateways)
    cJSON_AddItemToArray(gateways, ProcessJson(gateway));
  const std::unique_ptr<char, decltype(&cJSON_free)> text(cJSON_Print(json.get()), &cJSON_free);
  std::puts(text.get());
}

int ShowStatus(const StatusOptions& options) {
  const auto report = supervisor::ReadStatus(options.data);
  if (!report.ok()) {
    const bool nobody = report.error().kind == base::ErrorKind::kNotFound;
    return Fail(report.error(), nobody ? kExitUnavailable : kExitFailed);
  }
  options.json ? PrintJson(*report) : PrintTable(*report);
  return report->AllReady() ? kExitOk : kExitFailed;
}

}  // namespace

void AddStatus(CLI::App* app, int* exit_code) {
  CLI::App* status =
      app->add_subcommand("status", "Show the processes and slots of a running house");
  const auto options = std::make_shared<StatusOptions>();
  status->add_option("--data", options->data, "Data directory of the house")->capture_default_str();
  status->add_flag("--json", options->json, "Print JSON instead of a table");
  status->footer(
      "Example: partita status --data /var/lib/partita --json\n\n"
      "Exit codes: 0 all processes are ready, 1 some are not, 64 wrong usage, 69 nobody serves\n"
      "the data directory.");
  status->callback([options, exit_code] { *exit_code = ShowStatus(*options); });
}

}  // namespace partita::cli
