// KeepToken between a coordinator and the owner of a ClientRequestToken's home slot, when the whole
// transaction runs in another one: remember which payload the token stands for, so that another
// payload is refused. What happened is known to the slot that ran it.
#pragma once

#include <string_view>

#include "base/coding.h"

namespace partita::wire {

struct KeepTokenRequest {
  std::string_view token = {};
  std::string_view payload_hash = {};
  bool keep = true;  // false: the transaction was cancelled, the token is free again
};

void Encode(const KeepTokenRequest& request, base::ByteWriter* writer);
KeepTokenRequest DecodeKeepTokenRequest(base::ByteReader* reader);
// The reply: outcome.h.

}  // namespace partita::wire
