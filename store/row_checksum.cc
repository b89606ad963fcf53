#include "store/row_checksum.h"

#include <string>

#include "base/coding.h"
#include "model/checksum.h"

namespace partita::store {

uint64_t RowChecksum(model::TableId table, std::string_view key, uint64_t item_size,
                     std::string_view item) {
  thread_local std::string place;  // Keeps its memory: this runs for every row read or written.
  place.clear();
  base::ByteWriter writer(&place);
  writer.U64(table);
  writer.U64(item_size);
  writer.Raw(key);
  return model::Checksum(item, model::Checksum(place));
}

}  // namespace partita::store
