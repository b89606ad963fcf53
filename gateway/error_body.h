// The JSON of a refused request.
//
//   {"__type":"<prefix>#<name>","message":"…"}
// SerializationException says "Message"; an empty message is left out.
// ConditionalCheckFailedException may carry "Item", TransactionCanceledException carries
// "CancellationReasons", one entry an action, in order.
#pragma once

#include <string>

#include "model/api_error.h"

namespace partita::gateway {

std::string ErrorBody(const model::ApiError& error);

}  // namespace partita::gateway
