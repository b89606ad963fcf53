// What an index knows of an item: where its entry stands and what it projects.
//
// An entry is the item's index key values (key_codec.h), partition attributes first, one after the
// other; entries of one index order as a Query reads them. The index holds keys only, so what it
// projects is cut out of the item when it is read, and its size is what DynamoDB charges and
// counts.
//
// Source: AWS "Using Global Secondary Indexes in DynamoDB" (sparse indexes, projections).
// Value types; thread-safe once made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/table_schema.h"

namespace partita::model {

class IndexView {
 public:
  IndexView(const TableSchema& table, const IndexSchema& index);

  uint32_t id() const { return id_; }
  // Every attribute is projected.
  bool whole() const { return whole_; }
  // The projected attributes, sorted; meaningless when whole().
  const std::vector<std::string>& names() const { return names_; }

  // The entry of an encoded item. None: the item is not in the index, because it lacks a key
  // attribute, or one has a wrong type or a length that no key has — as an item may that was
  // written before the index was made.
  std::optional<std::string> Entry(std::string_view item) const;

  // The encoded item that the index projects, appended to `out`.
  void Project(std::string_view item, std::string* out) const;
  // The DynamoDB size of that; `item_size` is the item's own.
  uint64_t Size(std::string_view item, uint64_t item_size) const;

 private:
  uint32_t id_;
  bool whole_;
  size_t partition_attributes_;  // the first of key_
  std::vector<KeyAttribute> key_;
  std::vector<std::string> names_;
};

// The views that a write keeps: every index that is not being deleted and, if items expire, the
// hidden one on the expiry attribute (TableSchema::ttl_index_id), which projects the keys only.
std::vector<IndexView> IndexViewsOf(const TableSchema& table);

}  // namespace partita::model
