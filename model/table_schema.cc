#include "model/table_schema.h"

#include <algorithm>

// The bytes of a table
//
//   table      := format u8 (2), id u64, uuid bytes, name bytes, status u8, created date, key,
//                 attributes, index count varint, indexes, next index id varint, billing u8,
//                 throughput, on demand, warm throughput, billing changed date, increased date,
//                 decreased date, class u8, class given bool, deletion protection bool, sse bool,
//                 sse key bytes, stream u8, stream label date, latest stream view u8,
//                 ttl attribute bytes, ttl changed date, ttl index id varint, recovery bool,
//                 recovery since date, recovery days varint, tag count varint, tags
//   key        := partition attributes, sort attributes
//   attributes := count varint, count × (name bytes, type u8)
//   index      := id varint, name bytes, global bool, key, projection u8, name count varint,
//                 names bytes, status u8, backfilling bool, throughput, on demand,
//                 warm throughput
//   throughput := read zigzag, write zigzag
//   on demand  := bool, if true: read zigzag, write zigzag
//   tag        := key bytes, value bytes
//   date       := zigzag, microseconds since 1970
// A new field makes a new format byte.

namespace partita::model {
namespace {

constexpr uint8_t kFormat = 2;

template <typename T, typename EncodeOne>
void EncodeEach(const std::vector<T>& all, base::ByteWriter* writer, EncodeOne encode) {
  writer->Varint(all.size());
  for (const T& one : all) encode(one, writer);
}

template <typename T, typename DecodeOne>
std::vector<T> DecodeEach(base::ByteReader* reader, DecodeOne decode) {
  std::vector<T> all;
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) all.push_back(decode(reader));
  return all;
}

// An enum of consecutive values; fails the reader on a stranger's.
template <typename Enum>
Enum DecodeEnum(base::ByteReader* reader, Enum first, Enum last) {
  const uint8_t value = reader->U8();
  if (value < static_cast<uint8_t>(first) || value > static_cast<uint8_t>(last)) reader->Fail();
  return static_cast<Enum>(value);
}

void EncodeString(const std::string& text, base::ByteWriter* writer) { writer->Bytes(text); }
std::string DecodeString(base::ByteReader* reader) { return std::string(reader->Bytes()); }

void EncodeKeyAttribute(const KeyAttribute& key, base::ByteWriter* writer) {
  writer->Bytes(key.name);
  writer->U8(static_cast<uint8_t>(key.type));
}
KeyAttribute DecodeKeyAttribute(base::ByteReader* reader) {
  KeyAttribute key;
  key.name = DecodeString(reader);
  key.type = DecodeEnum(reader, AttributeType::kS, AttributeType::kB);
  return key;
}

void EncodeKey(const KeySchema& key, base::ByteWriter* writer) {
  EncodeEach(key.partition, writer, EncodeKeyAttribute);
  EncodeEach(key.sort, writer, EncodeKeyAttribute);
}
KeySchema DecodeKey(base::ByteReader* reader) {
  KeySchema key;
  key.partition = DecodeEach<KeyAttribute>(reader, DecodeKeyAttribute);
  key.sort = DecodeEach<KeyAttribute>(reader, DecodeKeyAttribute);
  return key;
}

void EncodeThroughput(const Throughput& throughput, base::ByteWriter* writer) {
  writer->ZigZag(throughput.read_units);
  writer->ZigZag(throughput.write_units);
}
Throughput DecodeThroughput(base::ByteReader* reader) {
  Throughput throughput;
  throughput.read_units = reader->ZigZag();
  throughput.write_units = reader->ZigZag();
  return throughput;
}

void EncodeOnDemand(const std::optional<OnDemandThroughput>& on_demand, base::ByteWriter* writer) {
  writer->Bool(on_demand.has_value());
  if (!on_demand) return;
  writer->ZigZag(on_demand->max_read_units);
  writer->ZigZag(on_demand->max_write_units);
}
std::optional<OnDemandThroughput> DecodeOnDemand(base::ByteReader* reader) {
  if (!reader->Bool()) return std::nullopt;
  OnDemandThroughput on_demand;
  on_demand.max_read_units = reader->ZigZag();
  on_demand.max_write_units = reader->ZigZag();
  return on_demand;
}

void EncodeIndex(const IndexSchema& index, base::ByteWriter* writer) {
  writer->Varint(index.id);
  writer->Bytes(index.name);
  writer->Bool(index.global);
  EncodeKey(index.key, writer);
  writer->U8(static_cast<uint8_t>(index.projection));
  EncodeEach(index.non_key_attributes, writer, EncodeString);
  writer->U8(static_cast<uint8_t>(index.status));
  writer->Bool(index.backfilling);
  EncodeThroughput(index.throughput, writer);
  EncodeOnDemand(index.on_demand, writer);
  EncodeThroughput(index.warm, writer);
}

uint32_t DecodeU32(base::ByteReader* reader) {
  const uint64_t value = reader->Varint();
  if (value > UINT32_MAX) reader->Fail();
  return static_cast<uint32_t>(value);
}

IndexSchema DecodeIndex(base::ByteReader* reader) {
  IndexSchema index;
  index.id = DecodeU32(reader);
  index.name = DecodeString(reader);
  index.global = reader->Bool();
  index.key = DecodeKey(reader);
  index.projection = DecodeEnum(reader, ProjectionType::kAll, ProjectionType::kInclude);
  index.non_key_attributes = DecodeEach<std::string>(reader, DecodeString);
  index.status = DecodeEnum(reader, IndexStatus::kCreating, IndexStatus::kActive);
  index.backfilling = reader->Bool();
  index.throughput = DecodeThroughput(reader);
  index.on_demand = DecodeOnDemand(reader);
  index.warm = DecodeThroughput(reader);
  return index;
}

void EncodeTag(const Tag& tag, base::ByteWriter* writer) {
  writer->Bytes(tag.key);
  writer->Bytes(tag.value);
}
Tag DecodeTag(base::ByteReader* reader) {
  Tag tag;
  tag.key = DecodeString(reader);
  tag.value = DecodeString(reader);
  return tag;
}

}  // namespace

