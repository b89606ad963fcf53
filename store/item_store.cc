#include "store/item_store.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "sqlite/backfill_vfs.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/ballast.h"
#include "store/checkpointer.h"
#include "store/meta.h"
#include "store/slot_file.h"

namespace partita::store {
namespace {

// 8 KiB: several 1 KB items to a page; docs/storage.md compares.
constexpr int kPageBytes = 8192;
// The WAL file is not cut in normal operation: overwriting in place is twice as fast as appending.
// Beyond this, after a batch of a size that does not come often, it is.
constexpr int64_t kWalKeepBytes = int64_t{2} * CheckpointLimits().max * kPageBytes;

}  // namespace

void AssumeOneThread() { sqlite::AssumeOneThread(); }

struct ItemStore::Impl {
  Impl(SlotFile claimed, std::unique_ptr<sqlite::Database> opened, const StoreOptions& chosen)
      : options(chosen), file(std::move(claimed)), database(std::move(opened)) {}

  base::Status Configure();
  base::Status CreateIfNew();
  base::Status CheckMark();
  base::Status Recover();
  base::Status Convert();
  base::Status BeginEpoch();
  base::Status CommitBatch();
  base::Status Changed(Counted what, base::Result<CountChange> change);
  base::Status Written(base::Status status);
  base::Status Sorted(base::Status status);
  base::Error Sorted(base::Error error);
  base::Status Ready() const;
  void RollbackBatch();

  const StoreOptions options;
  const SlotFile file;                               // Released last.
  sqlite::WatchSync watch_sync;
  const std::unique_ptr<sqlite::Database> database;  // Closed after the statements below.
  Meta meta{*database};
  TableCounts counts{*database};
  ItemRows rows{*database, options.item_cache_bytes};
  IndexRows index_rows{*database};
  IndexBackfills fills{*database};
  TransactionRows transactions{*database};
  ChangeLog changes{*database};
  sqlite::Statement begin{*database, "BEGIN IMMEDIATE"};
  sqlite::Statement commit{*database, "COMMIT"};
  sqlite::Statement rollback{*database, "ROLLBACK"};
  sqlite::Statement savepoint{*database, "SAVEPOINT request"};
  sqlite::Statement release{*database, "RELEASE request"};
  sqlite::Statement rollback_to{*database, "ROLLBACK TO request"};

