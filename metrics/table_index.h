// Table id → the index of its counters, for a process that counts.
//
// Asking costs one load of shared memory while no table comes or goes, and a comparison when it is
// the table that was asked for last. Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "metrics/counter_block.h"

namespace partita::metrics {

class TableIndex {
 public:
  // `on_change` is called when the directory has changed, before anything is counted by its new
  // state: FoldTables() of the own region. The directory outlives this.
  TableIndex(const Directory* directory, std::function<void()> on_change)
      : directory_(directory), on_change_(std::move(on_change)) {}

  // Below kNamedTables, or kOtherTables; kNoTable for 0.
  size_t Of(uint64_t table_id) {
    // Acquire pairs with UpdateDirectory(); a version under change is not taken over yet.
    const uint64_t version = directory_->version.load(std::memory_order_acquire);
    if (version != version_ && version % 2 == 0) [[unlikely]]
      Refresh();
    if (table_id != last_id_) Find(table_id);
    return last_index_;
  }

 private:
  void Refresh();
  void Find(uint64_t table_id);

  const Directory* directory_;
  std::function<void()> on_change_;
  uint64_t version_ = 0;
  std::vector<std::pair<uint64_t, size_t>> indexes_;  // by id
  uint64_t last_id_ = 0;
  size_t last_index_ = kNoTable;
};

}  // namespace partita::metrics
