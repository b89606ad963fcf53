// partita check: the programs that own the files look at them, one after the other; their findings
// are printed here.
#include <cjson/cJSON.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "cli/check_run.h"
#include "cli/command.h"
#include "cli/progress_bar.h"
#include "model/check_line.h"
#include "supervisor/data_directory.h"
#include "supervisor/spawn.h"

namespace partita::cli {
namespace {

using model::CheckFinding;

struct CheckOptions {
  std::string data = "./data";
  bool json = false;
};

constexpr int kChildFindings = 1;

std::string SlotName(uint32_t slot) { return fmt::format("slot-{:04}.db", slot); }

// The number in "slot-0007.db"; none: another file.
std::optional<uint32_t> SlotIn(const std::string& name) {
  unsigned slot = 0;
  char end = 0;
  if (std::sscanf(name.c_str(), "slot-%4u.d%c", &slot, &end) != 2) return std::nullopt;
  return name == SlotName(slot) ? std::optional<uint32_t>(slot) : std::nullopt;
}

std::vector<uint32_t> SlotFilesIn(const std::string& data) {
  std::vector<uint32_t> slots;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(data, ignored)) {
    if (const auto slot = SlotIn(entry.path().filename().string())) slots.push_back(*slot);
  }
  std::sort(slots.begin(), slots.end());
  return slots;
}

class HouseCheck {
 public:
  explicit HouseCheck(const CheckOptions& options) : options_(options) {}

  // The exit code.
  int Run() {
    const auto done = Check();
    bar_.Clear();
    if (!done.ok()) {
      const bool impossible = done.error().kind == base::ErrorKind::kInvalid;
      return Fail(done.error(), impossible ? kExitConfiguration : kExitSoftware);
    }
    options_.json ? PrintJson() : PrintTotals();
    return findings_.empty() ? kExitOk : kExitFailed;
  }

 private:
  base::Status Check() {
    PARTITA_TRY(TakeDirectory());
    PARTITA_ASSIGN(programs_, supervisor::ProgramDirectory());
    PARTITA_TRY(CheckManifest());
    PARTITA_TRY(CheckCatalog());
    for (uint32_t slot = 0; slot < slots_; ++slot) PARTITA_TRY(CheckSlot(slot));
    if (!directory_.left_behind()) directory_.ReleaseInOrder();
    return {};
  }

  base::Status TakeDirectory() {
    struct stat facts {};
    if (stat(options_.data.c_str(), &facts) != 0)
      return base::Error::Invalid(fmt::format("there is no data directory {}", options_.data));
    const bool is_data = std::filesystem::exists(options_.data + "/partita.json") ||
                         !SlotFilesIn(options_.data).empty();
    if (!is_data)
      return base::Error::Invalid(
          fmt::format("{} is no data directory of Partita: it has neither "
                      "partita.json nor files of slots",
                      options_.data));
    auto opened = supervisor::DataDirectory::Open(options_.data);
    if (!opened.ok() && opened.error().kind == base::ErrorKind::kUnavailable) {
      return base::Error::Invalid(fmt::format(
          "the house is running, and only files that nobody writes can be checked: stop it first "
          "(systemctl stop 'partita*'), or check a copy or snapshot of {}",
          options_.data));
    }
    if (!opened.ok()) return opened.error();
    directory_ = *std::move(opened);
    return {};
  }

  base::Status CheckManifest() {
    const std::vector<uint32_t> files = SlotFilesIn(options_.data);
    const auto manifest = supervisor::ReadManifest(directory_.fd());
    slots_ = files.empty() ? 1 : files.back() + 1;
    if (manifest.ok()) {
      slots_ = manifest->slots;
    } else if (manifest.error().kind == base::ErrorKind::kNotFound) {
      Found({.file = "partita.json", .text = "it is not there"});
    } else {
      Found({.file = "partita.json", .text = manifest.error().message});
    }
    for (const uint32_t slot : files) {
      if (slot >= slots_)
        Found({.file = SlotName(slot),
               .text = fmt::format("the house has {} slots, this is none of them", slots_)});
    }
    return {};
  }

  base::Status CheckCatalog() {
    bar_.Show("catalog", 0, 0);
    const auto ended = RunCheck(
        programs_ + "/partita-registryd",
        {"--check", "--data", options_.data, "--slots", std::to_string(slots_)}, {},
        [this](const std::vector<std::string>& words) {
          const bool for_slots = words[0] == "table" || words[0] == "next" || words[0] == "mark";
          if (!for_slots) return Heard("catalog", words);
          for (size_t i = 0; i < words.size(); ++i) for_slots_ += (i == 0 ? "" : "\t") + words[i];
          for_slots_ += '\n';
        });
    return Ended("partita-registryd", ended);
  }

  base::Status CheckSlot(uint32_t slot) {
    const std::string what = fmt::format("slot {} of {}", slot + 1, slots_);
    bar_.Show(what, 0, 0);
    const auto ended =
        RunCheck(programs_ + "/partita-partitiond",
                 {"--check", "--data", options_.data, "--slot", std::to_string(slot), "--slots",
                  std::to_string(slots_)},
                 for_slots_, [&](const std::vector<std::string>& words) { Heard(what, words); });
    return Ended("partita-partitiond", ended);
  }

