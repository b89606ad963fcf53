#include "partitiond/index_backfill.h"

#include <algorithm>
#include <string>

#include "base/kill_point.h"
#include "base/log.h"

namespace partita::partitiond {
namespace {

struct FoundEntry {
  std::string key;
  uint64_t entry_size = 0;
  uint64_t view_size = 0;
};

// What a step has read: the entries to write and where the next one begins.
struct Piece {
  std::vector<FoundEntry> entries;
  uint64_t items = 0;
  uint64_t bytes = 0;
  std::string last_key;
  bool ended = true;

  bool Take(const model::IndexView& view, std::string_view key, const store::StoredItem& item) {
    ++items;
    bytes += item.bytes.size();
    last_key = key;
    if (std::optional<std::string> entry = view.Entry(item.bytes)) {
      const uint64_t entry_size = entry->size();
      entry->append(key);
      entries.push_back({*std::move(entry), entry_size, view.Size(item.bytes, item.item_size)});
    }
    ended = items < kBackfillItemsPerStep && bytes < kBackfillBytesPerStep;
    return ended;
  }
};

// The indexes that need a fill, by what their tables' schemas say.
std::vector<store::Counted> Wanted(const TableCache& tables) {
  std::vector<store::Counted> wanted;
  for (const auto& [id, table] : tables.tables()) {
    for (const model::IndexSchema& index : table.indexes) {
      if (index.backfilling && index.status != model::IndexStatus::kDeleting)
        wanted.push_back({id, index.id});
    }
    if (table.ttl_index_id != 0) wanted.push_back({id, table.ttl_index_id});
  }
  return wanted;
}

}  // namespace

base::Status IndexBackfill::LookFor(store::ItemStore* store, const TableCache& tables) {
  open_.clear();
  stopped_.clear();
  const std::vector<store::Counted> wanted = Wanted(tables);
  if (wanted.empty()) return {};
  PARTITA_ASSIGN(const store::IndexBackfills::All fills, store->Backfills());
  for (const store::Counted& what : wanted) {
    const auto mark = fills.find(what);
    if (mark == fills.end()) {
      open_.push_back({what, {}});
    } else if (!mark->second.done) {
      open_.push_back({what, mark->second});
    }
  }
  return {};
}

base::Status IndexBackfill::BackfillStep(Open* open, const model::IndexView& view,
                                         store::ItemStore* store) {
  Piece piece;
  PARTITA_TRY(store->Walk(open->what.table, open->mark.next_key, {}, false,
                          [&](std::string_view key, const store::StoredItem& item) {
                            return piece.Take(view, key, item);
                          }));
  for (const FoundEntry& entry : piece.entries) {
    PARTITA_TRY(store->PutIndexEntry(
        open->what.table, open->what.index,
        {.key = entry.key, .entry_size = entry.entry_size, .view_size = entry.view_size}));
  }
  store::IndexBackfill mark = open->mark;
  mark.scanned += piece.items;
  mark.done = piece.ended;
  if (!piece.last_key.empty()) mark.next_key = piece.last_key + '\0';
  PARTITA_TRY(store->SaveBackfill(open->what, mark));
  PARTITA_KILL_POINT("index_backfill");
  PARTITA_TRY(store->Commit());
  open->mark = std::move(mark);
  return {};
}

base::Status IndexBackfill::Step(store::ItemStore* store, const TableCache& tables) {
  Open& open = open_.back();
  const model::IndexView* view = tables.FindView(open.what.table, open.what.index);
  if (view == nullptr) {
    open_.pop_back();
    return {};
  }
  PARTITA_TRY(store->Begin());
  const base::Status done = BackfillStep(&open, *view, store);
  if (!done.ok()) {
    if (store->in_batch()) store->Rollback();
    if (done.error().kind != base::ErrorKind::kCorrupt || store->must_exit()) return done;
    base::Log(base::LogLevel::kError, "index {} of table {} cannot be filled: {}", open.what.index,
              open.what.table, done.error().message);
    stopped_.push_back(std::move(open));
    open_.pop_back();
    return {};
  }
  if (!open.mark.done) return {};
  base::Log(base::LogLevel::kInfo, "filled index {} of table {} from {} items", open.what.index,
            open.what.table, open.mark.scanned);
  open_.pop_back();
  return {};
}

IndexBackfill::Progress IndexBackfill::Of(const store::Counted& what,
                                          const store::ItemStore& store) const {
  for (const std::vector<Open>* fills : {&open_, &stopped_}) {
    for (const Open& fill : *fills) {
      if (fill.what == what)
        return {false, fill.mark.scanned, store.Statistics(what.table).item_count};
    }
  }
  return {true, 0, 0};
}

IndexBackfill::Progress IndexBackfill::Together(const store::ItemStore& store) const {
  Progress sum{open_.empty() && stopped_.empty(), 0, 0};
  for (const std::vector<Open>* fills : {&open_, &stopped_}) {
    for (const Open& fill : *fills) {
      sum.scanned += fill.mark.scanned;
      sum.total += store.Statistics(fill.what.table).item_count;
    }
  }
  return sum;
}

}  // namespace partita::partitiond
