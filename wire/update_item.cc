#include "wire/update_item.h"

namespace partita::wire {

void Encode(const UpdateItemRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->Bytes(request.key);
  writer->Bytes(request.key_attributes);
  writer->Bytes(request.update);
  EncodeWriteOptions(request.options, writer);
}

UpdateItemRequest DecodeUpdateItemRequest(base::ByteReader* reader) {
  UpdateItemRequest request;
  request.table = reader->U64();
  request.key = reader->Bytes();
  request.key_attributes = reader->Bytes();
  request.update = reader->Bytes();
  request.options = DecodeWriteOptions(reader);
  if (request.key.empty() || request.key_attributes.empty()) reader->Fail();
  return request;
}

}  // namespace partita::wire
