#include "partitiond/tally.h"

#include <algorithm>
#include <array>

namespace partita::partitiond {

Tally::Tally(metrics::CounterBlock* block, uint32_t slot)
    : region_(&block->partition[slot]),
      tables_(&block->directory,
              [block, region = region_] { metrics::FoldTables(block->directory, region); }),
      channels_(&region_->loop) {}

Tally::OfOneTable* Tally::OfTable(model::TableId table) {
  const auto found = std::find_if(batch_.tables.begin(), batch_.tables.end(),
                                  [&](const OfOneTable& each) { return each.table == table; });
  if (found != batch_.tables.end()) return &*found;
  batch_.tables.push_back({.table = table});
  return &batch_.tables.back();
}

void Tally::Keep() {
  region_->transactions_prepared.Add(batch_.prepared);
  region_->transactions_committed.Add(batch_.committed);
  region_->transactions_cancelled.Add(batch_.cancelled);
  region_->transaction_conflicts.Add(batch_.conflicts);
  for (const OfOneTable& table : batch_.tables) {
    metrics::PartitionTable* counters = &region_->tables[tables_.Of(table.table)];
    counters->stream_records.Add(table.stream_records);
    counters->expired_items.Add(table.expired_items);
  }
  Discard();
}

void Tally::Discard() {
  batch_.prepared = batch_.committed = batch_.cancelled = batch_.conflicts = 0;
  batch_.tables.clear();
}

void Tally::Committed(size_t requests, int64_t commit_ns) {
  region_->writes.Add(requests);
  region_->batch_requests.ObserveSize(requests);
  region_->commit.ObserveNs(commit_ns);
}

void Tally::ReadStore(const store::ItemStore& store, size_t open_transactions) {
  std::array<store::TableStatistics, metrics::kTableEntries> tables{};
  for (const store::Counted& what : store.Stored()) {
    if (what.index != 0) continue;
    const store::TableStatistics statistics = store.Statistics(what);
    store::TableStatistics* table = &tables[tables_.Of(what.table)];
    table->item_count += statistics.item_count;
    table->size_bytes += statistics.size_bytes;
  }
  for (size_t i = 0; i < metrics::kTableEntries; ++i) {
    region_->tables[i].items.Set(tables[i].item_count);
    region_->tables[i].item_bytes.Set(tables[i].size_bytes);
  }
  const store::StoreVitals vitals = store.Vitals();
  region_->wal_bytes.Set(vitals.wal_bytes);
  region_->database_bytes.Set(vitals.database_bytes);
  region_->disk_full.Set(store.disk_is_full() ? 1 : 0);
  region_->transactions_open.Set(open_transactions);
}

void Tally::ReadCheckpoints(const store::ItemStore& store, int64_t step_ns) {
  const store::CheckpointCount now = store.checkpoints();
  if (now.frames == seen_.frames && now.ended == seen_.ended) return;
  region_->checkpoint.ObserveNs(step_ns);
  region_->checkpoint_frames.Add(now.frames - seen_.frames);
  region_->checkpoints.Add(now.ended - seen_.ended);
  seen_ = now;
}

}  // namespace partita::partitiond
