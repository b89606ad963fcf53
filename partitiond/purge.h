// Frees the rows of tables and indexes that are gone, in bounded steps between the batches of those
// that are there.
//
// What has to go is never written down: it is what the slot holds and the schemas do not know,
// looked up anew after a restart. A table whose id was never given out is kept: then the catalog is
// not the one this slot belongs to.
// Thread safety: one object, one thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/table_schema.h"
#include "partitiond/table_cache.h"
#include "store/item_store.h"

namespace partita::partitiond {

// A step is one transaction with its own fsync; this many rows keep it near the length of an
// ordinary batch.
inline constexpr size_t kPurgeRowsPerStep = 16;

class Purge {
 public:
  // Compares what is stored with what is known. kInvalid: the slot holds rows of a table id that
  // was never given out.
  base::Status LookFor(store::ItemStore* store, const TableCache& tables);
  bool pending() const { return !gone_.empty(); }
  // One transaction. Errors as store::ItemStore::Commit.
  base::Status Step(store::ItemStore* store);

 private:
  std::vector<store::Counted> gone_;
};

}  // namespace partita::partitiond
