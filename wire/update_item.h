// UpdateItem between an edge and the owner of the item's slot.
#pragma once

#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"
#include "wire/write_options.h"

namespace partita::wire {

struct UpdateItemRequest {
  model::TableId table = 0;
  std::string_view key = {};  // model::ItemKey::bytes
  // Encoded item of the key attributes alone: what a new item starts from.
  std::string_view key_attributes = {};
  std::string_view update = {};  // expr/update.h program; empty: touch nothing, create if absent
  WriteOptions options = {};     // any ReturnValues
};

void Encode(const UpdateItemRequest& request, base::ByteWriter* writer);
UpdateItemRequest DecodeUpdateItemRequest(base::ByteReader* reader);
// The reply: outcome.h, then WriteResult.

}  // namespace partita::wire
