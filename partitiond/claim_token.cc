#include "wire/claim_token.h"

#include "base/clock.h"
#include "model/api_message.h"
#include "partitiond/operation.h"
#include "partitiond/tokens.h"
#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

Attempt<void> Claim(Room& room, const wire::ClaimTokenRequest& request) {
  const std::string token(request.token);
  const int64_t now = base::MonotonicNs();
  const TokenClaims::Claim* claim = room.transactions->claims().Find(token, now);
  if (claim != nullptr && claim->payload_hash != request.payload_hash)
    return Failure(TokenMismatch());
  if (claim != nullptr) {
    return Failure(model::ApiError::Of(model::ApiErrorType::kTransactionInProgress,
                                       std::string(model::message::kTransactionInProgress)));
  }
  room.transactions->claims().Add(
      token, {std::string(request.payload_hash), std::string(request.id), request.deadline_ns},
      now);
  return {};
}

}  // namespace

Attempt<void> ClaimToken(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::ClaimTokenRequest request = wire::DecodeClaimTokenRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  wire::ClaimTokenReply answer;
  std::optional<KnownToken> known;
  if (request.release) {
    room.transactions->claims().End(std::string(request.token), request.id);
  } else {
    PARTITA_ASSIGN(known, FindToken(room.store, request.token, request.payload_hash));
    if (known && known->state == TokenState::kCarriedOut) {
      answer = {.replayed = true, .earlier = known->transaction};
      const auto* decision = room.transactions->FindDecision(known->transaction);
      if (decision != nullptr) answer.unfinished = decision->record.participants;
    } else {
      PARTITA_TRY(Claim(room, request));
    }
  }
  wire::EncodeDone(reply);
  wire::Encode(answer, reply);
  return {};
}

}  // namespace partita::partitiond
