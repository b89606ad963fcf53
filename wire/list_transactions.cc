#include "wire/list_transactions.h"

#include "model/slot_map.h"

namespace partita::wire {

void Encode(const ListTransactionsRequest& request, base::ByteWriter* writer) {
  writer->U64(static_cast<uint64_t>(request.min_age_ns));
}

ListTransactionsRequest DecodeListTransactionsRequest(base::ByteReader* reader) {
  return {static_cast<int64_t>(reader->U64())};
}

void Encode(const ListTransactionsReply& reply, base::ByteWriter* writer) {
  writer->Varint(reply.prepared.size());
  for (const auto& prepared : reply.prepared) {
    EncodeTransactionId(prepared.id, writer);
    writer->Varint(prepared.decider);
  }
  writer->Varint(reply.committed.size());
  for (const auto& committed : reply.committed) {
    EncodeTransactionId(committed.id, writer);
    EncodeSlots(committed.participants, writer);
  }
  writer->Bool(reply.has_expired);
}

ListTransactionsReply DecodeListTransactionsReply(base::ByteReader* reader) {
  ListTransactionsReply reply;
  uint64_t count = reader->Varint();
  if (count > kMaxListed) reader->Fail();
  for (; count > 0 && reader->ok(); --count) {
    auto& prepared = reply.prepared.emplace_back();
    prepared.id = DecodeTransactionId(reader);
    const uint64_t decider = reader->Varint();
    if (decider >= model::kMaxSlots) reader->Fail();
    prepared.decider = static_cast<uint32_t>(decider);
  }
  count = reader->Varint();
  if (count > kMaxListed) reader->Fail();
  for (; count > 0 && reader->ok(); --count) {
    auto& committed = reply.committed.emplace_back();
    committed.id = DecodeTransactionId(reader);
    committed.participants = DecodeSlots(reader);
  }
  reply.has_expired = reader->Bool();
  return reply;
}

}  // namespace partita::wire
