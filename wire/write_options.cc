#include "wire/write_options.h"

namespace partita::wire {

void EncodeWriteOptions(const WriteOptions& options, base::ByteWriter* writer) {
  writer->Bytes(options.condition);
  writer->U8(static_cast<uint8_t>(options.return_values));
  writer->Bool(options.return_old_on_condition_failure);
}

WriteOptions DecodeWriteOptions(base::ByteReader* reader) {
  WriteOptions options;
  options.condition = reader->Bytes();
  const uint8_t return_values = reader->U8();
  if (return_values > static_cast<uint8_t>(ReturnValues::kUpdatedNew)) reader->Fail();
  options.return_values = static_cast<ReturnValues>(return_values);
  options.return_old_on_condition_failure = reader->Bool();
  return options;
}

void EncodeWriteResult(const WriteResult& result, base::ByteWriter* writer) {
  writer->Varint(result.old_size);
  writer->Varint(result.new_size);
  writer->Bool(result.has_attributes);
  if (result.has_attributes) writer->Bytes(result.attributes);
  writer->Varint(result.indexes.size());
  for (const IndexWrite& index : result.indexes) {
    writer->Varint(index.index);
    writer->Varint(index.units);
  }
}

WriteResult DecodeWriteResult(base::ByteReader* reader) {
  WriteResult result;
  result.old_size = reader->Varint();
  result.new_size = reader->Varint();
  result.has_attributes = reader->Bool();
  if (result.has_attributes) result.attributes = reader->Bytes();
  for (uint64_t left = reader->Varint(); left > 0 && reader->ok(); --left) {
    IndexWrite index;
    const uint64_t id = reader->Varint();
    if (id > UINT32_MAX) reader->Fail();
    index.index = static_cast<uint32_t>(id);
    index.units = reader->Varint();
    result.indexes.push_back(index);
  }
  return result;
}

}  // namespace partita::wire
