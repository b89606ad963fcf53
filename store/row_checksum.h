// The eight bytes beside every item that tell whether a row is what was written.
//
// XXH3-64 over the item, seeded with XXH3-64 over table id (8 bytes little-endian) ‖ item size (8)
// ‖ key. A row whose item belongs to another key, or whose size was damaged, fails too. On disk: it
// never changes within a format.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/table_schema.h"

namespace partita::store {

uint64_t RowChecksum(model::TableId table, std::string_view key, uint64_t item_size,
                     std::string_view item);

}  // namespace partita::store
