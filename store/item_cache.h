// The rows that were looked up or written of late: where each is, and its item, so that who asks
// again pays for no search in the file.
//
// What stands here is what the file says, seen from inside the open batch: whoever writes a row
// changes its entry, whoever undoes writes clears everything. That a key has no row is remembered,
// too. The longest unused entries go first; items of more than an eighth of the whole are never
// kept. Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/table_schema.h"

namespace partita::store {

class ItemCache {
 public:
  struct Entry {
    model::TableId table = 0;
    std::string key;
    bool exists = false;  // the rest is of an existing row
    int64_t id = 0;
    uint64_t item_size = 0;
    bool has_item = false;
    std::vector<char> item;

    std::string_view bytes() const { return {item.data(), item.size()}; }
  };

  explicit ItemCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Null: nothing is known of that key. An entry lives until the next call that takes a key, or
  // Clear().
  Entry* Find(model::TableId table, std::string_view key);
  // The entry of that key as one without a row, whatever it was.
  Entry* Reset(model::TableId table, std::string_view key);
  // Gives the latest entry its item's bytes, if they are not too many. The bytes it had stay where
  // they are until the next call.
  void Keep(Entry* entry, std::string_view item);
  void Drop(Entry* entry);  // its item
  void Clear();

  size_t bytes() const { return bytes_; }  // of all entries; of memory, roughly
  size_t size() const { return entries_.size(); }

 private:
  struct Key {
    model::TableId table;
    std::string_view bytes;  // the entry's
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()(key.bytes) ^ key.table * 0x9e3779b97f4a7c15u;
    }
  };
  static size_t BytesOf(const Entry& entry);
  void MakeRoom();

  const size_t max_bytes_;
  size_t bytes_ = 0;
  std::list<Entry> recent_;  // the latest first
  std::unordered_map<Key, std::list<Entry>::iterator, Hash> entries_;
  std::vector<char> former_;  // the bytes that Keep() replaced
};

}  // namespace partita::store
