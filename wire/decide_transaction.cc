#include "wire/decide_transaction.h"

namespace partita::wire {

void Encode(const DecideTransactionRequest& request, base::ByteWriter* writer) {
  EncodeTransactionId(request.id, writer);
}

DecideTransactionRequest DecodeDecideTransactionRequest(base::ByteReader* reader) {
  return {DecodeTransactionId(reader)};
}

void Encode(const DecideTransactionReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.committed);
}

DecideTransactionReply DecodeDecideTransactionReply(base::ByteReader* reader) {
  return {reader->Bool()};
}

}  // namespace partita::wire
