#include "gateway/call_tracker.h"

#include <utility>

#include "base/clock.h"
#include "gateway/api_call.h"

namespace partita::gateway {

void CallTracker::Finished(const ApiCall& call) const {
  for (CallObserver* observer : observers_) observer->OnFinished(call);
}

int64_t CallTracker::Now() { return last_ns_ = base::MonotonicNs(); }

CallTimeline* CallTracker::timeline() const {
  return *current_ == nullptr ? nullptr : &(*current_)->timeline();
}

CallTracker::Scope::Scope(CallTracker* tracker, const std::shared_ptr<ApiCall>& call)
    : tracker_(tracker) {
  if (tracker_ != nullptr) before_ = std::exchange(tracker_->current_, &call);
}

CallTracker::Scope::~Scope() {
  if (tracker_ != nullptr) tracker_->current_ = before_;
}

}  // namespace partita::gateway
