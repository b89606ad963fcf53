#include "wire/put_item.h"

#include "model/limits.h"

namespace partita::wire {

void Encode(const PutItemRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->Bytes(request.key);
  writer->Varint(request.item_size);
  EncodeWriteOptions(request.options, writer);
  writer->Bytes(request.item);
}

PutItemRequest DecodePutItemRequest(base::ByteReader* reader) {
  PutItemRequest request;
  request.table = reader->U64();
  request.key = reader->Bytes();
  request.item_size = reader->Varint();
  request.options = DecodeWriteOptions(reader);
  request.item = reader->Bytes();
  if (request.key.empty() || request.item_size > model::kMaxItemBytes) reader->Fail();
  if (request.options.return_values > ReturnValues::kAllOld) reader->Fail();
  return request;
}

}  // namespace partita::wire
