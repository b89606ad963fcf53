// Fills indexes that were made when their table had items already, in bounded steps between the
// batches of clients.
//
// An index is filled once: when its schema says `backfilling`, or when it is the hidden one on the
// expiry attribute. Writes keep the entries of what they touch from the moment the partition knows
// the index (mutation.h), so a fill may meet entries that are there already and never undoes one:
// what it reads and what it writes is one transaction. How far it is stands in the slot's file
// (store/index_backfills.h). Items that cannot be in the index are passed over.
//
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "partitiond/table_cache.h"
#include "store/item_store.h"

namespace partita::partitiond {

// A step ends with the item that reaches one of these.
inline constexpr size_t kBackfillItemsPerStep = 128;
inline constexpr uint64_t kBackfillBytesPerStep = 256u << 10;

class IndexBackfill {
 public:
  // Compares what the schemas ask for with what is done.
  base::Status LookFor(store::ItemStore* store, const TableCache& tables);
  bool pending() const { return !open_.empty(); }
  // One transaction. Errors as store::ItemStore::Commit; a damaged item stops its index's fill
  // until the process starts again, and only that one.
  base::Status Step(store::ItemStore* store, const TableCache& tables);

  struct Progress {
    bool done = false;
    uint64_t scanned = 0;  // items looked at
    uint64_t total = 0;    // items there are, as far as is known
  };
  // Of an index that is there; one that needs no fill is done.
  Progress Of(const store::Counted& what, const store::ItemStore& store) const;
  // Of all that are not done together.
  Progress Together(const store::ItemStore& store) const;

 private:
  struct Open {
    store::Counted what;
    store::IndexBackfill mark;
  };

  base::Status BackfillStep(Open* open, const model::IndexView& view, store::ItemStore* store);

  std::vector<Open> open_;
  std::vector<Open> stopped_;  // at a damaged item
};

}  // namespace partita::partitiond
