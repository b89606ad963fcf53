#include "wire/keep_token.h"

#include "wire/write_transaction.h"

namespace partita::wire {

void Encode(const KeepTokenRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.token);
  writer->Bytes(request.payload_hash);
  writer->Bool(request.keep);
}

KeepTokenRequest DecodeKeepTokenRequest(base::ByteReader* reader) {
  KeepTokenRequest request;
  request.token = reader->Bytes();
  request.payload_hash = reader->Bytes();
  if (request.token.empty() || request.payload_hash.size() != kPayloadHashBytes) reader->Fail();
  request.keep = reader->Bool();
  return request;
}

}  // namespace partita::wire
