// One request of one client while it is being answered.
//
// Made by the HTTP connection, handed to dynamodb_api.h, kept alive by whoever still has to answer
// it (a std::shared_ptr travels with every question to another process), also when the client has
// gone: then the answer goes nowhere.
//
// Whoever makes calls of another kind stamps `received`, `arrived` and `bytes_in` when it has read
// one, calls Answered() when it is answered and Finish() when the answer has left or never will;
// everything between is stamped on the way.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <string>
#include <string_view>

#include "gateway/call_timeline.h"
#include "model/api_error.h"

namespace partita::gateway {

class CallTracker;

class ApiCall {
 public:
  // `tracker` hears of its end and outlives it; null: nobody does.
  explicit ApiCall(CallTracker* tracker = nullptr) : tracker_(tracker) {}
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

  CallTimeline& timeline() { return timeline_; }
  const CallTimeline& timeline() const { return timeline_; }

 protected:
  // The error that Fail() was given.
  void NoteFailure(const model::ApiError& error);
  void Answered(int status, size_t bytes_out);
  // Tells the observers; the first time counts.
  void Finish();

 private:
  CallTracker* tracker_;
  bool finished_ = false;
  CallTimeline timeline_;
};

}  // namespace partita::gateway
