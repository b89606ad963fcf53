// One request of one client while it is being answered.
//
// Made by the HTTP connection, handed to dynamodb_api.h, kept alive by whoever still has to answer
// it (a std::shared_ptr travels with every question to another process), also when the client has
// gone: then the answer goes nowhere.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <string>
#include <string_view>

#include "model/api_error.h"

namespace partita::gateway {

class ApiCall {
 public:
  virtual ~ApiCall() = default;

  // ---- the request; valid as long as the call
  virtual std::string_view target() const = 0;  // x-amz-target as sent; empty: none
  // The body; at least simdjson::SIMDJSON_PADDING bytes behind it may be read.
  virtual std::string_view body() const = 0;
  virtual std::string_view request_id() const = 0;  // x-amzn-RequestId

  // ---- the answer: exactly one of these, once
  // HTTP 200; may be empty (TagResource).
  virtual void Succeed(std::string json) = 0;
  // Status, __type, message, and the error's own fields.
  virtual void Fail(const model::ApiError& error) = 0;
};

}  // namespace partita::gateway
