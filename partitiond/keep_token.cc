#include "wire/keep_token.h"

#include "base/kill_point.h"
#include "partitiond/operation.h"
#include "partitiond/tokens.h"
#include "wire/outcome.h"
#include "wire/transaction_action.h"

namespace partita::partitiond {

Attempt<void> KeepToken(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::KeepTokenRequest request = wire::DecodeKeepTokenRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  PARTITA_ASSIGN(const std::optional<KnownToken> known,
                 FindToken(room.store, request.token, request.payload_hash));
  room.transactions->claims().End(std::string(request.token));
  const std::string none(wire::kTransactionIdBytes, '\0');
  if (request.keep && !known) {
    PARTITA_TRY(Step(RememberToken(room.store, request.token, TokenState::kElsewhere,
                                   request.payload_hash, none)));
  } else if (!request.keep && known && known->state == TokenState::kElsewhere) {
    PARTITA_TRY(Step(room.store->DeleteRecord(store::RecordTable::kTokens, request.token)));
  }
  PARTITA_KILL_POINT("token_kept");
  wire::EncodeDone(reply);
  return {};
}

}  // namespace partita::partitiond
