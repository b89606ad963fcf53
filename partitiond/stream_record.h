// The record of a change in its table's stream, written in the transaction of the change.
//
// One shard per slot and generation of the stream: the records of an item stand in one shard, in
// the order in which the item changed.
#pragma once

#include <optional>
#include <string>

#include "model/table_schema.h"
#include "partitiond/mutation.h"
#include "partitiond/operation.h"
#include "store/item_store.h"

namespace partita::partitiond {

// The stream that a table records into now; its stream is on.
store::StreamId StreamOf(const model::TableSchema& table);
// What the slot keeps of it (model::StreamInfo, encoded).
std::string StreamInfoOf(const model::TableSchema& table);

// Appends the record of the mutation, unless the table has no stream or nothing changes. Before the
// row is written: `old` is what ReadItem found, and stays valid.
Attempt<void> RecordChange(Room& room, const Mutation& mutation,
                           const std::optional<store::StoredItem>& old);

}  // namespace partita::partitiond
