// DecideTransaction between a resolver and the owner of the deciding slot: how does this
// transaction end? Without a decision so far, it ends here and now: aborted, durably.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "wire/transaction_action.h"

namespace partita::wire {

struct DecideTransactionRequest {
  std::string_view id = {};
};
struct DecideTransactionReply {
  bool committed = false;
};

void Encode(const DecideTransactionRequest& request, base::ByteWriter* writer);
DecideTransactionRequest DecodeDecideTransactionRequest(base::ByteReader* reader);
void Encode(const DecideTransactionReply& reply, base::ByteWriter* writer);  // after outcome.h
DecideTransactionReply DecodeDecideTransactionReply(base::ByteReader* reader);

}  // namespace partita::wire