void TableSchema::EncodeTo(base::ByteWriter* writer) const {
  writer->U8(kFormat);
  writer->U64(id);
  writer->Bytes(uuid);
  writer->Bytes(name);
  writer->U8(static_cast<uint8_t>(status));
  writer->ZigZag(created_at_us);
  EncodeKey(key, writer);
  EncodeEach(attribute_definitions, writer, EncodeKeyAttribute);
  EncodeEach(indexes, writer, EncodeIndex);
  writer->Varint(next_index_id);
  writer->U8(static_cast<uint8_t>(billing_mode));
  EncodeThroughput(throughput, writer);
  EncodeOnDemand(on_demand, writer);
  EncodeThroughput(warm, writer);
  writer->ZigZag(billing_mode_changed_at_us);
  writer->ZigZag(throughput_increased_at_us);
  writer->ZigZag(throughput_decreased_at_us);
  writer->U8(static_cast<uint8_t>(table_class));
  writer->Bool(table_class_given);
  writer->Bool(deletion_protection);
  writer->Bool(sse_enabled);
  writer->Bytes(sse_kms_key_arn);
  writer->U8(static_cast<uint8_t>(stream));
  writer->ZigZag(stream_label_us);
  writer->U8(static_cast<uint8_t>(latest_stream_view));
  writer->Bytes(ttl_attribute);
  writer->ZigZag(ttl_changed_at_us);
  writer->Varint(ttl_index_id);
  writer->Bool(point_in_time_recovery);
  writer->ZigZag(recovery_since_us);
  writer->Varint(recovery_period_days);
  EncodeEach(tags, writer, EncodeTag);
}

base::Result<TableSchema> TableSchema::Decode(base::ByteReader* reader) {
  if (reader->U8() != kFormat) reader->Fail();
  TableSchema table;
  table.id = reader->U64();
  table.uuid = DecodeString(reader);
  table.name = DecodeString(reader);
  table.status = DecodeEnum(reader, TableStatus::kCreating, TableStatus::kActive);
  table.created_at_us = reader->ZigZag();
  table.key = DecodeKey(reader);
  table.attribute_definitions = DecodeEach<KeyAttribute>(reader, DecodeKeyAttribute);
  table.indexes = DecodeEach<IndexSchema>(reader, DecodeIndex);
  table.next_index_id = DecodeU32(reader);
  table.billing_mode = DecodeEnum(reader, BillingMode::kProvisioned, BillingMode::kPayPerRequest);
  table.throughput = DecodeThroughput(reader);
  table.on_demand = DecodeOnDemand(reader);
  table.warm = DecodeThroughput(reader);
  table.billing_mode_changed_at_us = reader->ZigZag();
  table.throughput_increased_at_us = reader->ZigZag();
  table.throughput_decreased_at_us = reader->ZigZag();
  table.table_class =
      DecodeEnum(reader, TableClass::kStandard, TableClass::kStandardInfrequentAccess);
  table.table_class_given = reader->Bool();
  table.deletion_protection = reader->Bool();
  table.sse_enabled = reader->Bool();
  table.sse_kms_key_arn = DecodeString(reader);
  table.stream = DecodeEnum(reader, StreamViewType::kNone, StreamViewType::kNewAndOldImages);
  table.stream_label_us = reader->ZigZag();
  table.latest_stream_view =
      DecodeEnum(reader, StreamViewType::kNone, StreamViewType::kNewAndOldImages);
  table.ttl_attribute = DecodeString(reader);
  table.ttl_changed_at_us = reader->ZigZag();
  table.ttl_index_id = DecodeU32(reader);
  table.point_in_time_recovery = reader->Bool();
  table.recovery_since_us = reader->ZigZag();
  table.recovery_period_days = DecodeU32(reader);
  table.tags = DecodeEach<Tag>(reader, DecodeTag);
  if (!reader->ok()) return base::Error::Corrupt("a table's bytes are malformed");
  return table;
}

const IndexSchema* TableSchema::FindIndex(std::string_view index_name) const {
  const auto at = std::find_if(indexes.begin(), indexes.end(),
                               [&](const IndexSchema& index) { return index.name == index_name; });
  return at == indexes.end() ? nullptr : &*at;
}

}  // namespace partita::model
