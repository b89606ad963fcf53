#include "partitiond/check_slot.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <iostream>

#include "base/log.h"
#include "model/check_line.h"
#include "model/table_json.h"
#include "store/slot_check.h"

namespace partita::partitiond {
namespace {

constexpr int kClean = 0;
constexpr int kFindings = 1;
constexpr int kNotChecked = 70;  // sysexits' EX_SOFTWARE

uint64_t NumberIn(const std::string& word) {
  uint64_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

base::Status Learn(const std::vector<std::string>& words, store::SlotCheckOptions* wanted) {
  if (words.size() == 2 && words[0] == "table") {
    PARTITA_ASSIGN(model::TableSchema table, model::TableFromJson(words[1]));
    wanted->tables.push_back(std::move(table));
  } else if (words.size() == 2 && words[0] == "next") {
    wanted->next_table_id = NumberIn(words[1]);
  } else if (words.size() == 4 && words[0] == "mark" && NumberIn(words[1]) == wanted->slot) {
    wanted->acknowledged = {NumberIn(words[2]), NumberIn(words[3])};
  }
  return {};
}

void Say(const std::string& line) {
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
}

void SayTotal(std::string_view what, uint64_t number) {
  Say(model::CheckLine({"total", what, std::to_string(number)}));
}

base::Result<uint64_t> Check(const CheckOptions& options) {
  const std::string name = fmt::format("slot-{:04}.db", options.slot);
  store::SlotCheckOptions wanted;
  wanted.path = options.data + "/" + name;
  wanted.slot = options.slot;
  wanted.slots = options.slots;
  for (std::string line; std::getline(std::cin, line);)
    PARTITA_TRY(Learn(model::SplitCheckLine(line), &wanted));
  store::CheckReport report(
      name, [](const model::CheckFinding& finding) { Say(model::CheckLine(finding)); });
  PARTITA_ASSIGN(const store::SlotCheckTotals totals,
                 store::CheckSlot(wanted, &report, [](uint64_t done, uint64_t total) {
                   Say(model::CheckLine({"progress", std::to_string(done), std::to_string(total)}));
                 }));
  report.End();
  SayTotal("items", totals.items);
  SayTotal("index entries", totals.index_entries);
  SayTotal("stream records", totals.stream_records);
  SayTotal("transaction records", totals.transaction_records);
  return report.findings();
}

}  // namespace

int CheckSlotFile(const CheckOptions& options) {
  const auto findings = Check(options);
  if (findings.ok()) return *findings == 0 ? kClean : kFindings;
  base::Log(base::LogLevel::kError, "{}", findings.error().message);
  return kNotChecked;
}

}  // namespace partita::partitiond
