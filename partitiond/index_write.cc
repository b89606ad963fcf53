#include "partitiond/index_write.h"

#include <algorithm>
#include <utility>

#include "model/limits.h"

namespace partita::partitiond {
namespace {

// One image under one view.
struct Shown {
  std::optional<std::string> entry;
  uint64_t size = 0;
};

Shown Show(const model::IndexView& view, const std::optional<ItemImage>& image) {
  if (!image) return {};
  Shown shown{view.Entry(image->bytes), 0};
  if (shown.entry) shown.size = view.Size(image->bytes, image->size);
  return shown;
}

uint64_t UnitsOfView(const Shown& shown) {
  if (!shown.entry) return 0;
  const uint64_t unit = static_cast<uint64_t>(model::kWriteUnitBytes);
  return std::max<uint64_t>(1, (shown.size + unit - 1) / unit);
}

// The whole key of an entry.
std::string Key(std::string entry, std::string_view item_key) {
  entry.append(item_key);
  return entry;
}

bool SameView(const model::IndexView& view, const ItemImage& before, const ItemImage& after) {
  if (view.whole()) return before.bytes == after.bytes;
  std::string old_view, new_view;
  view.Project(before.bytes, &old_view);
  view.Project(after.bytes, &new_view);
  return old_view == new_view;
}

std::optional<IndexChange> ChangeOf(const model::IndexView& view, std::string_view item_key,
                                    const std::optional<ItemImage>& before,
                                    const std::optional<ItemImage>& after) {
  Shown old_shown = Show(view, before);
  Shown new_shown = Show(view, after);
  if (!old_shown.entry && !new_shown.entry) return std::nullopt;
  IndexChange change{.index = view.id(), .removed = {}, .put = {}};
  if (old_shown.entry == new_shown.entry) {
    if (SameView(view, *before, *after)) return std::nullopt;
    change.units = std::max(UnitsOfView(old_shown), UnitsOfView(new_shown));
    if (old_shown.size == new_shown.size) return change;  // The entry stays what it is.
  } else {
    change.units = UnitsOfView(old_shown) + UnitsOfView(new_shown);
    if (old_shown.entry) change.removed = Key(*std::move(old_shown.entry), item_key);
  }
  if (!new_shown.entry) return change;
  change.entry_size = new_shown.entry->size();
  change.view_size = new_shown.size;
  change.put = Key(*std::move(new_shown.entry), item_key);
  return change;
}

}  // namespace

std::vector<IndexChange> IndexChanges(const std::vector<model::IndexView>& views,
                                      std::string_view item_key,
                                      const std::optional<ItemImage>& before,
                                      const std::optional<ItemImage>& after) {
  std::vector<IndexChange> changes;
  for (const model::IndexView& view : views) {
    if (auto change = ChangeOf(view, item_key, before, after))
      changes.push_back(*std::move(change));
  }
  return changes;
}

base::Status WriteIndexChanges(model::TableId table, const std::vector<IndexChange>& changes,
                               store::ItemStore* store) {
  for (const IndexChange& change : changes) {
    if (change.removed) PARTITA_TRY(store->DeleteIndexEntry(table, change.index, *change.removed));
    if (!change.put) continue;
    PARTITA_TRY(store->PutIndexEntry(
        table, change.index,
        {.key = *change.put, .entry_size = change.entry_size, .view_size = change.view_size}));
  }
  return {};
}

std::vector<wire::IndexWrite> UnitsOf(const std::vector<IndexChange>& changes,
                                      const model::TableSchema& table) {
  std::vector<wire::IndexWrite> units;
  for (const IndexChange& change : changes) {
    if (change.index != table.ttl_index_id)
      units.push_back({.index = change.index, .units = change.units});
  }
  return units;
}

}  // namespace partita::partitiond
