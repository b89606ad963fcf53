// PutItem between an edge and the owner of the item's slot.
#pragma once

#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"
#include "wire/write_options.h"

namespace partita::wire {

struct PutItemRequest {
  model::TableId table = 0;
  std::string_view key = {};   // model::ItemKey::bytes
  std::string_view item = {};  // encoded item
  uint64_t item_size = 0;      // model::ItemSize of it: counted once, at the edge
  WriteOptions options = {};   // kNone or kAllOld
};

void Encode(const PutItemRequest& request, base::ByteWriter* writer);
PutItemRequest DecodePutItemRequest(base::ByteReader* reader);
// The reply: outcome.h, then WriteResult.

}  // namespace partita::wire
