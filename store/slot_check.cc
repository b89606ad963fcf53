#include "store/slot_check.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "sqlite/file_check.h"
#include "store/change_log.h"
#include "store/meta.h"
#include "store/slot_file.h"
#include "store/transaction_rows.h"

namespace partita::store {
namespace {

bool IsThere(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0;
}

// A statement on a table that is not there would be a bug of ours: they are looked for first.
base::Result<bool> HasTables(sqlite::Database* database, const char* names, int64_t count) {
  PARTITA_ASSIGN(
      const int64_t found,
      database->QueryInt64(fmt::format(
          "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ({})", names)));
  return found == count;
}

class SlotChecker {
 public:
  SlotChecker(sqlite::Database* database, const SlotCheckOptions& options, CheckReport* report)
      : database_(database), options_(options), report_(report) {}

  base::Result<SlotCheckTotals> Run(const CheckProgress& progress) {
    PARTITA_ASSIGN(const bool whole, CheckMeta());
    if (!whole) return totals_;
    Continue("items", CheckItems(progress));
    Continue("streams", CheckStreams());
    Continue("transactions", CheckTransactions());
    return totals_;
  }

 private:
  // A part that cannot be read to its end keeps nobody from looking at the others.
  void Continue(const char* part, const base::Status& checked) {
    if (checked.ok()) return;
    report_->Add(
        fmt::format("its {} cannot be read any further: {}", part, checked.error().message));
  }

  // False: it makes no sense to look at the rows.
  base::Result<bool> CheckMeta() {
    PARTITA_ASSIGN(const bool has_meta, HasTables(database_, "'meta'", 1));
    if (!has_meta) {
      report_->Add("it is no file of a slot: it has no table meta");
      return false;
    }
    Meta meta(*database_);
    const auto mark = meta.Load(fmt::format("{}/{}", options_.slot, options_.slots));
    if (!mark.ok()) {
      report_->Add(mark.error().message);
      return false;
    }
    CheckMark(*mark);
    PARTITA_ASSIGN(
        const bool whole,
        HasTables(database_, "'items','index_entries','index_backfills','statistics'", 4));
    if (!whole && meta.format() == kFormat) report_->Add("it lacks tables that every slot has");
    return whole;
  }

  void CheckMark(const CommitMark& mark) {
    const CommitMark& known = options_.acknowledged;
    if (mark >= known) return;
    report_->Add(
        fmt::format("it is at commit {}.{}, but {}.{} was acknowledged: something is "
                    "missing",
                    mark.epoch, mark.seq, known.epoch, known.seq));
  }

  base::Status CheckItems(const CheckProgress& progress) {
    ItemCheck check(*database_,
                    {.slot = options_.slot,
                     .map = {.slots = options_.slots},
                     .tables = &options_.tables,
                     .next_table_id = options_.next_table_id},
                    report_);
    const base::Status checked = check.Run(progress);
    totals_.items = check.items();
    totals_.index_entries = check.entries();
    return checked;
  }

  base::Status CheckStreams() {
    PARTITA_ASSIGN(const bool there, HasTables(database_, "'streams','changes'", 2));
    if (!there) return {};
    ChangeLog log(*database_);
    PARTITA_TRY(log.Load());
    for (const auto& stream : log.Streams()) {
      const auto& name = stream.first;  // no structured binding: Clang 14 captures none
      const auto& state = stream.second;
      uint64_t next = state.trimmed_through + 1;
      const base::Status read = log.Read(name, 0, [&](const Change& change) {
        ++totals_.stream_records;
        if (change.seq != next)
          report_->Add(NameOf(name.table), {},
                       fmt::format("its stream lacks the records {} to {}", next, change.seq - 1));
        next = change.seq + 1;
        return true;
      });
      if (read.ok()) continue;
      report_->Add(NameOf(name.table), {},
                   fmt::format("record {} of its stream: {}", next, read.error().message));
    }
    return {};
  }

  base::Status CheckTransactions() {
    PARTITA_ASSIGN(const bool there, HasTables(database_, "'prepared','decisions','tokens'", 3));
    if (!there) return {};
    TransactionRows rows(*database_);
    for (const auto table :
         {RecordTable::kPrepared, RecordTable::kDecisions, RecordTable::kTokens}) {
      PARTITA_TRY(rows.Walk(table, [&](std::string_view, std::string_view) {
        ++totals_.transaction_records;
        return true;
      }));
    }
    return {};
  }

  std::string NameOf(model::TableId id) const {
    for (const model::TableSchema& table : options_.tables) {
      if (table.id == id) return table.name;
    }
    return {};
  }

  sqlite::Database* const database_;
  const SlotCheckOptions& options_;
  CheckReport* const report_;
  SlotCheckTotals totals_;
};

}  // namespace

base::Result<SlotCheckTotals> CheckSlot(const SlotCheckOptions& options, CheckReport* report,
                                        const CheckProgress& progress) {
  if (!IsThere(options.path)) {
    if (options.acknowledged > CommitMark{}) report->Add("it is not there, and once was");
    return SlotCheckTotals{};
  }
  auto claimed = SlotFile::Claim(options.path);
  if (!claimed.ok() && claimed.error().kind != base::ErrorKind::kInvalid) return claimed.error();
  if (!claimed.ok()) {
    report->Add(claimed.error().message);
    return SlotCheckTotals{};
  }
  if (claimed->is_new()) {
    if (options.acknowledged > CommitMark{}) report->Add("it is empty, and once was not");
    return SlotCheckTotals{};
  }
  PARTITA_ASSIGN(
      const auto database,
      sqlite::OpenToCheck(options.path, [&](const std::string& text) { report->Add(text); }));
  if (database == nullptr) return SlotCheckTotals{};
  auto totals = SlotChecker(database.get(), options, report).Run(progress);
  if (totals.ok() || totals.error().kind != base::ErrorKind::kCorrupt) return totals;
  report->Add(totals.error().message);
  return SlotCheckTotals{};
}

}  // namespace partita::store
