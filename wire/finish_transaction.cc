#include "wire/finish_transaction.h"

namespace partita::wire {

void Encode(const FinishTransactionRequest& request, base::ByteWriter* writer) {
  EncodeTransactionId(request.id, writer);
  writer->Bool(request.commit);
}

FinishTransactionRequest DecodeFinishTransactionRequest(base::ByteReader* reader) {
  FinishTransactionRequest request;
  request.id = DecodeTransactionId(reader);
  request.commit = reader->Bool();
  return request;
}

}  // namespace partita::wire