  CommitMark mark;
  Checkpointer checkpointer{*database, options.checkpoint, !options.relaxed_durability};
  Ballast ballast{options.path + ".ballast", options.ballast_bytes};
  bool in_batch = false;
  bool has_savepoint = false;
  std::optional<base::Error> batch_lost;  // why the open batch cannot be committed any more
  std::optional<base::Error> broken;      // why nothing works any more; see must_exit()
};

// ---- opening

base::Status ItemStore::Impl::Configure() {
  PARTITA_TRY(database->SetCheckpointOnClose(false));
  // Exclusive before the first read: SQLite then keeps the WAL's index in its own memory and no
  // second connection exists.
  PARTITA_TRY(database->Execute("PRAGMA locking_mode = EXCLUSIVE"));
  PARTITA_TRY(database->Execute(fmt::format("PRAGMA page_size = {}", kPageBytes)));
  PARTITA_TRY(
      database->Execute(fmt::format("PRAGMA cache_size = -{}", options.cache_bytes / 1024)));
  PARTITA_TRY(database->Execute("PRAGMA temp_store = MEMORY"));
  PARTITA_TRY(database->Execute("PRAGMA cell_size_check = ON"));
  PARTITA_ASSIGN(const std::string mode, database->QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal")
    return base::Error::Failed(fmt::format("{} stays in journal mode {}", options.path, mode));
  PARTITA_TRY(database->Execute("PRAGMA wal_autocheckpoint = 0"));
  PARTITA_TRY(database->Execute(fmt::format("PRAGMA journal_size_limit = {}", kWalKeepBytes)));
  const char* synchronous = options.relaxed_durability ? "NORMAL" : "FULL";
  PARTITA_TRY(database->Execute(fmt::format("PRAGMA synchronous = {}", synchronous)));
  database->SetWalHook([this](int frames) { checkpointer.Committed(frames); });
  return {};
}

base::Status ItemStore::Impl::CreateIfNew() {
  PARTITA_ASSIGN(const int64_t objects, database->QueryInt64("SELECT count(*) FROM sqlite_schema"));
  if (objects > 0) return {};
  PARTITA_TRY(begin.Run());
  PARTITA_TRY(meta.Create(options.slot));
  PARTITA_TRY(counts.Create());
  PARTITA_TRY(rows.Create());
  PARTITA_TRY(index_rows.Create());
  PARTITA_TRY(fills.Create());
  return commit.Run();
}

// Makes a file of an older format one of this, in one transaction.
base::Status ItemStore::Impl::Convert() {
  if (meta.format() == kFormat) return {};
  PARTITA_TRY(begin.Run());
  PARTITA_TRY(counts.CreateFromFormat1());
  PARTITA_TRY(index_rows.Create());
  PARTITA_TRY(fills.Create());
  PARTITA_TRY(meta.RaiseFormat());
  return commit.Run();
}

base::Status ItemStore::Impl::CheckMark() {
  PARTITA_ASSIGN(mark, meta.Load(options.slot));
  const CommitMark& known = options.acknowledged;
  if (mark >= known) return {};
  const std::string what =
      fmt::format("{} is at commit {}.{}, but {}.{} was acknowledged: something is missing",
                  options.path, mark.epoch, mark.seq, known.epoch, known.seq);
  if (!options.relaxed_durability) return base::Error::Corrupt(what);
  base::Log(base::LogLevel::kWarning, "{}, as relaxed durability allows", what);
  mark.epoch = known.epoch;  // The new epoch is beyond all that was acknowledged.
  return {};
}

base::Status ItemStore::Impl::Recover() {
  if (!file.has_wal()) return {};
  auto copied = database->RunCheckpoint(sqlite::Database::Checkpoint::kTruncate);
  if (!copied.ok() && copied.error().kind == base::ErrorKind::kUnavailable) {
    base::Log(base::LogLevel::kWarning, "{}: the WAL stays", copied.error().message);
    return {};
  }
  return copied;
}

base::Status ItemStore::Impl::BeginEpoch() {
  PARTITA_TRY(begin.Run());
  PARTITA_TRY(changes.Create());  // Files that are older than the log get it here.
  const CommitMark next{mark.epoch + 1, mark.seq + 1};
  PARTITA_TRY(transactions.Create());
  PARTITA_TRY(meta.Store(next));
  PARTITA_TRY(commit.Run());
  mark = next;
  return {};
}

base::Result<std::unique_ptr<ItemStore>> ItemStore::Open(const StoreOptions& options) {
  PARTITA_ASSIGN(SlotFile file, SlotFile::Claim(options.path));
  const auto writes =
      options.relaxed_durability ? sqlite::WalWrites::kAtOnce : sqlite::WalWrites::kGathered;
  PARTITA_ASSIGN(const std::string vfs, sqlite::BackfillVfs(options.vfs, writes));
  PARTITA_ASSIGN(auto database, sqlite::Database::Open({options.path, vfs}));
  auto impl = std::make_unique<Impl>(std::move(file), std::move(database), options);
  PARTITA_TRY(impl->Configure());
  PARTITA_TRY(impl->CreateIfNew());
  PARTITA_TRY(impl->CheckMark());
  PARTITA_TRY(impl->Recover());
  if (auto taken = impl->ballast.Take(); !taken.ok()) {
    base::Log(base::LogLevel::kWarning, "{}: no new items until there is", taken.error().message);
    impl->ballast.Release();
  }
  PARTITA_TRY(impl->Convert());
  PARTITA_TRY(impl->BeginEpoch());
  PARTITA_TRY(impl->counts.Load());
  PARTITA_TRY(impl->changes.Load());
  PARTITA_TRY(impl->database->SetCheckpointOnClose(true));
  return std::unique_ptr<ItemStore>(new ItemStore(std::move(impl)));
}

ItemStore::ItemStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ItemStore::~ItemStore() { impl_->RollbackBatch(); }

// ---- failures

// Sorts an error of SQLite by what it leaves behind.
base::Error ItemStore::Impl::Sorted(base::Error error) {
  const bool damaged_row = rows.TakeDamagedItem();
  const bool damaged_item = changes.TakeDamagedRecord() || damaged_row;
  if (error.kind == base::ErrorKind::kUnavailable) ballast.Release();
  if (error.kind == base::ErrorKind::kUnknown ||
      (error.kind == base::ErrorKind::kCorrupt && !damaged_item)) {
    broken = error;
    // What the WAL holds is left to the recovery of the next opening.
    if (auto kept = database->SetCheckpointOnClose(false); !kept.ok()) {
      base::Log(base::LogLevel::kError, "{}", kept.error().message);
    }
  }
  return error;
}

base::Status ItemStore::Impl::Sorted(base::Status status) {
  if (status.ok()) return status;
  return Sorted(std::move(status).error());
}

base::Status ItemStore::Impl::Ready() const {
  if (broken) return *broken;
  if (in_batch && batch_lost) return *batch_lost;
  return {};
}

void ItemStore::Impl::RollbackBatch() {
  if (!in_batch) return;
  in_batch = false;
  has_savepoint = false;
  batch_lost.reset();
  counts.RolledBack();
  rows.Forget();
  if (database->in_transaction()) {  // If not, a full disk has rolled back already.
    if (auto done = Sorted(rollback.Run()); !done.ok())
      base::Log(base::LogLevel::kError, "{}", done.error().message);
  }
  if (auto done = Sorted(changes.RolledBack()); !done.ok())
    base::Log(base::LogLevel::kError, "{}", done.error().message);
}

// ---- reads

base::Result<std::optional<StoredItem>> ItemStore::Get(model::TableId table, std::string_view key) {
  PARTITA_TRY(impl_->Ready());
  auto found = impl_->rows.Get(table, key);
  if (!found.ok()) return impl_->Sorted(std::move(found).error());
  return found;
}

base::Status ItemStore::Walk(model::TableId table, std::string_view first, std::string_view last,
                             bool backward, const Visit& visit) {
  PARTITA_TRY(impl_->Ready());
  return impl_->Sorted(impl_->rows.Walk(table, first, last, backward, visit));
}

base::Status ItemStore::WalkIndex(model::TableId table, uint32_t index, std::string_view first,
                                  std::string_view last, bool backward, const VisitEntry& visit) {
  PARTITA_TRY(impl_->Ready());
  return impl_->Sorted(impl_->index_rows.Walk(table, index, first, last, backward, visit));
}

// ---- batches

base::Status ItemStore::Begin() {
  PARTITA_CHECK(!impl_->in_batch, "a batch inside a batch");
  PARTITA_TRY(impl_->Ready());
  PARTITA_TRY(impl_->Sorted(impl_->begin.Run()));
  impl_->in_batch = true;
  return {};
}

base::Status ItemStore::Impl::Written(base::Status status) {
  if (status.ok()) return status;
  batch_lost = Sorted(std::move(status).error());
  return *batch_lost;
}

base::Status ItemStore::Impl::Changed(Counted what, base::Result<CountChange> change) {
  if (!change.ok()) return Written(std::move(change).error());
  counts.Add(what, *change);
  return {};
}

base::Status ItemStore::Put(model::TableId table, std::string_view key, std::string_view item,
                            uint64_t item_size) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  if (disk_is_full())
    return base::Error::Unavailable(fmt::format("the disk of {} is full", impl_->options.path));
  return impl_->Changed({table, 0}, impl_->rows.Put(table, key, item, item_size));
}

base::Status ItemStore::Delete(model::TableId table, std::string_view key) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Changed({table, 0}, impl_->rows.Delete(table, key));
}

