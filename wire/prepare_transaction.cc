#include "wire/prepare_transaction.h"

#include "model/slot_map.h"

namespace partita::wire {

void Encode(const PrepareTransactionRequest& request, base::ByteWriter* writer) {
  EncodeTransactionId(request.id, writer);
  writer->Varint(request.decider);
  EncodeActions(request.actions, writer);
}

PrepareTransactionRequest DecodePrepareTransactionRequest(base::ByteReader* reader) {
  PrepareTransactionRequest request;
  request.id = DecodeTransactionId(reader);
  const uint64_t decider = reader->Varint();
  if (decider >= model::kMaxSlots) reader->Fail();
  request.decider = static_cast<uint32_t>(decider);
  request.actions = DecodeActions(reader);
  return request;
}

}  // namespace partita::wire
