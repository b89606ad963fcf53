#include "model/key.h"

#include <fmt/format.h>

#include <utility>

#include "model/api_message.h"
#include "model/key_codec.h"
#include "model/limits.h"

namespace partita::model {
namespace {

constexpr size_t kHashBytes = 8;

// Bytes that count against the limits of keys; numbers are always within.
size_t KeyBytes(const AttributeValue& value) {
  if (const auto* text = value.As<std::string>()) return text->size();
  if (const auto* binary = value.As<Binary>()) return binary->bytes.size();
  return 1;
}

ApiStatus CheckType(const KeyAttribute& key, const AttributeValue* value, KeySource source) {
  if (value != nullptr && value->type() == key.type) return {};
  if (source != KeySource::kItem) return ApiError::Validation(message::kKeyElementMismatch);
  if (value == nullptr) return ApiError::Validation(fmt::format(message::kMissingKey, key.name));
  return ApiError::Validation(fmt::format(message::kKeyTypeMismatch, key.name,
                                          AttributeTypeName(key.type),
                                          AttributeTypeName(value->type())));
}

ApiStatus CheckBytes(const KeyAttribute& key, const AttributeValue& value, bool partition) {
  const size_t bytes = KeyBytes(value);
  if (bytes == 0) {
    return ApiError::Validation(key.type == AttributeType::kS
                                    ? fmt::format(message::kEmptyStringKey, key.name)
                                    : fmt::format(message::kEmptyBinaryKey, key.name));
  }
  if (partition && bytes > kMaxPartitionKeyBytes) {
    return ApiError::Validation(message::kPartitionKeyTooLarge);
  }
  if (!partition && bytes > kMaxSortKeyBytes)
    return ApiError::Validation(message::kSortKeyTooLarge);
  return {};
}

// Checks one key attribute and appends its encoding.
ApiStatus AppendKeyAttribute(const KeyAttribute& key, const AttributeMap& attributes,
                             KeySource source, bool partition, std::string* out) {
  const AttributeValue* value = attributes.Find(key.name);
  PARTITA_TRY(CheckType(key, value, source));
  PARTITA_TRY(CheckBytes(key, *value, partition));
  EncodeKeyValue(*value, out);
  return {};
}

ApiStatus CheckIndexKey(const IndexSchema& index, const KeyAttribute& key, const AttributeMap& item,
                        size_t max_bytes) {
  const AttributeValue* value = item.Find(key.name);
  if (value == nullptr) return {};  // sparse: the item is not in this index
  if (value->type() != key.type) {
    return ApiError::Validation(fmt::format(message::kIndexKeyType, key.name,
                                            AttributeTypeName(key.type),
                                            AttributeTypeName(value->type()), index.name));
  }
  const size_t bytes = KeyBytes(*value);
  if (bytes == 0) {
    return ApiError::Validation(fmt::format(message::kIndexKeyEmpty,
                                            key.type == AttributeType::kS ? "string" : "binary",
                                            index.name, key.name));
  }
  if (bytes > max_bytes) {
    return ApiError::Validation(
        fmt::format(message::kIndexKeyTooLarge, key.name, bytes, max_bytes, index.name));
  }
  return {};
}

ApiStatus CheckKeysOf(const IndexSchema& index, const AttributeMap& item) {
  for (const KeyAttribute& key : index.key.partition)
    PARTITA_TRY(CheckIndexKey(index, key, item, kMaxPartitionKeyBytes));
  for (const KeyAttribute& key : index.key.sort)
    PARTITA_TRY(CheckIndexKey(index, key, item, kMaxSortKeyBytes));
  return {};
}

}  // namespace

uint64_t HashPartitionKey(TableId table, std::string_view encoded_partition_key,
                          base::Sha256* sha256) {
  char id[sizeof(TableId)];
  base::PutBigEndian64(id, table);
  const base::Sha256Digest digest =
      sha256->Hash({std::string_view(id, sizeof id), encoded_partition_key});
  return base::GetBigEndian64(reinterpret_cast<const char*>(digest.data()));
}

ApiResult<ItemKey> MakeItemKey(const TableSchema& table, const AttributeMap& attributes,
                               KeySource source, base::Sha256* sha256) {
  const size_t key_attributes = table.key.partition.size() + table.key.sort.size();
  if (source == KeySource::kKeyParameter && attributes.size() != key_attributes) {
    return ApiError::Validation(message::kKeyElementMismatch);
  }
  ItemKey key;
  key.bytes.resize(kHashBytes);  // filled in below
  for (const KeyAttribute& part : table.key.partition) {
    PARTITA_TRY(AppendKeyAttribute(part, attributes, source, true, &key.bytes));
  }
  const std::string_view encoded(key.bytes);
  key.hash = HashPartitionKey(table.id, encoded.substr(kHashBytes), sha256);
  for (const KeyAttribute& part : table.key.sort) {
    PARTITA_TRY(AppendKeyAttribute(part, attributes, source, false, &key.bytes));
  }
  base::PutBigEndian64(key.bytes.data(), key.hash);
  return key;
}

ApiStatus CheckIndexKeys(const TableSchema& table, const AttributeMap& item) {
  ApiStatus first;
  std::string_view first_name;
  for (const IndexSchema& index : table.indexes) {
    ApiStatus status = CheckKeysOf(index, item);
    if (status.ok() || (!first.ok() && first_name < index.name)) continue;
    first = std::move(status);
    first_name = index.name;
  }
  return first;
}

}  // namespace partita::model
