// The schemas of all tables, decoded from the published mirror.
//
// One atomic load tells whether the registry has published since; only then are the bytes copied
// and decoded again.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/index_view.h"
#include "model/table_schema.h"
#include "shm/mirror.h"

namespace partita::partitiond {

class TableCache {
 public:
  explicit TableCache(shm::MirrorReader mirror);

  // True when there was something new to read. kCorrupt: what is published is no snapshot; the old
  // schemas stay.
  base::Result<bool> Refresh();

  // Null: no table has this id. Lives until the next Refresh.
  const model::TableSchema* Find(model::TableId table) const;
  // What the table's indexes know of its items; empty for a table without. Lives as long.
  const std::vector<model::IndexView>& ViewsOf(model::TableId table) const;
  // Null: the table or the index is not there, or it is being deleted.
  const model::IndexView* FindView(model::TableId table, uint32_t index) const;
  // Every table, by id.
  const std::unordered_map<model::TableId, model::TableSchema>& tables() const { return tables_; }
  // The mirror's version that is decoded here; 0: nothing was ever published.
  uint64_t version() const { return version_; }
  // Every id ever given out is smaller (wire/schema_snapshot.h).
  model::TableId next_table_id() const { return next_table_id_; }

 private:
  shm::MirrorReader mirror_;
  uint64_t version_ = 0;
  model::TableId next_table_id_ = 1;
  std::unordered_map<model::TableId, model::TableSchema> tables_;
  // Only of tables with indexes.
  std::unordered_map<model::TableId, std::vector<model::IndexView>> views_;
};

}  // namespace partita::partitiond
