#include "store/row_checksum.h"

#include <xxhash.h>

#include <string>

#include "base/coding.h"

namespace partita::store {

uint64_t RowChecksum(model::TableId table, std::string_view key, uint64_t item_size,
                     std::string_view item) {
  thread_local std::string place;  // Keeps its memory: this runs for every row read or written.
  place.clear();
  base::ByteWriter writer(&place);
  writer.U64(table);
  writer.U64(item_size);
  writer.Raw(key);
  return XXH3_64bits_withSeed(item.data(), item.size(), XXH3_64bits(place.data(), place.size()));
}

}  // namespace partita::store
