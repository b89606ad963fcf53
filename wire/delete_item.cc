#include "wire/delete_item.h"

namespace partita::wire {

void Encode(const DeleteItemRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->Bytes(request.key);
  EncodeWriteOptions(request.options, writer);
}

DeleteItemRequest DecodeDeleteItemRequest(base::ByteReader* reader) {
  DeleteItemRequest request;
  request.table = reader->U64();
  request.key = reader->Bytes();
  request.options = DecodeWriteOptions(reader);
  if (request.key.empty()) reader->Fail();
  if (request.options.return_values > ReturnValues::kAllOld) reader->Fail();
  return request;
}

}  // namespace partita::wire
