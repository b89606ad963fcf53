#include "metrics/table_directory.h"

#include <algorithm>

namespace partita::metrics {
namespace {

constexpr int kLooks = 1000;
constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

std::string NameOf(const DirectoryEntry& entry) {
  const size_t bytes =
      std::min<size_t>(entry.name_bytes.load(std::memory_order_relaxed), kMaxTableName);
  std::string name(bytes, ' ');
  for (size_t i = 0; i < bytes; ++i) name[i] = entry.name[i].load(std::memory_order_relaxed);
  return name.find_first_not_of(kNameCharacters) == std::string::npos ? name : std::string();
}

void SetName(std::string_view name, DirectoryEntry* entry) {
  const size_t bytes = std::min(name.size(), kMaxTableName);
  for (size_t i = 0; i < bytes; ++i) entry->name[i].store(name[i], std::memory_order_relaxed);
  entry->name_bytes.store(static_cast<uint16_t>(bytes), std::memory_order_relaxed);
  entry->changes.store(entry->changes.load(std::memory_order_relaxed) + 1,
                       std::memory_order_relaxed);
}

// What the writer wants, entry by entry.
struct Draft {
  std::vector<std::string> names{kNamedTables};
  std::vector<uint64_t> ids = std::vector<uint64_t>(kNamedTables);

  // The first entry for which `fits` says so takes the table.
  template <typename Fits>
  bool Place(const NamedTable& table, Fits fits) {
    for (size_t i = 0; i < kNamedTables; ++i) {
      if (ids[i] != 0 || !fits(names[i])) continue;
      ids[i] = table.id;
      names[i] = table.name;
      return true;
    }
    return false;
  }
};

Draft DraftOf(const Directory& directory, std::vector<NamedTable> tables) {
  Draft draft;
  for (size_t i = 0; i < kNamedTables; ++i) draft.names[i] = NameOf(directory.entries[i]);
  std::sort(tables.begin(), tables.end(),
            [](const NamedTable& a, const NamedTable& b) { return a.id < b.id; });
  std::erase_if(tables, [&](const NamedTable& table) {
    return draft.Place(table, [&](const std::string& name) { return name == table.name; });
  });
  for (const NamedTable& table : tables) {
    if (draft.Place(table, [](const std::string& name) { return name.empty(); })) continue;
    if (!draft.Place(table, [](const std::string&) { return true; })) break;
  }
  return draft;
}

}  // namespace

void UpdateDirectory(const std::vector<NamedTable>& tables, Directory* directory) {
  const Draft draft = DraftOf(*directory, tables);
  const uint64_t version = directory->version.load(std::memory_order_relaxed);
  const uint64_t writing = version | 1;  // odd already: a former writer died at work
  directory->version.store(writing, std::memory_order_relaxed);
  // Pairs with the acquire fence of ReadDirectory(): who reads anything written below sees the odd
  // version.
  std::atomic_thread_fence(std::memory_order_release);
  for (size_t i = 0; i < kNamedTables; ++i) {
    DirectoryEntry* entry = &directory->entries[i];
    if (draft.names[i] != NameOf(*entry)) SetName(draft.names[i], entry);
    entry->table_id.store(draft.ids[i], std::memory_order_relaxed);
  }
  // Pairs with the acquire load of ReadDirectory().
  directory->version.store(writing + 1, std::memory_order_release);
}

std::optional<DirectoryReading> ReadDirectory(const Directory& directory) {
  for (int look = 0; look < kLooks; ++look) {
    DirectoryReading reading;
    reading.version = directory.version.load(std::memory_order_acquire);
    if (reading.version % 2 != 0) continue;
    for (const DirectoryEntry& entry : directory.entries) {
      reading.entries.push_back({entry.table_id.load(std::memory_order_relaxed),
                                 entry.changes.load(std::memory_order_relaxed), NameOf(entry)});
    }
    // Pairs with the release fence of UpdateDirectory().
    std::atomic_thread_fence(std::memory_order_acquire);
    if (directory.version.load(std::memory_order_relaxed) == reading.version) return reading;
  }
  return std::nullopt;
}

}  // namespace partita::metrics
