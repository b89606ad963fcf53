// DeleteItem between an edge and the owner of the item's slot.
#pragma once

#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"
#include "wire/write_options.h"

namespace partita::wire {

struct DeleteItemRequest {
  model::TableId table = 0;
  std::string_view key = {};  // model::ItemKey::bytes
  WriteOptions options = {};  // kNone or kAllOld
};

void Encode(const DeleteItemRequest& request, base::ByteWriter* writer);
DeleteItemRequest DecodeDeleteItemRequest(base::ByteReader* reader);
// The reply: outcome.h, then WriteResult.

}  // namespace partita::wire
