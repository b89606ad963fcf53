// ClaimToken between a coordinator and the owner of a ClientRequestToken's home slot: may a
// transaction under this token run? A claim lives in memory and is a courtesy — two at once get
// TransactionInProgressException; that nothing runs twice is guarded where it is written
// (write_transaction.h).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/write_transaction.h"

namespace partita::wire {

struct ClaimTokenRequest {
  std::string_view token = {};
  std::string_view payload_hash = {};
  std::string_view id = {};  // of the transaction that claims it
  int64_t deadline_ns = 0;   // when the claim ends by itself
  bool release = false;      // it has ended without effect: give the claim back
};

// After outcome.h. Refused: kTransactionInProgress, kIdempotentParameterMismatch.
struct ClaimTokenReply {
  // As WriteTransactionReply's.
  bool replayed = false;
  std::string_view earlier = {};
  std::vector<uint32_t> unfinished = {};
};

void Encode(const ClaimTokenRequest& request, base::ByteWriter* writer);
ClaimTokenRequest DecodeClaimTokenRequest(base::ByteReader* reader);
void Encode(const ClaimTokenReply& reply, base::ByteWriter* writer);
ClaimTokenReply DecodeClaimTokenReply(base::ByteReader* reader);

}  // namespace partita::wire
