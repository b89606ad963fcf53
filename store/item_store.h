// One slot's data on disk and the promises about it: ordered ranges, atomic batches fenced by
// (epoch, seq), checksums.
//
// The store knows nothing of rings, requests or expressions; keys and items are bytes to it
// (model/key.h, model/item_codec.h), so that another engine can stand in its place with the same
// bytes. One owner, one connection, one thread.
//
// Contract
//   1. Between Begin() and Commit() nothing is durable; after an ok Commit() everything is (fsync),
//      and (epoch, seq) have moved.
//   2. A failed Commit() is kUnavailable (disk full: rolled back cleanly, go on) or kUnknown (I/O
//      error: it may or may not have happened; the process must answer InternalServerError and
//      exit; the restart is the one recovery path).
//   3. Every item carries a checksum that is verified whenever it comes from the file; kCorrupt is
//      never served.
//   4. Opening is refused (kCorrupt) when the file is behind the (epoch, seq) that is known to be
//      acknowledged, unless durability is relaxed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"
#include "store/change_log.h"
#include "store/checkpointer.h"
#include "store/commit_mark.h"
#include "store/index_backfills.h"
#include "store/index_rows.h"
#include "store/item_rows.h"
#include "store/table_counts.h"
#include "store/transaction_rows.h"

namespace partita::store {

struct StoreOptions {
  std::string path;         // "data/slot-0001.db"
  CommitMark acknowledged;  // the last one known outside the file; {}: nothing known
  size_t cache_bytes = 64u << 20;  // of pages
  size_t item_cache_bytes = 16u << 20;
  // synchronous=NORMAL: chosen, never default. A power failure may then take acknowledged commits,
  // so a file behind `acknowledged` is opened with a warning.
  bool relaxed_durability = false;
  std::string slot;  // "1/2": written into a new file, checked in an old one; empty: not checked
  std::string vfs;  // SQLite's name of the layer below; empty: its default (faults are tested here)
  CheckpointLimits checkpoint;
  int64_t ballast_bytes = 32 << 20;  // held back for deletes on a full disk; see ballast.h
};

// Of an open file.
struct StoreVitals {
  uint64_t wal_bytes = 0;       // in use
  uint64_t database_bytes = 0;  // of the file, without what only the WAL has
};

// Since the file was opened.
struct CheckpointCount {
  uint64_t frames = 0;  // of the WAL, dealt with
  uint64_t ended = 0;   // the WAL began anew
};

// For a program with one thread, before it opens a store: see sqlite/database.h.
void AssumeOneThread();

class ItemStore {
 public:
  // Claims the file, recovers it if its last owner died, and begins a new epoch. Refused:
  // kUnavailable (another owner lives, the disk is full), kInvalid (loose permissions, another
  // slot, another format), kCorrupt (contract 4, or not what was written: the file and its WAL are
  // left untouched for examination).
  static base::Result<std::unique_ptr<ItemStore>> Open(const StoreOptions& options);
  ~ItemStore();  // Copies the WAL into the file, unless must_exit().

  // ---- reads: see the open batch, if there is one
  base::Result<std::optional<StoredItem>> Get(model::TableId table, std::string_view key);

  // Walks the keys of a table in order, from `first` (inclusive) to `last` (exclusive; empty: the
  // end), backwards if asked. `visit` returns false to stop. The views live until it returns. It
  // may Get(), but neither write nor walk.
  using Visit = store::Visit;
  base::Status Walk(model::TableId table, std::string_view first, std::string_view last,
                    bool backward, const Visit& visit);

  // The same of an index's entries, in the order of IndexEntry::key. `visit` may Get().
  base::Status WalkIndex(model::TableId table, uint32_t index, std::string_view first,
                         std::string_view last, bool backward, const VisitEntry& visit);

  // ---- writes: inside a batch. After a failed write the whole batch is lost: the next calls and
  // Commit() repeat the error, Commit() or Rollback() ends it.
  base::Status Begin();
  // A Put or Delete after the Get of its key searches only once.
  base::Status Put(model::TableId table, std::string_view key, std::string_view item,
                   uint64_t item_size);
  base::Status Delete(model::TableId table, std::string_view key);
  // An entry of an index; what is there already is put again, what is not there is deleted.
  base::Status PutIndexEntry(model::TableId table, uint32_t index, const IndexEntry& entry);
  base::Status DeleteIndexEntry(model::TableId table, uint32_t index, std::string_view key);
  base::Result<CommitMark> Commit();
  void Rollback();
  bool in_batch() const;

  // ---- records of transactions (transaction_rows.h); the writes inside a batch. Small ones find
  // room on a full disk as deletes do.
  base::Result<std::optional<std::string>> GetRecord(RecordTable table, std::string_view name);
  base::Status WalkRecords(RecordTable table, const VisitRecord& visit);
  base::Status PutRecord(RecordTable table, std::string_view name, std::string_view record);
  base::Status DeleteRecord(RecordTable table, std::string_view name);

  // Undo inside a batch: a request that fails half-way leaves nothing. Each Savepoint() replaces
  // the one before. A single Put or Delete is whole by itself and needs none.
  base::Status Savepoint();
  base::Status RollbackToSavepoint();

  // ---- tables
  TableStatistics Statistics(model::TableId table) const { return Statistics({table, 0}); }
  TableStatistics Statistics(Counted what) const;
  std::vector<Counted> Stored() const;  // every table with items and every index with entries
  // Deletes up to `max_rows` rows of a table or an index that is gone; true when none is left.
  // Inside a batch.
  base::Result<bool> Purge(Counted what, size_t max_rows);

  // ---- indexes that are being filled
  base::Result<IndexBackfills::All> Backfills();
  // Inside a batch, with the entries it tells of.
  base::Status SaveBackfill(Counted what, const IndexBackfill& fill);

  // ---- streams: the records of changes (change_log.h). OpenStream, CloseStream, AppendChange and
  // TrimChanges inside a batch. AppendChange leaves what Get() returned alone, and needs its stream
  // open.
  base::Status OpenStream(const StreamId& stream, std::string_view info);
  base::Status CloseStream(const StreamId& stream, int64_t at_us);
  base::Status AppendChange(const StreamId& stream, int64_t at_us, std::string_view record);
  base::Status TrimChanges(int64_t before_us, size_t max_records);
  bool HasChangesBefore(int64_t before_us) const;
  const StreamState* FindStream(const StreamId& stream) const;  // null: unknown
  std::vector<std::pair<StreamId, StreamState>> Streams() const;
  base::Status ReadChanges(const StreamId& stream, uint64_t after_seq, const VisitChange& visit);

  // ---- upkeep, between batches, when the owner is idle or the WAL has grown: bounded steps; see
  // checkpointer.h
  base::Status Maintain(bool idle);

  // `watch` is told how long each sync to the disk took.
  base::Status WatchSyncs(std::function<void(int64_t ns)> watch);
  StoreVitals Vitals() const;
  CheckpointCount checkpoints() const;

  CommitMark mark() const;
  // True after a write found the disk full: Put() gives kUnavailable, reads and Delete() go on,
  // from the ballast's space, until Maintain() has found room again.
  bool disk_is_full() const;
  // After an I/O error or damage of the file itself (not of one item): every call fails, nothing
  // more is written. The owner answers what waits with InternalServerError and exits.
  bool must_exit() const;

 private:
  struct Impl;
  explicit ItemStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::store
