#include "wire/get_item.h"

namespace partita::wire {

void Encode(const GetItemRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->Bytes(request.key);
}

GetItemRequest DecodeGetItemRequest(base::ByteReader* reader) {
  GetItemRequest request;
  request.table = reader->U64();
  request.key = reader->Bytes();
  if (request.key.empty()) reader->Fail();
  return request;
}

void Encode(const GetItemReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.found);
  if (!reply.found) return;
  writer->Varint(reply.item_size);
  writer->Bytes(reply.item);
}

GetItemReply DecodeGetItemReply(base::ByteReader* reader) {
  GetItemReply reply;
  reply.found = reader->Bool();
  if (!reply.found) return reply;
  reply.item_size = reader->Varint();
  reply.item = reader->Bytes();
  return reply;
}

}  // namespace partita::wire
