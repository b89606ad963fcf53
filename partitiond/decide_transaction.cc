#include "wire/decide_transaction.h"

#include "base/kill_point.h"
#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

// Presumed abort: what has no decision is not going to be committed. That is written down before it
// is said, so that a coordinator that comes later finds it.
Attempt<void> DecideTransaction(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::DecideTransactionRequest request = wire::DecodeDecideTransactionRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  const Transactions::Decision* decision = room.transactions->FindDecision(request.id);
  if (decision == nullptr) {
    PARTITA_TRY(Step(room.transactions->Decide(room.store, request.id, {.committed = false})));
    decision = room.transactions->FindDecision(request.id);
  }
  PARTITA_KILL_POINT("transaction_decided");
  wire::EncodeDone(reply);
  wire::Encode(wire::DecideTransactionReply{decision->record.committed}, reply);
  return {};
}

}  // namespace partita::partitiond
