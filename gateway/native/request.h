// One binary request as its handler sees it, and the handlers.
//
// A handler decodes and checks the payload as a stranger's, asks the owner and answers the call
// when the owner has replied. What it refuses before it has asked anybody it returns: the caller
// fails the call with it.
//
// Thread safety: the gateway's one thread. The payload lives until the handler returns.
#pragma once

#include <memory>
#include <string_view>

#include "base/coding.h"
#include "gateway/edge.h"
#include "gateway/native_call.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::gateway::native {

struct Request {
  Edge* edge = nullptr;
  std::shared_ptr<NativeCall> call;
  base::ByteReader payload;
};

using Handler = model::ApiStatus (*)(Request* request);

model::ApiStatus DeleteItem(Request* request);
model::ApiStatus GetItem(Request* request);
model::ApiStatus PutItem(Request* request);
model::ApiStatus Query(Request* request);
model::ApiStatus Scan(Request* request);
model::ApiStatus UpdateItem(Request* request);

// SerializationException: the bytes of `what` are none that a client of ours writes.
model::ApiError Malformed(std::string_view what);
// Refuses a payload that has not been read to its end, or was too short.
model::ApiStatus ExpectWhole(const base::ByteReader& payload);
// An item or a key as a client may send it.
model::ApiResult<model::Item> ReadItem(std::string_view encoded, std::string_view what);

}  // namespace partita::gateway::native
