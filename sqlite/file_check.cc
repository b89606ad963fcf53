#include "sqlite/file_check.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "sqlite/statement.h"
#include "sqlite/wal_inspection.h"

namespace partita::sqlite {
namespace {

constexpr int kMostMessages = 100;  // of the integrity check; one bad page can have many
constexpr int kCheckCacheKib = 65'536;

bool HasContents(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0 && facts.st_size > 0;
}

base::Status CheckWal(const std::string& path, const SayFinding& say) {
  PARTITA_ASSIGN(const WalInspection wal, InspectWal(path));
  if (!wal.damaged()) return {};
  say(fmt::format(
      "the write-ahead log is damaged behind frame {}: {} transactions behind it are lost",
      wal.frames, wal.commits_lost));
  return {};
}

base::Status ReadOnly(Database* database, bool has_wal) {
  // Without a log to keep, the empty one that reading makes goes away at the end.
  PARTITA_TRY(database->SetCheckpointOnClose(!has_wal));
  PARTITA_TRY(database->Execute("PRAGMA locking_mode = EXCLUSIVE"));
  PARTITA_TRY(database->Execute("PRAGMA query_only = ON"));
  PARTITA_TRY(database->Execute("PRAGMA cell_size_check = ON"));
  return database->Execute(fmt::format("PRAGMA cache_size = -{}", kCheckCacheKib));
}

base::Status CheckIntegrity(Database* database, const SayFinding& say) {
  Statement check(*database, fmt::format("PRAGMA integrity_check({})", kMostMessages));
  auto rows = check.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    if (rows.Bytes(0) != "ok") say(fmt::format("SQLite finds: {}", rows.Bytes(0)));
  }
}

}  // namespace

base::Result<std::unique_ptr<Database>> OpenToCheck(const std::string& path,
                                                    const SayFinding& say) {
  const bool has_wal = HasContents(path + "-wal");
  PARTITA_TRY(CheckWal(path + "-wal", say));
  PARTITA_ASSIGN(auto database, Database::Open({.path = path, .vfs = {}}));
  base::Status checked = ReadOnly(database.get(), has_wal);
  if (checked.ok()) checked = CheckIntegrity(database.get(), say);
  if (checked.ok()) return database;
  if (checked.error().kind == base::ErrorKind::kUnavailable) return checked.error();
  say(fmt::format("it cannot be read as a database: {}", checked.error().message));
  return std::unique_ptr<Database>();
}

}  // namespace partita::sqlite
