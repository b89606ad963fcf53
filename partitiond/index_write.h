// What a write changes in the indexes of its table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/index_view.h"
#include "store/item_store.h"
#include "wire/write_options.h"

namespace partita::partitiond {

// An item before or after a write.
struct ItemImage {
  std::string_view bytes = {};  // encoded
  uint64_t size = 0;            // DynamoDB's
};

// One index's part of a write: entries by their whole key (store/index_rows.h).
struct IndexChange {
  uint32_t index = 0;
  std::optional<std::string> removed;
  std::optional<std::string> put;
  uint64_t entry_size = 0;  // of `put`
  uint64_t view_size = 0;   // of `put`
  uint64_t units = 0;       // write capacity units; 0: nothing projected has changed
};

// Compares the images under every view; only what changes is in the result. It copies what it
// needs: the images may end afterwards.
//
// Units, as AWS "Write capacity for global secondary indexes" counts them: one write for an entry
// that comes, goes or shows another view; two, a deletion and a put, for one that moves.
std::vector<IndexChange> IndexChanges(const std::vector<model::IndexView>& views,
                                      std::string_view item_key,
                                      const std::optional<ItemImage>& before,
                                      const std::optional<ItemImage>& after);

base::Status WriteIndexChanges(model::TableId table, const std::vector<IndexChange>& changes,
                               store::ItemStore* store);

// What the client is told; the hidden index on the expiry attribute costs nothing.
std::vector<wire::IndexWrite> UnitsOf(const std::vector<IndexChange>& changes,
                                      const model::TableSchema& table);

}  // namespace partita::partitiond
