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
  for (model::TableSchema& table : snapshot.tables) {
    const model::TableId id = table.id;
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

}  // namespace partita::partitiond
