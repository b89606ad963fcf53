#include "registryd/catalog.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/fd.h"
#include "model/table_json.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "sqlite/transaction.h"

namespace partita::registryd {
namespace {

constexpr const char* kSchema = R"(
  CREATE TABLE tables (id INTEGER PRIMARY KEY, document BLOB NOT NULL);
  CREATE TABLE slot_marks (slot INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL);
  CREATE TABLE counters (id INTEGER PRIMARY KEY, next_table_id INTEGER NOT NULL);
  INSERT INTO counters (id, next_table_id) VALUES (0, 1);
)";

// SQLite would create the file with the umask's mode.
base::Status CreateFile(const std::string& path) {
  const base::UniqueFd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return base::Error::FromErrno(path, errno);
  struct stat facts {};
  if (fstat(fd.get(), &facts) != 0) return base::Error::FromErrno(path, errno);
  if ((facts.st_mode & 0077) == 0) return {};
  return base::Error::Invalid(fmt::format("{} may be touched by others: chmod go= it", path));
}

}  // namespace

struct Catalog::Impl {
  explicit Impl(std::unique_ptr<sqlite::Database> opened) : database(std::move(opened)) {}

  base::Status Configure();
  base::Status CreateIfNew();
  base::Status Load();
  base::Status Write(const CatalogChange& change);
  void Remember(const CatalogChange& change);
  void Forget(model::TableId table);

  const std::unique_ptr<sqlite::Database> database;  // Closed after the statements below.
  sqlite::Statement load_tables{*database, "SELECT id, document FROM tables"};
  sqlite::Statement save_table{*database,
                               "INSERT INTO tables (id, document) VALUES (?1, ?2) "
                               "ON CONFLICT (id) DO UPDATE SET document = excluded.document"};
  sqlite::Statement remove_table{*database, "DELETE FROM tables WHERE id = ?1"};
  sqlite::Statement raise_next_id{
      *database, "UPDATE counters SET next_table_id = max(next_table_id, ?1) WHERE id = 0"};
  sqlite::Statement load_marks{*database, "SELECT slot, epoch, seq FROM slot_marks ORDER BY slot"};
  sqlite::Statement save_mark{
      *database,
      "INSERT INTO slot_marks (slot, epoch, seq) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (slot) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq"};

  Tables tables;
  model::TableId next_table_id = 1;
};

base::Status Catalog::Impl::Configure() {
  // Exclusive before the first read: a second registry is refused, and SQLite keeps the WAL's index
  // in its own memory.
  PARTITA_TRY(database->Execute("PRAGMA locking_mode = EXCLUSIVE"));
  PARTITA_ASSIGN(const std::string mode, database->QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal")
    return base::Error::Failed(fmt::format("{} stays in journal mode {}", database->path(), mode));
  return database->Execute("PRAGMA synchronous = FULL");
}

base::Status Catalog::Impl::CreateIfNew() {
  PARTITA_ASSIGN(const int64_t objects, database->QueryInt64("SELECT count(*) FROM sqlite_schema"));
  if (objects == 0) {
    PARTITA_ASSIGN(auto transaction, sqlite::Transaction::Begin(*database));
    PARTITA_TRY(database->Execute(kSchema));
    PARTITA_TRY(
        database->Execute(fmt::format("PRAGMA application_id = {}", kCatalogApplicationId)));
    PARTITA_TRY(database->Execute(fmt::format("PRAGMA user_version = {}", kCatalogFormat)));
    return transaction.Commit();
  }
  PARTITA_ASSIGN(const int64_t application, database->QueryInt64("PRAGMA application_id"));
  PARTITA_ASSIGN(const int64_t format, database->QueryInt64("PRAGMA user_version"));
  if (application == kCatalogApplicationId && format == kCatalogFormat) return {};
  return base::Error::Invalid(
      fmt::format("{} is not a catalog of format {}", database->path(), kCatalogFormat));
}

base::Status Catalog::Impl::Load() {
  PARTITA_ASSIGN(const int64_t next,
                 database->QueryInt64("SELECT next_table_id FROM counters WHERE id = 0"));
  next_table_id = static_cast<model::TableId>(next);
  auto rows = load_tables.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    auto table = model::TableFromJson(rows.Bytes(1));
    if (!table.ok()) {
      return base::Error::Corrupt(fmt::format("the document of table {} in {}: {}", rows.Uint64(0),
                                              database->path(), table.error().message));
    }
    std::string name = table->name;
    tables.insert_or_assign(std::move(name), *std::move(table));
  }
}

base::Result<std::unique_ptr<Catalog>> Catalog::Open(const std::string& path) {
  PARTITA_TRY(CreateFile(path));
  PARTITA_ASSIGN(auto database, sqlite::Database::Open({.path = path, .vfs = {}}));
  auto impl = std::make_unique<Impl>(std::move(database));
  PARTITA_TRY(impl->Configure());
  PARTITA_TRY(impl->CreateIfNew());
  PARTITA_TRY(impl->Load());
  return std::unique_ptr<Catalog>(new Catalog(std::move(impl)));
}

Catalog::Catalog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Catalog::~Catalog() = default;

const Catalog::Tables& Catalog::tables() const { return impl_->tables; }
model::TableId Catalog::next_table_id() const { return impl_->next_table_id; }

const model::TableSchema* Catalog::Find(std::string_view name) const {
  const auto found = impl_->tables.find(name);
  return found == impl_->tables.end() ? nullptr : &found->second;
}

base::Status Catalog::Commit(const CatalogChange& change) {
  PARTITA_TRY(impl_->Write(change));
  impl_->Remember(change);
  return {};
}

base::Status Catalog::Impl::Write(const CatalogChange& change) {
  PARTITA_ASSIGN(auto transaction, sqlite::Transaction::Begin(*database));
  for (const model::TableSchema& table : change.saved) {
    PARTITA_TRY(save_table.Run(table.id, std::string_view(model::TableToJson(table))));
    PARTITA_TRY(raise_next_id.Run(table.id + 1));
  }
  for (const model::TableId table : change.removed) PARTITA_TRY(remove_table.Run(table));
  return transaction.Commit();
}

void Catalog::Impl::Remember(const CatalogChange& change) {
  for (const model::TableId table : change.removed) Forget(table);
  for (const model::TableSchema& table : change.saved) {
    tables.insert_or_assign(table.name, table);
    next_table_id = std::max(next_table_id, table.id + 1);
  }
}

void Catalog::Impl::Forget(model::TableId table) {
  std::erase_if(tables, [&](const auto& entry) { return entry.second.id == table; });
}

base::Result<std::vector<SlotMark>> Catalog::LoadMarks() {
  std::vector<SlotMark> marks;
  auto rows = impl_->load_marks.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return marks;
    marks.push_back({static_cast<uint32_t>(rows.Uint64(0)), rows.Uint64(1), rows.Uint64(2)});
  }
}

base::Status Catalog::SaveMarks(const std::vector<SlotMark>& marks) {
  PARTITA_ASSIGN(auto transaction, sqlite::Transaction::Begin(*impl_->database));
  for (const SlotMark& mark : marks)
    PARTITA_TRY(impl_->save_mark.Run(mark.slot, mark.epoch, mark.seq));
  return transaction.Commit();
}

}  // namespace partita::registryd
