// The place of an item: its hash and its encoded key.
//
// hash = first 8 bytes, big-endian, of SHA-256(table id as 8 bytes big-endian ‖ encoded partition
// key). On disk: it never changes. The encoded key orders by (hash, partition key, sort key), so a
// slot is one contiguous range.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::model {

struct ItemKey {
  uint64_t hash = 0;
  // hash (8 bytes big-endian) ‖ encoded partition key ‖ encoded sort key, if the table has one
  // (key_codec.h).
  std::string bytes;
};

// The key of `attributes` (an item or a Key parameter) under the table's schema.
// Refused: a missing attribute, a wrong type, an empty or oversized value — each with DynamoDB's
// wording, which differs between an item ("One or more parameter values were invalid: Missing the
// key pk in the item"), an item in a batch and a Key parameter
// (both "The provided key element does not match the schema"; a Key parameter has no further
// attributes).
enum class KeySource { kItem, kItemOfBatch, kKeyParameter };
ApiResult<ItemKey> MakeItemKey(const TableSchema& table, const AttributeMap& attributes,
                               KeySource source, base::Sha256* sha256);

// Once an index exists, an item whose index key attribute has a wrong type, is empty or too long is
// refused on every write; of several indexes that refuse it the first by name is named. One that
// lacks the attribute is simply not in the index.
ApiStatus CheckIndexKeys(const TableSchema& table, const AttributeMap& item);

uint64_t HashPartitionKey(TableId table, std::string_view encoded_partition_key,
                          base::Sha256* sha256);

}  // namespace partita::model
