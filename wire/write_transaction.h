// WriteTransaction between a coordinator and a slot's owner: judge the actions of this slot, write
// them, and with that decide the transaction. One message, one commit.
//
// Without participants it is the whole transaction. With them, every one of those slots has
// prepared its part before this is asked; the decision is durable together with this slot's writes
// (docs/transactions.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/transaction_action.h"

namespace partita::wire {

inline constexpr size_t kPayloadHashBytes = 32;

struct WriteTransactionRequest {
  std::string_view id = {};
  // On the machine's monotonic clock (base/clock.h): later than this the owner refuses
  // (kTransactionConflict). Whoever asks is of this boot of the machine.
  int64_t deadline_ns = 0;
  std::string_view token = {};         // ClientRequestToken; empty: none
  std::string_view payload_hash = {};  // SHA-256 of all actions; empty without a token
  std::vector<uint32_t> participants = {};
  bool judge_only = false;  // why it is cancelled already is known; what would this slot say?
  std::vector<TransactionAction> actions = {};
};

// After outcome.h. Refused: kTransactionCanceled with a reason for each action of this slot;
// kTransactionConflict, it is too late or somebody has decided otherwise;
// kIdempotentParameterMismatch.
struct WriteTransactionReply {
  // The token has been used by a transaction that was carried out: nothing is written now. If
  // slots are listed, the part of transaction `earlier` may still wait there to be finished.
  bool replayed = false;
  std::string_view earlier = {};
  std::vector<uint32_t> unfinished = {};
  std::vector<WriteResult> results = {};  // of this slot's actions; none when replayed
};

void Encode(const WriteTransactionRequest& request, base::ByteWriter* writer);
WriteTransactionRequest DecodeWriteTransactionRequest(base::ByteReader* reader);
void Encode(const WriteTransactionReply& reply, base::ByteWriter* writer);
WriteTransactionReply DecodeWriteTransactionReply(base::ByteReader* reader);

}  // namespace partita::wire
