#include "wire/native_page.h"

namespace partita::wire {
namespace {

constexpr uint8_t kConsistentBit = 1;
constexpr uint8_t kBackwardBit = 2;
constexpr uint8_t kPageItem = 1;
constexpr uint8_t kPageEnd = 0;

void EncodeNativeRead(const NativeReadRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->Bytes(request.index);
  writer->U8(static_cast<uint8_t>((request.consistent ? kConsistentBit : 0) |
                                  (request.backward ? kBackwardBit : 0)));
  writer->U8(static_cast<uint8_t>(request.select));
  writer->U8(static_cast<uint8_t>(request.capacity));
  writer->Varint(request.limit);
  writer->Bytes(request.start_key);
  writer->Bytes(request.filter);
  writer->Bytes(request.projection);
}

void DecodeNativeRead(base::ByteReader* reader, NativeReadRequest* request) {
  request->table = reader->Bytes();
  request->index = reader->Bytes();
  const uint8_t flags = reader->U8();
  if ((flags & ~(kConsistentBit | kBackwardBit)) != 0) reader->Fail();
  request->consistent = (flags & kConsistentBit) != 0;
  request->backward = (flags & kBackwardBit) != 0;
  const uint8_t select = reader->U8();
  if (select > static_cast<uint8_t>(NativeSelect::kSpecificAttributes)) reader->Fail();
  request->select = static_cast<NativeSelect>(select);
  request->capacity = DecodeNativeCapacityMode(reader);
  request->limit = reader->Varint();
  request->start_key = reader->Bytes();
  request->filter = reader->Bytes();
  request->projection = reader->Bytes();
}

}  // namespace

void Encode(const NativeQueryRequest& request, base::ByteWriter* writer) {
  EncodeNativeRead(request, writer);
  writer->Bytes(request.key_terms);
}

NativeQueryRequest DecodeNativeQueryRequest(base::ByteReader* reader) {
  NativeQueryRequest request;
  DecodeNativeRead(reader, &request);
  request.key_terms = reader->Bytes();
  return request;
}

void Encode(const NativeScanRequest& request, base::ByteWriter* writer) {
  EncodeNativeRead(request, writer);
  writer->Varint(request.total_segments);
  writer->Varint(request.segment);
}

NativeScanRequest DecodeNativeScanRequest(base::ByteReader* reader) {
  NativeScanRequest request;
  DecodeNativeRead(reader, &request);
  if (request.backward) reader->Fail();
  request.total_segments = reader->Varint();
  request.segment = reader->Varint();
  return request;
}

void EncodeNativePageItem(std::string_view item, base::ByteWriter* writer) {
  writer->U8(kPageItem);
  writer->Bytes(item);
}

void EncodeNativePageEnd(const NativePageEnd& end, base::ByteWriter* writer) {
  writer->U8(kPageEnd);
  writer->Varint(end.count);
  writer->Varint(end.scanned);
  writer->Bytes(end.last_key);
  Encode(end.capacity, writer);
}

bool DecodeNativePageItem(base::ByteReader* reader, std::string_view* item) {
  const uint8_t tag = reader->U8();
  if (tag > kPageItem) reader->Fail();
  if (!reader->ok() || tag == kPageEnd) return false;
  *item = reader->Bytes();
  return reader->ok();
}

NativePageEnd DecodeNativePageEnd(base::ByteReader* reader) {
  NativePageEnd end;
  end.count = reader->Varint();
  end.scanned = reader->Varint();
  end.last_key = reader->Bytes();
  end.capacity = DecodeNativeCapacity(reader);
  return end;
}

}  // namespace partita::wire
