#include "wire/write_transaction.h"

namespace partita::wire {

void Encode(const WriteTransactionRequest& request, base::ByteWriter* writer) {
  EncodeTransactionId(request.id, writer);
  writer->U64(static_cast<uint64_t>(request.deadline_ns));
  writer->Bytes(request.token);
  writer->Bytes(request.payload_hash);
  EncodeSlots(request.participants, writer);
  writer->Bool(request.judge_only);
  EncodeActions(request.actions, writer);
}

WriteTransactionRequest DecodeWriteTransactionRequest(base::ByteReader* reader) {
  WriteTransactionRequest request;
  request.id = DecodeTransactionId(reader);
  request.deadline_ns = static_cast<int64_t>(reader->U64());
  request.token = reader->Bytes();
  request.payload_hash = reader->Bytes();
  if (request.payload_hash.size() != (request.token.empty() ? 0 : kPayloadHashBytes)) {
    reader->Fail();
  }
  request.participants = DecodeSlots(reader);
  request.judge_only = reader->Bool();
  request.actions = DecodeActions(reader);
  return request;
}

void Encode(const WriteTransactionReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.replayed);
  if (reply.replayed) {
    EncodeTransactionId(reply.earlier, writer);
    EncodeSlots(reply.unfinished, writer);
  } else {
    EncodeResults(reply.results, writer);
  }
}

WriteTransactionReply DecodeWriteTransactionReply(base::ByteReader* reader) {
  WriteTransactionReply reply;
  reply.replayed = reader->Bool();
  if (reply.replayed) {
    reply.earlier = DecodeTransactionId(reader);
    reply.unfinished = DecodeSlots(reader);
  } else {
    reply.results = DecodeResults(reader);
  }
  return reply;
}

}  // namespace partita::wire
