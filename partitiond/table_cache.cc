#include "partitiond/table_cache.h"

#include <utility>

#include "wire/schema_snapshot.h"

namespace partita::partitiond {

TableCache::TableCache(shm::MirrorReader mirror) : mirror_(std::move(mirror)) {}

base::Result<bool> TableCache::Refresh() {
  if (mirror_.version() == version_) return false;
  PARTITA_ASSIGN(const shm::MirrorReader::Snapshot copy, mirror_.Read());
  PARTITA_ASSIGN(wire::SchemaSnapshot snapshot, wire::DecodeSchemaSnapshot(copy.bytes));
  tables_.clear();
  views_.clear();
  for (model::TableSchema& table : snapshot.tables) {
    const model::TableId id = table.id;
    if (std::vector<model::IndexView> views = model::IndexViewsOf(table); !views.empty())
      views_.emplace(id, std::move(views));
    tables_.emplace(id, std::move(table));
  }
  next_table_id_ = snapshot.next_table_id;
  version_ = copy.version;
  return true;
}

const model::TableSchema* TableCache::Find(model::TableId table) const {
  const auto found = tables_.find(table);
  return found == tables_.end() ? nullptr : &found->second;
}

const std::vector<model::IndexView>& TableCache::ViewsOf(model::TableId table) const {
  static const std::vector<model::IndexView> kNone;
  const auto found = views_.find(table);
  return found == views_.end() ? kNone : found->second;
}

const model::IndexView* TableCache::FindView(model::TableId table, uint32_t index) const {
  for (const model::IndexView& view : ViewsOf(table)) {
    if (view.id() == index) return &view;
  }
  return nullptr;
}

}  // namespace partita::partitiond
