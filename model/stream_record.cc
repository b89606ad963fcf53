#include "model/stream_record.h"

namespace partita::model {
namespace {

constexpr uint8_t kStreamFormat = 1;

StreamViewType ReadView(base::ByteReader* reader) {
  const uint8_t view = reader->U8();
  if (view < 1 || view > static_cast<uint8_t>(StreamViewType::kNewAndOldImages)) reader->Fail();
  return static_cast<StreamViewType>(view);
}

StreamEvent ReadEvent(base::ByteReader* reader) {
  const uint8_t event = reader->U8();
  if (event < 1 || event > static_cast<uint8_t>(StreamEvent::kRemove)) reader->Fail();
  return static_cast<StreamEvent>(event);
}

void WriteStreamKey(const std::vector<KeyAttribute>& attributes, base::ByteWriter* writer) {
  const KeyAttribute none;
  const KeyAttribute& attribute = attributes.empty() ? none : attributes.front();
  writer->Bytes(attribute.name);
  writer->U8(static_cast<uint8_t>(attribute.type));
}

void ReadStreamKey(base::ByteReader* reader, std::vector<KeyAttribute>* attributes) {
  KeyAttribute attribute;
  attribute.name = reader->Bytes();
  const uint8_t type = reader->U8();
  if (type < static_cast<uint8_t>(AttributeType::kS) ||
      type > static_cast<uint8_t>(AttributeType::kB)) {
    reader->Fail();
  }
  attribute.type = static_cast<AttributeType>(type);
  if (!attribute.name.empty()) attributes->push_back(std::move(attribute));
}

}  // namespace

void EncodeStreamRecord(const StreamRecord& record, std::string* out) {
  base::ByteWriter writer(out);
  writer.U8(kStreamFormat);
  writer.U8(static_cast<uint8_t>(record.event));
  writer.U8(static_cast<uint8_t>(record.view));
  writer.Bool(record.by_service);
  writer.Varint(record.size_bytes);
  writer.Bytes(record.keys);
  writer.Bytes(record.new_image);
  writer.Bytes(record.old_image);
}

base::Result<StreamRecord> DecodeStreamRecord(std::string_view bytes) {
  base::ByteReader reader(bytes);
  if (reader.U8() != kStreamFormat) reader.Fail();
  StreamRecord record;
  record.event = ReadEvent(&reader);
  record.view = ReadView(&reader);
  record.by_service = reader.Bool();
  record.size_bytes = reader.Varint();
  record.keys = reader.Bytes();
  record.new_image = reader.Bytes();
  record.old_image = reader.Bytes();
  if (!reader.Finished()) return base::Error::Corrupt("a stream's record cannot be read");
  return record;
}

void EncodeStreamInfo(const StreamInfo& info, std::string* out) {
  base::ByteWriter writer(out);
  writer.U8(kStreamFormat);
  writer.U8(static_cast<uint8_t>(info.view));
  writer.Bytes(info.table_name);
  WriteStreamKey(info.key.partition, &writer);
  WriteStreamKey(info.key.sort, &writer);
}

base::Result<StreamInfo> DecodeStreamInfo(std::string_view bytes) {
  base::ByteReader reader(bytes);
  if (reader.U8() != kStreamFormat) reader.Fail();
  StreamInfo info;
  info.view = ReadView(&reader);
  info.table_name = reader.Bytes();
  ReadStreamKey(&reader, &info.key.partition);
  ReadStreamKey(&reader, &info.key.sort);
  if (info.key.partition.empty()) reader.Fail();
  if (!reader.Finished()) return base::Error::Corrupt("a stream's description cannot be read");
  return info;
}

}  // namespace partita::model
