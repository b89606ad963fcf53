#include "wire/claim_token.h"

namespace partita::wire {

void Encode(const ClaimTokenRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.token);
  writer->Bytes(request.payload_hash);
  EncodeTransactionId(request.id, writer);
  writer->U64(static_cast<uint64_t>(request.deadline_ns));
  writer->Bool(request.release);
}

ClaimTokenRequest DecodeClaimTokenRequest(base::ByteReader* reader) {
  ClaimTokenRequest request;
  request.token = reader->Bytes();
  request.payload_hash = reader->Bytes();
  if (request.token.empty() || request.payload_hash.size() != kPayloadHashBytes) reader->Fail();
  request.id = DecodeTransactionId(reader);
  request.deadline_ns = static_cast<int64_t>(reader->U64());
  request.release = reader->Bool();
  return request;
}

void Encode(const ClaimTokenReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.replayed);
  if (!reply.replayed) return;
  EncodeTransactionId(reply.earlier, writer);
  EncodeSlots(reply.unfinished, writer);
}

ClaimTokenReply DecodeClaimTokenReply(base::ByteReader* reader) {
  ClaimTokenReply reply;
  reply.replayed = reader->Bool();
  if (!reply.replayed) return reply;
  reply.earlier = DecodeTransactionId(reader);
  reply.unfinished = DecodeSlots(reader);
  return reply;
}

}  // namespace partita::wire
