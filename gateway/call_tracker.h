// Which call the gateway is working on at the moment, what time it is, and who wants to hear how
// calls ended.
//
// What a handler asks while it runs, and while it takes a reply, belongs to its call: whoever
// enters a handler opens a Scope, and a link (partition_link.h) remembers the call beside the
// waiter and opens it again around the reply. Outside of every scope (upkeep) no call is stamped.
//
// Lifetime: longer than every ApiCall. Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gateway/call_observer.h"
#include "gateway/call_timeline.h"

namespace partita::gateway {

class CallTracker {
 public:
  // Observers are told in the order in which they came; they outlive every call.
  void Tell(CallObserver* observer) { observers_.push_back(observer); }
  void Finished(const ApiCall& call) const;

  // Reads the clock.
  int64_t Now();
  // What Now() said last: for the start of what begins where something else has just ended.
  int64_t Last() const { return last_ns_; }

  // Null: none.
  const std::shared_ptr<ApiCall>& current() const { return *current_; }
  CallTimeline* timeline() const;  // of the current call; null: none

  class Scope {
   public:
    // `tracker` may be null; `call` must outlive the scope.
    Scope(CallTracker* tracker, const std::shared_ptr<ApiCall>& call);
    Scope(CallTracker* tracker, std::shared_ptr<ApiCall>&& call) = delete;  // it would be gone
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    CallTracker* tracker_;
    const std::shared_ptr<ApiCall>* before_ = nullptr;
  };

 private:
  const std::shared_ptr<ApiCall> none_;
  const std::shared_ptr<ApiCall>* current_ = &none_;
  int64_t last_ns_ = 0;
  std::vector<CallObserver*> observers_;
};

}  // namespace partita::gateway
