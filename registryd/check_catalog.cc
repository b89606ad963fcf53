#include "registryd/check_catalog.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <set>

#include "base/log.h"
#include "model/check_line.h"
#include "model/table_json.h"
#include "registryd/catalog.h"
#include "sqlite/file_check.h"
#include "sqlite/statement.h"

namespace partita::registryd {
namespace {

constexpr int kExitClean = 0;
constexpr int kExitFindings = 1;
constexpr int kExitNotChecked = 70;  // sysexits' EX_SOFTWARE

class CatalogCheck {
 public:
  CatalogCheck(std::string path, uint32_t slots) : path_(std::move(path)), slots_(slots) {}

  base::Status Run() {
    struct stat facts {};
    // Written before the first slot: a house that was never up has none.
    if (stat(path_.c_str(), &facts) != 0) {
      Find({}, "it is not there");
      return {};
    }
    if ((facts.st_mode & 0077) != 0) Find({}, "it may be touched by others: chmod go= it");
    PARTITA_ASSIGN(const auto database,
                   sqlite::OpenToCheck(path_, [this](const std::string& text) { Find({}, text); }));
    if (database == nullptr) return {};
    PARTITA_ASSIGN(const bool ours, CheckHeader(database.get()));
    if (!ours) return {};
    PARTITA_TRY(CheckTables(database.get()));
    return CheckMarks(database.get());
  }

  void Find(std::string_view table, std::string_view text) {
    ++findings_;
    Say({"finding", "catalog.db", table, "", text});
  }
  uint64_t findings() const { return findings_; }

 private:
  static void Say(std::initializer_list<std::string_view> words) {
    std::fputs(model::CheckLine(words).c_str(), stdout);
  }

  base::Result<bool> CheckHeader(sqlite::Database* database) {
    PARTITA_ASSIGN(const int64_t application, database->QueryInt64("PRAGMA application_id"));
    PARTITA_ASSIGN(const int64_t format, database->QueryInt64("PRAGMA user_version"));
    PARTITA_ASSIGN(const int64_t tables,
                   database->QueryInt64("SELECT count(*) FROM sqlite_schema WHERE type = 'table' "
                                        "AND name IN ('tables','slot_marks','counters')"));
    if (application == kCatalogApplicationId && format == kCatalogFormat && tables == 3)
      return true;
    Find({}, fmt::format("it is not a catalog of format {}", kCatalogFormat));
    return false;
  }

  base::Status CheckTables(sqlite::Database* database) {
    PARTITA_ASSIGN(const int64_t next, database->QueryInt64("SELECT next_table_id FROM counters "
                                                            "WHERE id = 0"));
    Say({"next", std::to_string(next)});
    sqlite::Statement tables(*database, "SELECT id, document FROM tables ORDER BY id");
    auto rows = tables.Query();
    for (;;) {
      PARTITA_ASSIGN(const bool found, rows.Next());
      if (!found) break;
      CheckTable(rows.Int64(0), std::string(rows.Bytes(1)), next);
    }
    Say({"total", "tables", std::to_string(names_.size())});
    return {};
  }

  void CheckTable(int64_t id, const std::string& document, int64_t next) {
    const auto table = model::TableFromJson(document);
    if (!table.ok()) {
      return Find({}, fmt::format("the document of the table with the id {}: {}", id,
                                  table.error().message));
    }
    if (table->id != static_cast<model::TableId>(id))
      Find(table->name, fmt::format("its document says the id {}, its row {}", table->id, id));
    if (id >= next) Find(table->name, fmt::format("its id {} was never given out", id));
    if (!names_.insert(table->name).second) Find(table->name, "there are two tables of this name");
    Say({"table", model::TableToJson(*table)});
  }

  base::Status CheckMarks(sqlite::Database* database) {
    sqlite::Statement marks(*database, "SELECT slot, epoch, seq FROM slot_marks ORDER BY slot");
    auto rows = marks.Query();
    for (;;) {
      PARTITA_ASSIGN(const bool found, rows.Next());
      if (!found) return {};
      if (rows.Uint64(0) >= slots_)
        Find({},
             fmt::format("it keeps a mark of slot {}, and there are {}", rows.Uint64(0), slots_));
      Say({"mark", std::to_string(rows.Uint64(0)), std::to_string(rows.Uint64(1)),
           std::to_string(rows.Uint64(2))});
    }
  }

  const std::string path_;
  const uint32_t slots_;
  std::set<std::string> names_;
  uint64_t findings_ = 0;
};

}  // namespace

int CheckCatalog(const std::string& data, uint32_t slots) {
  CatalogCheck check(data + "/catalog.db", slots);
  base::Status checked = check.Run();
  if (!checked.ok() && checked.error().kind != base::ErrorKind::kUnavailable &&
      checked.error().kind != base::ErrorKind::kFailed) {
    check.Find({}, fmt::format("it cannot be read any further: {}", checked.error().message));
    checked = {};
  }
  std::fflush(stdout);
  if (checked.ok()) return check.findings() == 0 ? kExitClean : kExitFindings;
  base::Log(base::LogLevel::kError, "{}", checked.error().message);
  return kExitNotChecked;
}

}  // namespace partita::registryd
