// ForgetTransactions between a gateway and the owner of a deciding slot: every participant has
// finished these, nobody will ask for their decision again. The owner uses the occasion to sweep
// tokens and aborted decisions that have expired, a bounded number; the list may be empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"

namespace partita::wire {

inline constexpr size_t kMaxForgotten = 1024;  // in one message

void EncodeForgetTransactions(const std::vector<std::string>& ids, base::ByteWriter* writer);
std::vector<std::string_view> DecodeForgetTransactions(base::ByteReader* reader);
// The reply: outcome.h.

}  // namespace partita::wire
