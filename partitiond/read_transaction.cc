#include "wire/read_transaction.h"

#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// One operation between two batches: all of it is of one moment.
Attempt<void> ReadTransaction(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::ReadTransactionRequest request = wire::DecodeReadTransactionRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  wire::EncodeDone(reply);
  reply->U64(room.store->mark().epoch);
  for (const auto& key : request.keys) {
    PARTITA_TRY(FindTable(room, key.table));
    PARTITA_ASSIGN(const std::optional<store::StoredItem> stored,
                   ReadItem(room, key.table, key.key));
    wire::ReadTransactionReply::Entry entry;
    entry.locked = room.transactions->LockOn(key.key) == Transactions::Lock::kWritten;
    entry.version = room.transactions->clock().Version(key.key);
    entry.found = stored.has_value();
    if (stored) entry.item_size = stored->item_size;
    if (stored && request.with_items) entry.item = stored->bytes;
    wire::EncodeReadEntry(entry, reply);
  }
  return {};
}

}  // namespace partita::partitiond
