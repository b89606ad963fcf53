// The rows that were looked up or written of late: where each is, and its item, so that who asks
// again pays for no search in the file.
//
// What stands here is what the file says, seen from inside the open batch: whoever writes a row
// changes its entry, whoever undoes writes clears everything. That a key has no row is remembered,
// too. When room is needed, a hand goes round the entries and takes those that were not asked for
// since it came by last (CLOCK); items of more than an eighth of the whole are never kept.
//
// A hit is bound by cache misses, not by instructions: hence one block for key and item, and no
// list that every hit would have to be moved in. Thread safety: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/table_schema.h"

namespace partita::store {

class ItemCache {
 public:
  class Entry {
   public:
    bool exists = false;  // the rest is of an existing row
    int64_t id = 0;
    uint64_t item_size = 0;

    bool has_item() const { return has_item_; }
    std::string_view item() const { return row().substr(key_bytes_); }

   private:
    friend class ItemCache;
    std::string_view row() const { return {row_.data(), row_.size()}; }
    std::string_view key() const { return row().substr(0, key_bytes_); }

    bool has_item_ = false;
    bool used_ = false;  // again, since the hand came by
    size_t hash_ = 0;
    model::TableId table_ = 0;
    size_t key_bytes_ = 0;
    std::vector<char> row_;  // the key, then the item
  };

  explicit ItemCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Null: nothing is known of that key. An entry lives until the next call that takes a key, or
  // Clear().
  Entry* Find(model::TableId table, std::string_view key);
  // The entry of that key as one without a row, whatever it was.
  Entry* Reset(model::TableId table, std::string_view key);
  // Gives the entry that was asked for last its item's bytes, if they are not too many. The bytes
  // it had stay where they are until the next call.
  void Keep(Entry* entry, std::string_view item);
  void Drop(Entry* entry);  // its item
  void DropTable(model::TableId table);  // every entry of it
  void Clear();

  size_t bytes() const { return bytes_; }  // of all entries; of memory, roughly
  size_t size() const { return clock_.size(); }

 private:
  struct Key {
    size_t hash;
    model::TableId table;
    std::string_view bytes;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(const Key& key) const { return key.hash; }
    size_t operator()(const Entry* entry) const { return entry->hash_; }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const Entry* a, const Entry* b) const { return a == b; }
    bool operator()(const Key& key, const Entry* entry) const {
      return key.hash == entry->hash_ && key.table == entry->table_ && key.bytes == entry->key();
    }
    bool operator()(const Entry* entry, const Key& key) const { return (*this)(key, entry); }
  };
  static Key KeyOf(model::TableId table, std::string_view key);
  static size_t BytesOf(const Entry& entry);
  void Fill(Entry* entry, std::string_view item);
  void MakeRoom(const Entry* but);
  void Remove(size_t place);

  const size_t max_bytes_;
  size_t bytes_ = 0;
  std::vector<std::unique_ptr<Entry>> clock_;
  size_t hand_ = 0;
  std::unordered_set<Entry*, Hash, Equal> entries_;
  std::vector<char> former_;  // the bytes that Keep() or Drop() replaced
};

}  // namespace partita::store
