// What a partition counts (metrics/counter_block.h). What belongs to a batch counts when the batch
// is committed, and not at all when it is rolled back.
//
// Thread safety: one object, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "metrics/channel_meter.h"
#include "metrics/counter_block.h"
#include "metrics/table_index.h"
#include "model/table_schema.h"
#include "store/item_store.h"

namespace partita::partitiond {

class Tally {
 public:
  // `block` outlives this.
  Tally(metrics::CounterBlock* block, uint32_t slot);

  // ---- inside a batch
  void TransactionPrepared() { ++batch_.prepared; }
  void TransactionCommitted() { ++batch_.committed; }
  void TransactionCancelled() { ++batch_.cancelled; }
  void TransactionConflict() { ++batch_.conflicts; }
  void StreamRecord(model::TableId table) { ++OfTable(table)->stream_records; }
  void ItemExpired(model::TableId table) { ++OfTable(table)->expired_items; }

  // The batch is committed; or it never was.
  void Keep();
  void Discard();

  // ---- of the loop
  void Turn() { region_->loop.turns.Add(); }
  void Sleep() { region_->loop.sleeps.Add(); }
  void Reads(uint64_t requests) { region_->reads.Add(requests); }
  // `requests` shared a commit that took so long.
  void Committed(size_t requests, int64_t commit_ns);
  void CommitFailed() { region_->commit_failures.Add(); }
  void Synced(int64_t ns) { region_->sync.ObserveNs(ns); }
  metrics::ChannelMeter* channels() { return &channels_; }

  // ---- once in a while: what there is
  void ReadStore(const store::ItemStore& store, size_t open_transactions);
  // After a step of upkeep that took so long.
  void ReadCheckpoints(const store::ItemStore& store, int64_t step_ns);

 private:
  struct OfOneTable {
    model::TableId table = 0;
    uint64_t stream_records = 0;
    uint64_t expired_items = 0;
  };
  struct Batch {
    uint64_t prepared = 0;
    uint64_t committed = 0;
    uint64_t cancelled = 0;
    uint64_t conflicts = 0;
    std::vector<OfOneTable> tables;
  };
  OfOneTable* OfTable(model::TableId table);

  metrics::PartitionRegion* region_;
  metrics::TableIndex tables_;
  metrics::ChannelMeter channels_;
  Batch batch_;
  store::CheckpointCount seen_;  // what has been counted
};

}  // namespace partita::partitiond
