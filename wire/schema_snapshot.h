// The bytes that registryd publishes in the mirror: every table and the slot map.
//
//   snapshot := format u32 (1), slots u32, next table id u64, account bytes, region bytes,
//               table count varint, tables (TableSchema::EncodeTo)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/slot_map.h"
#include "model/table_schema.h"

namespace partita::wire {

struct SchemaSnapshot {
  model::SlotMap slot_map = {};
  // Every id ever given out is smaller. A slot that holds rows of another id knows by it that the
  // catalog is not the one its tables were made under, and must purge nothing.
  model::TableId next_table_id = 1;
  std::string account_id = {};                  // 12 digits, for ARNs
  std::string region = {};                      // for ARNs
  std::vector<model::TableSchema> tables = {};  // sorted by name
};

void Encode(const SchemaSnapshot& snapshot, std::string* out);
// kCorrupt: not our bytes.
base::Result<SchemaSnapshot> DecodeSchemaSnapshot(std::string_view bytes);

}  // namespace partita::wire
