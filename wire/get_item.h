// GetItem between an edge and the owner of the item's slot. Every read is consistent: the owner
// reads.
#pragma once

#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct GetItemRequest {
  model::TableId table = 0;
  std::string_view key = {};  // model::ItemKey::bytes
};

struct GetItemReply {
  bool found = false;
  uint64_t item_size = 0;      // DynamoDB size
  std::string_view item = {};  // encoded; its checksum was verified by the owner
};

void Encode(const GetItemRequest& request, base::ByteWriter* writer);
GetItemRequest DecodeGetItemRequest(base::ByteReader* reader);
void Encode(const GetItemReply& reply, base::ByteWriter* writer);  // after outcome.h
GetItemReply DecodeGetItemReply(base::ByteReader* reader);

}  // namespace partita::wire