base::Status ItemStore::PutIndexEntry(model::TableId table, uint32_t index,
                                      const IndexEntry& entry) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Changed({table, index}, impl_->index_rows.Put(table, index, entry));
}

base::Status ItemStore::DeleteIndexEntry(model::TableId table, uint32_t index,
                                         std::string_view key) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Changed({table, index}, impl_->index_rows.Delete(table, index, key));
}

base::Result<bool> ItemStore::Purge(Counted what, size_t max_rows) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  PARTITA_TRY(impl_->Changed(
      what, what.index == 0 ? impl_->rows.Purge(what.table, max_rows)
                            : impl_->index_rows.Purge(what.table, what.index, max_rows)));
  if (impl_->counts.Of(what).item_count > 0) return false;
  if (what.index != 0) PARTITA_TRY(impl_->Written(impl_->fills.Erase(what)));
  return true;
}

base::Result<IndexBackfills::All> ItemStore::Backfills() {
  PARTITA_TRY(impl_->Ready());
  auto fills = impl_->fills.Load();
  if (!fills.ok()) return impl_->Sorted(std::move(fills).error());
  return fills;
}

base::Status ItemStore::SaveBackfill(Counted what, const IndexBackfill& fill) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->fills.Save(what, fill));
}

base::Status ItemStore::Impl::CommitBatch() {
  PARTITA_TRY(Ready());
  PARTITA_TRY(counts.Save());
  PARTITA_TRY(meta.Store({mark.epoch, mark.seq + 1}));
  return commit.Run();
}

base::Result<CommitMark> ItemStore::Commit() {
  PARTITA_CHECK(impl_->in_batch, "a commit outside a batch");
  if (auto done = impl_->Sorted(impl_->CommitBatch()); !done.ok()) {
    impl_->RollbackBatch();
    return std::move(done).error();
  }
  ++impl_->mark.seq;
  impl_->counts.Committed();
  impl_->changes.Committed();
  impl_->in_batch = false;
  impl_->has_savepoint = false;
  return impl_->mark;
}

void ItemStore::Rollback() { impl_->RollbackBatch(); }
bool ItemStore::in_batch() const { return impl_->in_batch; }

