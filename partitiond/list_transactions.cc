#include "wire/list_transactions.h"

#include "base/clock.h"
#include "partitiond/operation.h"
#include "partitiond/tokens.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> ListTransactions(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::ListTransactionsRequest request = wire::DecodeListTransactionsRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  const int64_t now = base::MonotonicNs();
  const int64_t old = now - request.min_age_ns;
  wire::ListTransactionsReply listed;
  for (const auto& [id, prepared] : room.transactions->prepared()) {
    if (listed.prepared.size() == wire::kMaxListed) break;
    if (prepared.since_ns <= old) listed.prepared.push_back({id, prepared.decider});
  }
  for (const auto& [id, decision] : room.transactions->decisions()) {
    if (listed.committed.size() == wire::kMaxListed) break;
    if (decision.record.committed && decision.since_ns <= old)
      listed.committed.push_back({id, decision.record.participants});
  }
  PARTITA_ASSIGN(const bool expired_token, Step(HasExpiredToken(room.store)));
  listed.has_expired = expired_token || room.transactions->HasOldAborted(now);
  wire::EncodeDone(reply);
  wire::Encode(listed, reply);
  return {};
}

}  // namespace partita::partitiond
