#include "wire/transaction_action.h"

#include "model/limits.h"
#include "model/slot_map.h"

namespace partita::wire {
namespace {

// How many there are; more than `limit` fails the reader.
uint64_t ReadCount(uint64_t limit, base::ByteReader* reader) {
  const uint64_t count = reader->Varint();
  if (count > limit) reader->Fail();
  return reader->ok() ? count : 0;
}

}  // namespace

void EncodeActions(const std::vector<TransactionAction>& actions, base::ByteWriter* writer) {
  writer->Varint(actions.size());
  for (const TransactionAction& action : actions) {
    writer->U8(static_cast<uint8_t>(action.kind));
    writer->Bytes(action.request);
  }
}

std::vector<TransactionAction> DecodeActions(base::ByteReader* reader) {
  std::vector<TransactionAction> actions(ReadCount(model::kMaxTransactionActions, reader));
  for (TransactionAction& action : actions) {
    const uint8_t kind = reader->U8();
    if (kind < static_cast<uint8_t>(ActionKind::kPut) ||
        kind > static_cast<uint8_t>(ActionKind::kCheck)) {
      reader->Fail();
    }
    action.kind = static_cast<ActionKind>(kind);
    action.request = reader->Bytes();
  }
  return actions;
}

void EncodeResults(const std::vector<WriteResult>& results, base::ByteWriter* writer) {
  writer->Varint(results.size());
  for (const WriteResult& result : results) EncodeWriteResult(result, writer);
}

std::vector<WriteResult> DecodeResults(base::ByteReader* reader) {
  std::vector<WriteResult> results(ReadCount(model::kMaxTransactionActions, reader));
  for (WriteResult& result : results) result = DecodeWriteResult(reader);
  return results;
}

void EncodeTransactionId(std::string_view id, base::ByteWriter* writer) { writer->Bytes(id); }

std::string_view DecodeTransactionId(base::ByteReader* reader) {
  const std::string_view id = reader->Bytes();
  if (id.size() != kTransactionIdBytes) reader->Fail();
  return id;
}

void EncodeSlots(const std::vector<uint32_t>& slots, base::ByteWriter* writer) {
  writer->Varint(slots.size());
  for (const uint32_t slot : slots) writer->Varint(slot);
}

std::vector<uint32_t> DecodeSlots(base::ByteReader* reader) {
  std::vector<uint32_t> slots(ReadCount(model::kMaxSlots, reader));
  for (uint32_t& slot : slots) {
    const uint64_t number = reader->Varint();
    if (number >= model::kMaxSlots) reader->Fail();
    slot = static_cast<uint32_t>(number);
  }
  return slots;
}

}  // namespace partita::wire
