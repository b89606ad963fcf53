#include "metrics/table_index.h"

#include <algorithm>

#include "metrics/table_directory.h"

namespace partita::metrics {

void TableIndex::Refresh() {
  const auto reading = ReadDirectory(*directory_);
  if (!reading) return;
  version_ = reading->version;
  indexes_.clear();
  for (size_t i = 0; i < reading->entries.size(); ++i) {
    if (reading->entries[i].table_id != 0) indexes_.emplace_back(reading->entries[i].table_id, i);
  }
  std::sort(indexes_.begin(), indexes_.end());
  last_id_ = 0;
  last_index_ = kNoTable;
  on_change_();
}

void TableIndex::Find(uint64_t table_id) {
  const auto found =
      std::lower_bound(indexes_.begin(), indexes_.end(), std::pair<uint64_t, size_t>(table_id, 0));
  const bool named = found != indexes_.end() && found->first == table_id;
  last_id_ = table_id;
  last_index_ = named ? found->second : table_id == 0 ? kNoTable : kOtherTables;
}

}  // namespace partita::metrics
