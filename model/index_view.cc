#include "model/index_view.h"

#include <algorithm>

#include "base/coding.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key_codec.h"
#include "model/limits.h"

namespace partita::model {
namespace {

size_t TextBytes(const AttributeValue& value) {
  if (const auto* text = value.As<std::string>()) return text->size();
  if (const auto* binary = value.As<Binary>()) return binary->bytes.size();
  return 1;  // a number is never empty
}

std::vector<std::string> ProjectedNames(const TableSchema& table, const IndexSchema& index) {
  std::vector<std::string> names = index.non_key_attributes;
  for (const KeySchema* key : {&table.key, &index.key}) {
    for (const KeyAttribute& attribute : key->partition) names.push_back(attribute.name);
    for (const KeyAttribute& attribute : key->sort) names.push_back(attribute.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

IndexView::IndexView(const TableSchema& table, const IndexSchema& index)
    : id_(index.id),
      whole_(index.projection == ProjectionType::kAll),
      partition_attributes_(index.key.partition.size()),
      key_(index.key.partition),
      names_(ProjectedNames(table, index)) {
  key_.insert(key_.end(), index.key.sort.begin(), index.key.sort.end());
}

std::optional<std::string> IndexView::Entry(std::string_view item) const {
  std::string entry;
  for (size_t i = 0; i < key_.size(); ++i) {
    base::ByteReader reader(FindEncodedAttribute(item, key_[i].name));
    const base::Result<AttributeValue> value = DecodeValue(&reader);
    if (!value.ok() || value->type() != key_[i].type) return std::nullopt;
    const size_t bytes = TextBytes(*value);
    const size_t max_bytes = i < partition_attributes_ ? kMaxPartitionKeyBytes : kMaxSortKeyBytes;
    if (bytes == 0 || bytes > max_bytes) return std::nullopt;
    EncodeKeyValue(*value, &entry);
  }
  return entry;
}

void IndexView::Project(std::string_view item, std::string* out) const {
  if (whole_) {
    out->append(item);
    return;
  }
  std::string attributes;
  base::ByteWriter writer(&attributes);
  uint64_t count = 0;
  for (const std::string& name : names_) {
    const std::string_view value = FindEncodedAttribute(item, name);
    if (value.empty()) continue;
    ++count;
    writer.Bytes(name);
    writer.Raw(value);
  }
  base::ByteWriter(out).Varint(count);
  out->append(attributes);
}

uint64_t IndexView::Size(std::string_view item, uint64_t item_size) const {
  if (whole_) return item_size;
  uint64_t size = 0;
  for (const std::string& name : names_) {
    base::ByteReader reader(FindEncodedAttribute(item, name));
    const base::Result<AttributeValue> value = DecodeValue(&reader);
    if (value.ok()) size += name.size() + ValueSize(*value);
  }
  return size;
}

std::vector<IndexView> IndexViewsOf(const TableSchema& table) {
  std::vector<IndexView> views;
  for (const IndexSchema& index : table.indexes) {
    if (index.status != IndexStatus::kDeleting) views.emplace_back(table, index);
  }
  if (table.ttl_index_id == 0) return views;
  IndexSchema expiry;
  expiry.id = table.ttl_index_id;
  expiry.key.partition = {{table.ttl_attribute, AttributeType::kN}};
  expiry.projection = ProjectionType::kKeysOnly;
  views.emplace_back(table, expiry);
  return views;
}

}  // namespace partita::model
