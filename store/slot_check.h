// Everything a slot file promises, looked at in a file that nobody serves from: nothing is changed.
//
//   the file        the WAL frame by frame, SQLite's integrity check, that it is this slot's file
//   its mark        (epoch, seq) against the one the registry has kept
//   items, indexes  item_check.h
//   streams         every record's checksum, no sequence number missing
//   transactions    every record's checksum
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/table_schema.h"
#include "store/check_report.h"
#include "store/commit_mark.h"
#include "store/item_check.h"

namespace partita::store {

struct SlotCheckOptions {
  std::string path;  // "data/slot-0001.db"
  uint32_t slot = 0;
  uint32_t slots = 1;
  std::vector<model::TableSchema> tables = {};
  model::TableId next_table_id = 0;
  CommitMark acknowledged = {};  // {}: nothing known
};

struct SlotCheckTotals {
  uint64_t items = 0;
  uint64_t index_entries = 0;
  uint64_t stream_records = 0;
  uint64_t transaction_records = 0;
};

// kUnavailable: an owner lives. Other errors: the file cannot be looked at; what is wrong with it
// is no error but said to `report`.
base::Result<SlotCheckTotals> CheckSlot(const SlotCheckOptions& options, CheckReport* report,
                                        const CheckProgress& progress);

}  // namespace partita::store