base::Result<std::optional<std::string>> ItemStore::GetRecord(RecordTable table,
                                                              std::string_view name) {
  PARTITA_TRY(impl_->Ready());
  auto record = impl_->transactions.Get(table, name);
  if (!record.ok()) return impl_->Sorted(std::move(record).error());
  return record;
}

base::Status ItemStore::WalkRecords(RecordTable table, const VisitRecord& visit) {
  PARTITA_TRY(impl_->Ready());
  return impl_->Sorted(impl_->transactions.Walk(table, visit));
}

base::Status ItemStore::PutRecord(RecordTable table, std::string_view name,
                                  std::string_view record) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->transactions.Put(table, name, record));
}

base::Status ItemStore::DeleteRecord(RecordTable table, std::string_view name) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->transactions.Delete(table, name));
}

base::Status ItemStore::Savepoint() {
  PARTITA_CHECK(impl_->in_batch, "a savepoint outside a batch");
  PARTITA_TRY(impl_->Ready());
  if (impl_->has_savepoint) PARTITA_TRY(impl_->Sorted(impl_->release.Run()));
  impl_->has_savepoint = false;
  PARTITA_TRY(impl_->Sorted(impl_->savepoint.Run()));
  impl_->has_savepoint = true;
  impl_->counts.SavepointSet();
  return {};
}

base::Status ItemStore::RollbackToSavepoint() {
  PARTITA_CHECK(impl_->in_batch && impl_->has_savepoint, "no savepoint to go back to");
  PARTITA_TRY(impl_->Ready());
  PARTITA_TRY(impl_->Sorted(impl_->rollback_to.Run()));
  impl_->counts.RolledBackToSavepoint();
  impl_->rows.Forget();
  return impl_->Written(impl_->changes.RolledBackToSavepoint());
}

// ---- streams

base::Status ItemStore::OpenStream(const StreamId& stream, std::string_view info) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->changes.Open(stream, info));
}

base::Status ItemStore::CloseStream(const StreamId& stream, int64_t at_us) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->changes.Close(stream, at_us));
}

base::Status ItemStore::AppendChange(const StreamId& stream, int64_t at_us,
                                     std::string_view record) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->changes.Append(stream, at_us, record));
}

base::Status ItemStore::TrimChanges(int64_t before_us, size_t max_records) {
  PARTITA_CHECK(impl_->in_batch, "a write outside a batch");
  PARTITA_TRY(impl_->Ready());
  return impl_->Written(impl_->changes.TrimBefore(before_us, max_records));
}

bool ItemStore::HasChangesBefore(int64_t before_us) const {
  return impl_->changes.HasBefore(before_us);
}

const StreamState* ItemStore::FindStream(const StreamId& stream) const {
  return impl_->changes.Find(stream);
}

std::vector<std::pair<StreamId, StreamState>> ItemStore::Streams() const {
  return impl_->changes.Streams();
}

base::Status ItemStore::ReadChanges(const StreamId& stream, uint64_t after_seq,
                                    const VisitChange& visit) {
  PARTITA_TRY(impl_->Ready());
  return impl_->Sorted(impl_->changes.Read(stream, after_seq, visit));
}

// ---- tables, upkeep

TableStatistics ItemStore::Statistics(Counted what) const { return impl_->counts.Of(what); }
std::vector<Counted> ItemStore::Stored() const { return impl_->counts.All(); }

base::Status ItemStore::Maintain(bool idle) {
  PARTITA_CHECK(!impl_->in_batch, "upkeep inside a batch");
  PARTITA_TRY(impl_->Ready());
  if (!disk_is_full()) return impl_->Sorted(impl_->checkpointer.Step(idle));
  // First the WAL's own space, then the ballast again: what deletes have freed is reused before the
  // file grows.
  PARTITA_TRY(impl_->Sorted(impl_->checkpointer.Finish()));
  return impl_->ballast.Take();
}

base::Status ItemStore::WatchSyncs(std::function<void(int64_t ns)> watch) {
  impl_->watch_sync = std::move(watch);
  return impl_->checkpointer.WatchSyncs(&impl_->watch_sync);
}

StoreVitals ItemStore::Vitals() const {
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(impl_->options.path, unknown);
  return {.wal_bytes = static_cast<uint64_t>(impl_->checkpointer.frames()) * kPageBytes,
          .database_bytes = unknown ? 0 : bytes};
}

CheckpointCount ItemStore::checkpoints() const {
  return {.frames = impl_->checkpointer.frames_done(), .ended = impl_->checkpointer.rounds()};
}

CommitMark ItemStore::mark() const { return impl_->mark; }
bool ItemStore::disk_is_full() const { return !impl_->ballast.taken(); }
bool ItemStore::must_exit() const { return impl_->broken.has_value(); }

}  // namespace partita::store