  static base::Status Ended(const char* program, const base::Result<int>& ended) {
    if (!ended.ok()) return ended.error();
    if (*ended == 0 || *ended == kChildFindings) return {};
    return base::Error::Failed(
        fmt::format("{} could not check its file (it ended with {})", program, *ended));
  }

  void Heard(const std::string& what, const std::vector<std::string>& words) {
    if (words.size() == 5 && words[0] == "finding") Found({words[1], words[2], words[3], words[4]});
    if (words.size() == 3 && words[0] == "progress")
      bar_.Show(what, std::strtoull(words[1].c_str(), nullptr, 10),
                std::strtoull(words[2].c_str(), nullptr, 10));
    if (words.size() == 3 && words[0] == "total")
      totals_[words[1]] += std::strtoull(words[2].c_str(), nullptr, 10);
  }

  void Found(CheckFinding finding) {
    if (!options_.json) {
      bar_.Clear();
      fmt::print("{}: {}{}{}\n", finding.file,
                 finding.table.empty() ? "" : fmt::format("table {}: ", finding.table),
                 finding.key.empty() ? "" : fmt::format("key {}: ", finding.key), finding.text);
      std::fflush(stdout);
    }
    findings_.push_back(std::move(finding));
  }

  void PrintTotals() const {
    fmt::print(
        "checked {} slots: {} tables, {} items, {} index entries, {} stream records: {}\n", slots_,
        Total("tables"), Total("items"), Total("index entries"), Total("stream records"),
        findings_.empty() ? "nothing is wrong" : fmt::format("{} findings", findings_.size()));
  }

  void PrintJson() const {
    const std::unique_ptr<cJSON, decltype(&cJSON_Delete)> json(cJSON_CreateObject(), &cJSON_Delete);
    cJSON_AddStringToObject(json.get(), "data", options_.data.c_str());
    cJSON_AddBoolToObject(json.get(), "clean", findings_.empty());
    cJSON* findings = cJSON_AddArrayToObject(json.get(), "findings");
    for (const CheckFinding& finding : findings_) {
      cJSON* one = cJSON_CreateObject();
      cJSON_AddStringToObject(one, "file", finding.file.c_str());
      if (!finding.table.empty()) cJSON_AddStringToObject(one, "table", finding.table.c_str());
      if (!finding.key.empty()) cJSON_AddStringToObject(one, "key", finding.key.c_str());
      cJSON_AddStringToObject(one, "finding", finding.text.c_str());
      cJSON_AddItemToArray(findings, one);
    }
    cJSON_AddNumberToObject(json.get(), "slots", slots_);
    for (const auto& [member, what] : {std::pair{"tables", "tables"},
                                       {"items", "items"},
                                       {"indexEntries", "index entries"},
                                       {"streamRecords", "stream records"},
                                       {"transactionRecords", "transaction records"}}) {
      cJSON_AddNumberToObject(json.get(), member, static_cast<double>(Total(what)));
    }
    const std::unique_ptr<char, decltype(&cJSON_free)> text(cJSON_Print(json.get()), &cJSON_free);
    std::puts(text.get());
  }

  uint64_t Total(const std::string& what) const {
    const auto found = totals_.find(what);
    return found == totals_.end() ? 0 : found->second;
  }

  const CheckOptions options_;
  supervisor::DataDirectory directory_;
  std::string programs_;
  uint32_t slots_ = 0;
  std::string for_slots_;  // what the catalog says, as the slots' programs are told it
  std::vector<CheckFinding> findings_;
  std::map<std::string, uint64_t> totals_;
  ProgressBar bar_;
};

}  // namespace

void AddCheck(CLI::App* app, int* exit_code) {
  CLI::App* check =
      app->add_subcommand("check", "Check every file of a house that is stopped, byte by byte");
  const auto options = std::make_shared<CheckOptions>();
  check->add_option("--data", options->data, "Data directory of the house")
      ->type_name("DIR")
      ->capture_default_str();
  check->add_flag("--json", options->json, "Print the findings as JSON");
  check->footer(
      "Checksums of all items, index entries against items both ways, counts, hashes against the\n"
      "slot's range, the write-ahead logs, SQLite's own integrity check, and how far each slot "
      "has\n"
      "acknowledged. Nothing is changed or repaired. A finding is a line that names the file, the\n"
      "table and the key.\n\n"
      "Example: systemctl stop 'partita*'\n"
      "         runuser -u partita -- partita check --data /var/lib/partita\n\n"
      "Exit codes: 0 nothing is wrong, 1 something is, 64 wrong usage, 70 a checker failed,\n"
      "78 there is nothing to check here, or the house is running.");
  check->callback([options, exit_code] { *exit_code = HouseCheck(*options).Run(); });
}

}  // namespace partita::cli
