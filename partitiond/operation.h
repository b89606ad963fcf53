// What every operation of a partition is given and what they share.
//
// An operation reads its request, decides, writes at most once as its last step and leaves its
// reply behind: a refused request has written nothing, so the batch around it needs no savepoint.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"
#include "partitiond/failure.h"
#include "partitiond/index_backfill.h"
#include "partitiond/purge.h"
#include "partitiond/table_cache.h"
#include "partitiond/tally.h"
#include "partitiond/transactions.h"
#include "store/item_store.h"
#include "wire/write_options.h"

namespace partita::partitiond {

// The partition's parts an operation may use; they outlive every operation.
struct Room {
  store::ItemStore* store;
  TableCache* tables;
  Purge* purge;
  IndexBackfill* index_backfill;
  Transactions* transactions;
  Tally* tally;
};

// `request`: the payload of the frame. `reply`: where the reply's payload goes, "done" included;
// what stands there after a failure is discarded. One file each.
using Operation = Attempt<void> (*)(Room& room, base::ByteReader* request, base::ByteWriter* reply);

Attempt<void> GetItem(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> PutItem(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> UpdateItem(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> DeleteItem(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ScanRange(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> IndexRange(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ClaimToken(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> KeepToken(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ReadTransaction(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> WriteTransaction(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> PrepareTransaction(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> DecideTransaction(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> FinishTransaction(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ForgetTransactions(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ListTransactions(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> TableStatistics(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> BackfillProgress(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> ReadChanges(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> DescribeChanges(Room& room, base::ByteReader* request, base::ByteWriter* reply);
Attempt<void> SchemaRollout(Room& room, base::ByteReader* request, base::ByteWriter* reply);

// Reads what the registry has published since, looks for the rows of tables that are gone and lets
// the streams follow. kInvalid as Purge::LookFor; a snapshot that cannot be read is logged, and the
// schemas stay what they were.
base::Status RefreshTables(Room& room);

// Refuses a payload its decoder did not read to its very end: the edge and this room disagree about
// the format.
Attempt<void> ExpectWholeRequest(const base::ByteReader& request);

// The table, unless it is unknown or being deleted (ResourceNotFoundException).
Attempt<const model::TableSchema*> FindTable(const Room& room, model::TableId table);

// The item as it is stored; none: absent. An item whose checksum is wrong is refused
// (InternalServerError), never served. The bytes live until the next call on the store.
Attempt<std::optional<store::StoredItem>> ReadItem(Room& room, model::TableId table,
                                                   std::string_view key);

// Decodes what ReadItem found; a stored item that cannot be decoded is refused like one with a
// wrong checksum.
Attempt<std::optional<model::Item>> DecodeStored(const std::optional<store::StoredItem>& stored);

// Refuses what needs new space while the disk is full; the batch around it, deletes above all, goes
// on.
Attempt<void> ExpectRoomOnDisk(const Room& room);

// TransactionConflictException while a transaction has the item. Every write asks, the expiry sweep
// too.
Attempt<void> ExpectUnlocked(const Room& room, std::string_view key);

// ConditionalCheckFailedException, with the old item when the request asked for it, unless the
// condition holds.
Attempt<void> CheckCondition(const wire::WriteOptions& options,
                             const std::optional<store::StoredItem>& stored);

}  // namespace partita::partitiond
