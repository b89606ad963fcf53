#include "wire/native_capacity.h"

namespace partita::wire {

NativeCapacityMode DecodeNativeCapacityMode(base::ByteReader* reader) {
  const uint8_t mode = reader->U8();
  if (mode > static_cast<uint8_t>(NativeCapacityMode::kIndexes)) reader->Fail();
  return static_cast<NativeCapacityMode>(mode);
}

void Encode(const NativeCapacity& capacity, base::ByteWriter* writer) {
  writer->U8(static_cast<uint8_t>(capacity.mode));
  if (capacity.mode == NativeCapacityMode::kNone) return;
  writer->Varint(capacity.total_half_units);
  if (capacity.mode == NativeCapacityMode::kTotal) return;
  writer->Varint(capacity.table_half_units);
  writer->Varint(capacity.indexes.size());
  for (const NativeCapacity::Index& index : capacity.indexes) {
    writer->Bytes(index.name);
    writer->Bool(index.global);
    writer->Varint(index.half_units);
  }
}

NativeCapacity DecodeNativeCapacity(base::ByteReader* reader) {
  NativeCapacity capacity;
  capacity.mode = DecodeNativeCapacityMode(reader);
  if (!reader->ok() || capacity.mode == NativeCapacityMode::kNone) return capacity;
  capacity.total_half_units = reader->Varint();
  if (capacity.mode == NativeCapacityMode::kTotal) return capacity;
  capacity.table_half_units = reader->Varint();
  for (uint64_t left = reader->Varint(); left > 0 && reader->ok(); --left) {
    NativeCapacity::Index index;
    index.name = reader->Bytes();
    index.global = reader->Bool();
    index.half_units = reader->Varint();
    capacity.indexes.push_back(index);
  }
  return capacity;
}

}  // namespace partita::wire
