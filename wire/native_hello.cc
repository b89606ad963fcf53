#include "wire/native_hello.h"

namespace partita::wire {

void Encode(const NativeHelloRequest& request, base::ByteWriter* writer) {
  writer->U32(kNativeMagic);
  writer->U32(request.version);
  writer->Bytes(request.client);
}

NativeHelloRequest DecodeNativeHelloRequest(base::ByteReader* reader) {
  NativeHelloRequest request;
  if (reader->U32() != kNativeMagic) reader->Fail();
  request.version = reader->U32();
  request.client = reader->Bytes();
  if (request.client.size() > kMaxClientNameBytes) reader->Fail();
  return request;
}

void Encode(const NativeHelloReply& reply, base::ByteWriter* writer) {
  writer->U32(reply.version);
  writer->U32(reply.max_request_bytes);
  writer->U32(reply.max_open_requests);
  writer->Bytes(reply.account);
  writer->Bytes(reply.region);
}

NativeHelloReply DecodeNativeHelloReply(base::ByteReader* reader) {
  NativeHelloReply reply;
  reply.version = reader->U32();
  reply.max_request_bytes = reader->U32();
  reply.max_open_requests = reader->U32();
  reply.account = reader->Bytes();
  reply.region = reader->Bytes();
  return reply;
}

}  // namespace partita::wire
