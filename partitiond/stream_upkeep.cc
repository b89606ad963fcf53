#include "partitiond/stream_upkeep.h"

#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/kill_point.h"
#include "base/log.h"
#include "partitiond/stream_record.h"

namespace partita::partitiond {
namespace {

struct StreamChanges {
  std::vector<const model::TableSchema*> to_open;
  std::vector<store::StreamId> to_close;
  bool empty() const { return to_open.empty() && to_close.empty(); }
};

bool Records(const model::TableSchema& table) {
  return table.stream != model::StreamViewType::kNone &&
         table.status != model::TableStatus::kDeleting;
}

StreamChanges Compare(const store::ItemStore& store, const TableCache& tables) {
  StreamChanges changes;
  for (const auto& [id, table] : tables.tables()) {
    if (Records(table) && store.FindStream(StreamOf(table)) == nullptr)
      changes.to_open.push_back(&table);
  }
  for (const auto& [stream, state] : store.Streams()) {
    const model::TableSchema* table = tables.Find(stream.table);
    const bool open = table != nullptr && Records(*table) && StreamOf(*table) == stream;
    if (!open && state.closed_at_us == 0) changes.to_close.push_back(stream);
  }
  return changes;
}

base::Status Apply(store::ItemStore* store, const StreamChanges& changes) {
  PARTITA_TRY(store->Begin());
  for (const model::TableSchema* table : changes.to_open)
    PARTITA_TRY(store->OpenStream(StreamOf(*table), StreamInfoOf(*table)));
  const int64_t now = base::WallMicros();
  for (const store::StreamId& stream : changes.to_close)
    PARTITA_TRY(store->CloseStream(stream, now));
  PARTITA_KILL_POINT("streams");
  PARTITA_TRY(store->Commit());
  return {};
}

int64_t Horizon() { return base::WallMicros() - kStreamRetentionUs; }

}  // namespace

base::Status FollowStreams(store::ItemStore* store, const TableCache& tables) {
  const StreamChanges changes = Compare(*store, tables);
  if (changes.empty()) return {};
  base::Status applied = Apply(store, changes);
  if (applied.ok()) return {};
  if (store->in_batch()) store->Rollback();
  if (applied.error().kind != base::ErrorKind::kUnavailable) return applied;
  base::Log(base::LogLevel::kWarning, "streams: {}", applied.error().message);
  return {};
}

bool HasExpiredChanges(const store::ItemStore& store) { return store.HasChangesBefore(Horizon()); }

base::Status TrimExpiredChanges(store::ItemStore* store, size_t max_records) {
  const int64_t horizon = Horizon();
  if (!store->HasChangesBefore(horizon)) return {};
  return store->TrimChanges(horizon, max_records);
}

base::Status TrimStep(store::ItemStore* store) {
  PARTITA_TRY(store->Begin());
  const base::Status trimmed = TrimExpiredChanges(store, kTrimRecordsPerStep);
  if (!trimmed.ok()) {
    store->Rollback();
    return trimmed;
  }
  PARTITA_KILL_POINT("trim");
  PARTITA_TRY(store->Commit());
  return {};
}

}  // namespace partita::partitiond
