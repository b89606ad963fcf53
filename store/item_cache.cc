#include "store/item_cache.h"

#include <functional>
#include <utility>

namespace partita::store {
namespace {

// What the entry itself, the table and the allocator add to its bytes, about.
constexpr size_t kEntryBytes = 192;

}  // namespace

ItemCache::Key ItemCache::KeyOf(model::TableId table, std::string_view key) {
  return {std::hash<std::string_view>()(key) ^ table * 0x9e3779b97f4a7c15u, table, key};
}

size_t ItemCache::BytesOf(const Entry& entry) { return kEntryBytes + entry.row_.capacity(); }

ItemCache::Entry* ItemCache::Find(model::TableId table, std::string_view key) {
  const auto found = entries_.find(KeyOf(table, key));
  if (found == entries_.end()) return nullptr;
  (*found)->used_ = true;
  return *found;
}

ItemCache::Entry* ItemCache::Reset(model::TableId table, std::string_view key) {
  if (Entry* entry = Find(table, key)) {
    Drop(entry);
    entry->exists = false;
    return entry;
  }
  auto made = std::make_unique<Entry>();
  Entry* const entry = made.get();
  entry->hash_ = KeyOf(table, key).hash;
  entry->table_ = table;
  entry->key_bytes_ = key.size();
  entry->row_.assign(key.begin(), key.end());
  clock_.push_back(std::move(made));
  entries_.insert(entry);
  bytes_ += BytesOf(*entry);
  MakeRoom(entry);
  return entry;
}

// A block of its own size for key and item; the former block is kept for who still reads it.
void ItemCache::Fill(Entry* entry, std::string_view item) {
  std::vector<char> row;
  row.reserve(entry->key_bytes_ + item.size());
  row.insert(row.end(), entry->key().begin(), entry->key().end());
  row.insert(row.end(), item.begin(), item.end());
  bytes_ -= BytesOf(*entry);
  former_ = std::exchange(entry->row_, std::move(row));
  bytes_ += BytesOf(*entry);
}

void ItemCache::Keep(Entry* entry, std::string_view item) {
  if (item.size() > max_bytes_ / 8) return Drop(entry);
  Fill(entry, item);
  entry->has_item_ = true;
  MakeRoom(entry);
}

void ItemCache::Drop(Entry* entry) {
  if (entry->has_item_) Fill(entry, {});
  entry->has_item_ = false;
}

void ItemCache::DropTable(model::TableId table) {
  for (size_t place = 0; place < clock_.size();) {
    if (clock_[place]->table_ == table) {
      Remove(place);
    } else {
      ++place;
    }
  }
}

void ItemCache::Clear() {
  entries_.clear();
  clock_.clear();
  bytes_ = hand_ = 0;
}

void ItemCache::MakeRoom(const Entry* but) {
  for (; bytes_ > max_bytes_ && clock_.size() > 1; ++hand_) {
    if (hand_ >= clock_.size()) hand_ = 0;
    Entry* const at_hand = clock_[hand_].get();
    if (at_hand != but && !std::exchange(at_hand->used_, false)) Remove(hand_);
  }
}

// The latest one takes its place: where the hand has just passed, it will not come again soon.
void ItemCache::Remove(size_t place) {
  bytes_ -= BytesOf(*clock_[place]);
  entries_.erase(clock_[place].get());
  std::swap(clock_[place], clock_.back());
  clock_.pop_back();
}

}  // namespace partita::store
