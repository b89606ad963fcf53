// Every item of a slot file against its checksum, its key, its slot and its table; every index
// entry against its item, both ways; the counts that are kept against what is there.
//
// What is expected of an index follows the table's schema and how far the index is filled
// (index_backfills.h). Rows of tables and indexes that are gone are being freed and may be there.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "model/index_view.h"
#include "model/slot_map.h"
#include "model/table_schema.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"
#include "store/check_report.h"
#include "store/index_backfills.h"
#include "store/table_counts.h"

namespace partita::store {

using CheckProgress = std::function<void(uint64_t done, uint64_t total)>;

struct ItemCheckOptions {
  uint32_t slot = 0;
  model::SlotMap map;
  const std::vector<model::TableSchema>* tables = nullptr;  // the catalog's
  model::TableId next_table_id = 0;  // every id below has been given out; 0: not known
};

class ItemCheck {
 public:
  ItemCheck(sqlite::Database& database, const ItemCheckOptions& options, CheckReport* report);
  ~ItemCheck();

  // Errors: the database cannot be read any further (kCorrupt); what was found until then was said.
  base::Status Run(const CheckProgress& progress);

  uint64_t items() const { return items_; }
  uint64_t entries() const { return entries_; }

 private:
  struct Row;    // of the table items
  struct View;   // an index and what has been found of it
  struct Table;  // a schema and its views

  base::Status LoadViews();
  base::Status CheckItems(const CheckProgress& progress);
  base::Status CheckItem(const Row& row);
  void CheckPlace(const Table& table, const Row& row);
  void CheckContents(const Table& table, const Row& row);
  base::Status CheckEntries(Table* table, const Row& row);
  base::Status CheckEntry(const Table& table, View* view, const Row& row);
  base::Status CountEntries();
  base::Status FindStrayEntries();
  base::Status CheckEntryItem(const Table& table, const View& view, std::string_view key,
                              uint64_t entry_size);
  base::Status CheckCounts();
  void SayUnknown(model::TableId table);

  const ItemCheckOptions options_;
  CheckReport* const report_;
  std::map<model::TableId, Table> tables_;
  std::set<model::TableId> unknown_;            // said
  std::map<Counted, TableStatistics> counted_;  // what is there
  uint64_t items_ = 0;
  uint64_t entries_ = 0;
  base::Sha256 sha256_;

  TableCounts kept_;
  IndexBackfills fills_;
  sqlite::Statement all_items_;
  sqlite::Statement find_entry_;
  sqlite::Statement find_item_;
  sqlite::Statement count_entries_;
  sqlite::Statement walk_entries_;
};

}  // namespace partita::store
