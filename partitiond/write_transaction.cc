#include "wire/write_transaction.h"

#include <utility>

#include "base/clock.h"
#include "base/kill_point.h"
#include "model/api_message.h"
#include "partitiond/operation.h"
#include "partitiond/tokens.h"
#include "partitiond/transaction_actions.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

// A resolver has ended it, or nobody may wait for it any more.
bool IsTooLate(const Room& room, const wire::WriteTransactionRequest& request) {
  if (request.participants.empty()) return false;
  return room.transactions->FindDecision(request.id) != nullptr ||
         base::MonotonicNs() > request.deadline_ns;
}

// The token has carried its transaction out: what the coordinator has to know of it.
wire::WriteTransactionReply ReplayOf(const Room& room, const KnownToken& known) {
  wire::WriteTransactionReply reply{.replayed = true, .earlier = known.transaction};
  const Transactions::Decision* decision = room.transactions->FindDecision(known.transaction);
  if (decision != nullptr) reply.unfinished = decision->record.participants;
  return reply;
}

Attempt<std::vector<wire::WriteResult>> Carry(Room& room,
                                              const wire::WriteTransactionRequest& request) {
  PARTITA_ASSIGN(const JudgedActions judged, JudgeActions(room, request.actions));
  if (request.judge_only) return SizesOf(judged.effects);
  PARTITA_ASSIGN(auto results, ApplyEffects(room, judged.effects));
  if (!request.token.empty()) {
    PARTITA_TRY(Step(RememberToken(room.store, request.token, TokenState::kCarriedOut,
                                   request.payload_hash, request.id)));
  }
  if (!request.participants.empty()) {
    PARTITA_TRY(Step(room.transactions->Decide(
        room.store, request.id, {.committed = true, .participants = request.participants})));
  }
  return results;
}

void Count(const Room& room, const wire::WriteTransactionRequest& request, bool carried) {
  if (!carried) return room.tally->TransactionCancelled();
  if (!request.judge_only) room.tally->TransactionCommitted();
}

}  // namespace

// All of it is one commit with whatever else is in the batch: the items, the token, the decision.
Attempt<void> WriteTransaction(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::WriteTransactionRequest request = wire::DecodeWriteTransactionRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  std::optional<KnownToken> known;
  if (!request.token.empty()) {
    PARTITA_ASSIGN(known, FindToken(room.store, request.token, request.payload_hash));
    if (!request.judge_only)
      room.transactions->claims().End(std::string(request.token), request.id);
  }
  wire::WriteTransactionReply done;
  if (known && known->state == TokenState::kCarriedOut) {
    done = ReplayOf(room, *known);
  } else if (IsTooLate(room, request)) {
    return Failure(model::ApiError::Of(model::ApiErrorType::kTransactionConflict,
                                       std::string(model::message::kTransactionOngoing)));
  } else {
    Attempt<std::vector<wire::WriteResult>> carried = Carry(room, request);
    Count(room, request, carried.ok());
    if (!carried.ok()) return std::move(carried).error();
    done.results = std::move(carried).value();
  }
  PARTITA_KILL_POINT("transaction_written");
  wire::EncodeDone(reply);
  wire::Encode(done, reply);
  return {};
}

}  // namespace partita::partitiond
