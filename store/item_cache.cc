#include "store/item_cache.h"

#include <utility>

namespace partita::store {
namespace {

// What the list, the map and the allocator add to an entry, about.
constexpr size_t kEntryBytes = 192;

}  // namespace

size_t ItemCache::BytesOf(const Entry& entry) {
  return kEntryBytes + entry.key.size() + entry.item.capacity();
}

ItemCache::Entry* ItemCache::Find(model::TableId table, std::string_view key) {
  const auto found = entries_.find({table, key});
  if (found == entries_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return &recent_.front();
}

ItemCache::Entry* ItemCache::Reset(model::TableId table, std::string_view key) {
  Entry* entry = Find(table, key);
  if (entry != nullptr) {
    Drop(entry);
    entry->exists = false;
    return entry;
  }
  recent_.emplace_front();
  entry = &recent_.front();
  entry->table = table;
  entry->key = key;
  entries_.emplace(Key{table, entry->key}, recent_.begin());
  bytes_ += BytesOf(*entry);
  MakeRoom();
  return entry;
}

void ItemCache::Keep(Entry* entry, std::string_view item) {
  if (item.size() > max_bytes_ / 8) return Drop(entry);
  bytes_ -= BytesOf(*entry);
  std::swap(former_, entry->item);
  entry->item.assign(item.begin(), item.end());
  if (entry->item.capacity() > 2 * item.size()) entry->item.shrink_to_fit();
  entry->has_item = true;
  bytes_ += BytesOf(*entry);
  MakeRoom();
}

void ItemCache::Drop(Entry* entry) {
  bytes_ -= BytesOf(*entry);
  former_ = std::move(entry->item);
  entry->item = {};
  entry->has_item = false;
  bytes_ += BytesOf(*entry);
}

void ItemCache::Clear() {
  entries_.clear();
  recent_.clear();
  bytes_ = 0;
}

// The first entry stays: somebody is about to use it.
void ItemCache::MakeRoom() {
  while (bytes_ > max_bytes_ && recent_.size() > 1) {
    const Entry& last = recent_.back();
    bytes_ -= BytesOf(last);
    entries_.erase({last.table, last.key});
    recent_.pop_back();
  }
}

}  // namespace partita::store
