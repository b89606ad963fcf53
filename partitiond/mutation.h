// The one door through which an item changes: the row, and all that belongs to it, in the
// transaction that is open.
//
// Whatever writes an item — the operations on one, a transaction, the expiry sweep — calls Mutate()
// and nothing else. What belongs to a row is kept here and nowhere else: the entries of the table's
// indexes, the record in the table's stream, the clock that transactions read by.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/table_schema.h"
#include "partitiond/operation.h"
#include "store/item_store.h"
#include "wire/write_options.h"

namespace partita::partitiond {

enum class Origin : uint8_t {
  kClient,
  kTimeToLive,  // the expiry sweep: the stream's record carries the service's identity
};

struct Mutation {
  const model::TableSchema* table = nullptr;
  std::string_view key = {};   // model::ItemKey::bytes
  std::string_view item = {};  // encoded; empty: the item is deleted
  uint64_t item_size = 0;      // of `item`
  Origin origin = Origin::kClient;
};

// `old`: what ReadItem found under the key, read in the same batch with no other call on the store
// since. What it points at has ended when this returns. The units of the indexes that changed.
// The item has been checked (model::CheckIndexKeys) and so has the room on the disk.
Attempt<std::vector<wire::IndexWrite>> Mutate(Room& room, const Mutation& mutation,
                                              const std::optional<store::StoredItem>& old);

}  // namespace partita::partitiond
