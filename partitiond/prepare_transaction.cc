#include "wire/prepare_transaction.h"

#include <utility>

#include "base/kill_point.h"
#include "partitiond/operation.h"
#include "partitiond/transaction_actions.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> PrepareTransaction(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::PrepareTransactionRequest request = wire::DecodePrepareTransactionRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  Attempt<JudgedActions> attempt = JudgeActions(room, request.actions);
  if (!attempt.ok()) {
    room.tally->TransactionCancelled();
    return std::move(attempt).error();
  }
  JudgedActions judged = std::move(attempt).value();
  const std::vector<wire::WriteResult> sizes = SizesOf(judged.effects);
  PARTITA_TRY(Step(room.transactions->Prepare(room.store, request.id,
                                              {request.decider, std::move(judged.effects)})));
  room.tally->TransactionPrepared();
  PARTITA_KILL_POINT("transaction_prepared");
  wire::EncodeDone(reply);
  wire::EncodeResults(sizes, reply);
  return {};
}

}  // namespace partita::partitiond
