// What keeps a slot's streams true between the changes: they open and close with their tables, and
// records older than a day go away.
//
// Every slot opens a stream as soon as it is published and before it acknowledges that, so that all
// shards of a stream are there from its beginning. A stream ends when it is switched off, when the
// next generation begins, or with its table; its records stay readable for a day.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "partitiond/table_cache.h"
#include "store/item_store.h"

namespace partita::partitiond {

inline constexpr int64_t kStreamRetentionUs = int64_t{24} * 3600 * 1'000'000;
// Of one step: near the length of an ordinary batch.
inline constexpr size_t kTrimRecordsPerStep = 64;

// Opens and closes what the published tables say; one transaction if there is anything to do. A
// full disk is logged and left for the next time. Other errors as store::ItemStore::Commit.
base::Status FollowStreams(store::ItemStore* store, const TableCache& tables);

bool HasExpiredChanges(const store::ItemStore& store);
// Inside a batch: takes up to `max_records` expired records with it.
base::Status TrimExpiredChanges(store::ItemStore* store, size_t max_records);
// The same as a transaction of its own.
base::Status TrimStep(store::ItemStore* store);

}  // namespace partita::partitiond
