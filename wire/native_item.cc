#include "wire/native_item.h"

namespace partita::wire {

void Encode(const NativeGetRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->Bool(request.consistent);
  writer->U8(static_cast<uint8_t>(request.capacity));
  writer->Bytes(request.key);
  writer->Bytes(request.projection);
}

NativeGetRequest DecodeNativeGetRequest(base::ByteReader* reader) {
  NativeGetRequest request;
  request.table = reader->Bytes();
  request.consistent = reader->Bool();
  request.capacity = DecodeNativeCapacityMode(reader);
  request.key = reader->Bytes();
  request.projection = reader->Bytes();
  return request;
}

void Encode(const NativePutRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->U8(static_cast<uint8_t>(request.capacity));
  EncodeWriteOptions(request.options, writer);
  writer->Bytes(request.item);
}

NativePutRequest DecodeNativePutRequest(base::ByteReader* reader) {
  NativePutRequest request;
  request.table = reader->Bytes();
  request.capacity = DecodeNativeCapacityMode(reader);
  request.options = DecodeWriteOptions(reader);
  request.item = reader->Bytes();
  return request;
}

void Encode(const NativeUpdateRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->U8(static_cast<uint8_t>(request.capacity));
  EncodeWriteOptions(request.options, writer);
  writer->Bytes(request.key);
  writer->Bytes(request.update);
}

NativeUpdateRequest DecodeNativeUpdateRequest(base::ByteReader* reader) {
  NativeUpdateRequest request;
  request.table = reader->Bytes();
  request.capacity = DecodeNativeCapacityMode(reader);
  request.options = DecodeWriteOptions(reader);
  request.key = reader->Bytes();
  request.update = reader->Bytes();
  return request;
}

void Encode(const NativeDeleteRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.table);
  writer->U8(static_cast<uint8_t>(request.capacity));
  EncodeWriteOptions(request.options, writer);
  writer->Bytes(request.key);
}

NativeDeleteRequest DecodeNativeDeleteRequest(base::ByteReader* reader) {
  NativeDeleteRequest request;
  request.table = reader->Bytes();
  request.capacity = DecodeNativeCapacityMode(reader);
  request.options = DecodeWriteOptions(reader);
  request.key = reader->Bytes();
  return request;
}

void Encode(const NativeGetReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.found);
  if (reply.found) writer->Bytes(reply.item);
  Encode(reply.capacity, writer);
}

NativeGetReply DecodeNativeGetReply(base::ByteReader* reader) {
  NativeGetReply reply;
  reply.found = reader->Bool();
  if (reply.found) reply.item = reader->Bytes();
  reply.capacity = DecodeNativeCapacity(reader);
  return reply;
}

void Encode(const NativeWriteReply& reply, base::ByteWriter* writer) {
  writer->Bytes(reply.attributes);
  Encode(reply.capacity, writer);
}

NativeWriteReply DecodeNativeWriteReply(base::ByteReader* reader) {
  NativeWriteReply reply;
  reply.attributes = reader->Bytes();
  reply.capacity = DecodeNativeCapacity(reader);
  return reply;
}

}  // namespace partita::wire
