// PrepareTransaction between a coordinator and a slot's owner: judge the actions of this slot, keep
// their effects durable, lock their keys until FinishTransaction.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/transaction_action.h"

namespace partita::wire {

struct PrepareTransactionRequest {
  std::string_view id = {};
  uint32_t decider = 0;  // the slot that knows how it ends
  std::vector<TransactionAction> actions = {};
};

void Encode(const PrepareTransactionRequest& request, base::ByteWriter* writer);
PrepareTransactionRequest DecodePrepareTransactionRequest(base::ByteReader* reader);
// The reply: outcome.h (kTransactionCanceled with a reason for each action: nothing is prepared),
// then EncodeResults, without index units.

}  // namespace partita::wire
