// A call that nobody made and that is over as soon as it is answered.
#pragma once

#include <string>
#include <string_view>

#include "gateway/api_call.h"

namespace partita::gateway::testing {

class EndedCall final : public ApiCall {
 public:
  explicit EndedCall(CallTracker* tracker) : ApiCall(tracker) {}
  std::string_view target() const override { return {}; }
  std::string_view body() const override { return {}; }
  std::string_view request_id() const override { return "REQUEST0123"; }
  void Succeed(std::string json) override {
    Answered(200, json.size());
    Finish();
  }
  void Fail(const model::ApiError& error) override {
    NoteFailure(error);
    Answered(model::ApiErrorHttpStatus(error.type), 0);
    Finish();
  }
};

}  // namespace partita::gateway::testing
