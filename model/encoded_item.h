// An item that a client encoded itself (item_codec.h), looked at without building a tree of it.
//
// One pass over the bytes refuses what DecodeItem() and CheckItem() (value_check.h) refuse and adds
// up what ItemSize() would: the tests hold them against one another.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::model {

// How bytes are refused that no client of ours writes: SerializationException. `what` is "item".
ApiError MalformedBytes(std::string_view what);

// The size of the item as DynamoDB counts it, or why nobody may store it.
ApiResult<size_t> CheckEncodedItem(std::string_view item);

// The attributes of the item that are part of a key: of the table or of one of its indexes.
ApiResult<Item> KeyAttributesOf(const TableSchema& table, std::string_view item);

}  // namespace partita::model
