// ReadTransaction between an edge and a slot's owner: several items of the slot as they stand at
// one moment, each with a version, for a reader that has to be sure that nothing moved between two
// looks (docs/transactions.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct ReadTransactionRequest {
  struct Key {
    model::TableId table = 0;
    std::string_view key = {};  // model::ItemKey::bytes
  };
  bool with_items = true;  // false: the second look, only versions and sizes
  std::vector<Key> keys = {};
};

struct ReadTransactionReply {
  struct Entry {
    bool locked = false;   // by a transaction that may be writing it
    uint64_t version = 0;  // moves with every write under the key; of this epoch
    bool found = false;
    uint64_t item_size = 0;      // DynamoDB size
    std::string_view item = {};  // encoded; empty unless asked for
  };
  uint64_t epoch = 0;  // of the owner's life: versions of two lives say nothing about each other
  std::vector<Entry> entries = {};  // in the order of the keys
};

void Encode(const ReadTransactionRequest& request, base::ByteWriter* writer);
ReadTransactionRequest DecodeReadTransactionRequest(base::ByteReader* reader);

// The reply, after outcome.h: epoch u64, then the entries one by one; the reader knows how many.
void EncodeReadEntry(const ReadTransactionReply::Entry& entry, base::ByteWriter* writer);
ReadTransactionReply DecodeReadTransactionReply(size_t entries, base::ByteReader* reader);

}  // namespace partita::wire
