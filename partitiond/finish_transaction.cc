#include "wire/finish_transaction.h"

#include "base/kill_point.h"
#include "partitiond/operation.h"
#include "partitiond/transaction_actions.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

// What was prepared, written; the record that says so is the caller's to end.
Attempt<std::vector<wire::WriteResult>> ApplyPrepared(Room& room, std::string_view id) {
  PARTITA_ASSIGN(const std::optional<std::string> bytes,
                 Step(room.store->GetRecord(store::RecordTable::kPrepared, id)));
  if (!bytes) return Failure(base::Error::Corrupt("a prepared transaction has lost its record"));
  PARTITA_ASSIGN(const PreparedRecord record, Step(DecodePreparedRecord(*bytes)));
  return ApplyEffects(room, record.effects);
}

}  // namespace

Attempt<void> FinishTransaction(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::FinishTransactionRequest request = wire::DecodeFinishTransactionRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  std::vector<wire::WriteResult> results;
  if (room.transactions->FindPrepared(request.id) != nullptr) {
    if (request.commit) {
      PARTITA_ASSIGN(results, ApplyPrepared(room, request.id));
    }
    PARTITA_TRY(Step(room.transactions->EndPrepared(room.store, request.id)));
    request.commit ? room.tally->TransactionCommitted() : room.tally->TransactionCancelled();
  }
  PARTITA_KILL_POINT("transaction_finished");
  wire::EncodeDone(reply);
  wire::EncodeResults(results, reply);
  return {};
}

}  // namespace partita::partitiond
