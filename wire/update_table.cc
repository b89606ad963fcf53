#include "wire/update_table.h"

#include <utility>

namespace partita::wire {
namespace {

// Bits of `parts`.
constexpr uint8_t kThroughput = 1;
constexpr uint8_t kOnDemand = 2;
constexpr uint8_t kWarm = 4;
constexpr uint8_t kAllParts = 7;

// Every flag with its bit in `given`, in one place for both directions.
template <typename Update, typename Visit>
void VisitFlags(Update* update, Visit visit) {
  visit(0, &update->billing_mode);
  visit(1, &update->throughput);
  visit(2, &update->on_demand);
  visit(3, &update->warm);
  visit(4, &update->stream);
  visit(5, &update->sse);
  visit(6, &update->sse_key);
  visit(7, &update->table_class);
  visit(8, &update->deletion_protection);
}
constexpr uint16_t kAllFlags = 0x1ff;

void EncodePair(int64_t first, int64_t second, base::ByteWriter* writer) {
  writer->ZigZag(first);
  writer->ZigZag(second);
}

void EncodeChanged(const IndexUpdate& index, base::ByteWriter* writer) {
  writer->Bytes(index.name);
  writer->U8(static_cast<uint8_t>((index.throughput ? kThroughput : 0) |
                                  (index.on_demand ? kOnDemand : 0) | (index.warm ? kWarm : 0)));
  if (index.throughput)
    EncodePair(index.throughput->read_units, index.throughput->write_units, writer);
  if (index.on_demand)
    EncodePair(index.on_demand->max_read_units, index.on_demand->max_write_units, writer);
  if (index.warm) EncodePair(index.warm->read_units, index.warm->write_units, writer);
}

template <typename Pair>
Pair DecodePair(base::ByteReader* reader) {
  const int64_t first = reader->ZigZag();
  return {first, reader->ZigZag()};
}

IndexUpdate DecodeChanged(base::ByteReader* reader) {
  IndexUpdate index;
  index.name = reader->Bytes();
  const uint8_t parts = reader->U8();
  if (parts > kAllParts) reader->Fail();
  if (parts & kThroughput) index.throughput = DecodePair<model::Throughput>(reader);
  if (parts & kOnDemand) index.on_demand = DecodePair<model::OnDemandThroughput>(reader);
  if (parts & kWarm) index.warm = DecodePair<model::Throughput>(reader);
  return index;
}

}  // namespace

void Encode(const TableUpdate& update, base::ByteWriter* writer) {
  update.wanted.EncodeTo(writer);
  uint16_t given = 0;
  VisitFlags(&update, [&](int bit, const bool* flag) {
    if (*flag) given = static_cast<uint16_t>(given | 1u << bit);
  });
  writer->U16(given);
  writer->Varint(update.changed.size());
  for (const IndexUpdate& index : update.changed) EncodeChanged(index, writer);
  writer->Varint(update.removed.size());
  for (const std::string& name : update.removed) writer->Bytes(name);
}

base::Result<TableUpdate> DecodeTableUpdate(base::ByteReader* reader) {
  TableUpdate update;
  PARTITA_ASSIGN(update.wanted, model::TableSchema::Decode(reader));
  const uint16_t given = reader->U16();
  if (given > kAllFlags) reader->Fail();
  VisitFlags(&update, [&](int bit, bool* flag) { *flag = (given >> bit & 1) != 0; });
  const uint64_t changed = reader->Varint();
  for (uint64_t i = 0; i < changed && reader->ok(); ++i)
    update.changed.push_back(DecodeChanged(reader));
  const uint64_t removed = reader->Varint();
  for (uint64_t i = 0; i < removed && reader->ok(); ++i)
    update.removed.emplace_back(reader->Bytes());
  if (!reader->ok()) return base::Error::Corrupt("a table update's bytes are malformed");
  return update;
}

}  // namespace partita::wire
