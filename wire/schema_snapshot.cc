#include "wire/schema_snapshot.h"

#include <utility>

#include "base/coding.h"

namespace partita::wire {
namespace {

constexpr uint32_t kFormat = 1;

}  // namespace

void Encode(const SchemaSnapshot& snapshot, std::string* out) {
  base::ByteWriter writer(out);
  writer.U32(kFormat);
  writer.U32(snapshot.slot_map.slots);
  writer.U64(snapshot.next_table_id);
  writer.Bytes(snapshot.account_id);
  writer.Bytes(snapshot.region);
  writer.Varint(snapshot.tables.size());
  for (const model::TableSchema& table : snapshot.tables) table.EncodeTo(&writer);
}

base::Result<SchemaSnapshot> DecodeSchemaSnapshot(std::string_view bytes) {
  base::ByteReader reader(bytes);
  if (reader.U32() != kFormat) return base::Error::Corrupt("schema snapshot of an unknown format");
  SchemaSnapshot snapshot;
  snapshot.slot_map.slots = reader.U32();
  if (snapshot.slot_map.slots == 0 || snapshot.slot_map.slots > model::kMaxSlots) {
    return base::Error::Corrupt("schema snapshot with an impossible number of slots");
  }
  snapshot.next_table_id = reader.U64();
  snapshot.account_id = reader.Bytes();
  snapshot.region = reader.Bytes();
  const uint64_t tables = reader.Varint();
  for (uint64_t i = 0; i < tables && reader.ok(); ++i) {
    PARTITA_ASSIGN(model::TableSchema table, model::TableSchema::Decode(&reader));
    if (!snapshot.tables.empty() && table.name <= snapshot.tables.back().name) {
      return base::Error::Corrupt("schema snapshot with tables out of order");
    }
    if (table.id >= snapshot.next_table_id)
      return base::Error::Corrupt("schema snapshot with a table id not given out");
    snapshot.tables.push_back(std::move(table));
  }
  if (!reader.Finished()) return base::Error::Corrupt("schema snapshot of the wrong length");
  return snapshot;
}

}  // namespace partita::wire
