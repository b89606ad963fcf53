// FinishTransaction between whoever knows the decision and the owner of a participating slot: apply
// what was prepared, or drop it; unlock the keys. Asked again it does nothing and says done.
#pragma once

#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/transaction_action.h"

namespace partita::wire {

struct FinishTransactionRequest {
  std::string_view id = {};
  bool commit = false;
};

void Encode(const FinishTransactionRequest& request, base::ByteWriter* writer);
FinishTransactionRequest DecodeFinishTransactionRequest(base::ByteReader* reader);
// The reply: outcome.h, then EncodeResults of the prepared actions, for their index units; none
// when there was nothing left to apply.

}  // namespace partita::wire
