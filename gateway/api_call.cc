#include "gateway/api_call.h"

#include <utility>

#include "gateway/call_tracker.h"

namespace partita::gateway {
namespace {

uint8_t FlagsOf(model::ApiErrorType type) {
  switch (type) {
    case model::ApiErrorType::kProvisionedThroughputExceeded:
    case model::ApiErrorType::kRequestLimitExceeded:
    case model::ApiErrorType::kThrottling:
      return kCallThrottled;
    case model::ApiErrorType::kTransactionCanceled:
    case model::ApiErrorType::kTransactionConflict:
    case model::ApiErrorType::kTransactionInProgress:
      return kCallTransaction;
    default:
      return 0;
  }
}

}  // namespace

void ApiCall::NoteFailure(const model::ApiError& error) {
  timeline_.error = static_cast<uint8_t>(error.type);
  timeline_.flags |= FlagsOf(error.type);
}

void ApiCall::Answered(int status, size_t bytes_out) {
  timeline_.status = static_cast<uint16_t>(status);
  timeline_.bytes_out = bytes_out;
  if (tracker_ != nullptr) timeline_.answered_ns = tracker_->Now();
}

void ApiCall::Finish() {
  if (std::exchange(finished_, true) || tracker_ == nullptr) return;
  tracker_->Finished(*this);
}

}  // namespace partita::gateway
