#include "supervisor/restart_policy.h"

#include <sys/wait.h>

#include <algorithm>

namespace partita::supervisor {

RestartDecision RestartPolicy::OnDeath(int64_t now_ms, int64_t ready_ms, int wait_status) {
  if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == kExitConfiguration) {
    return {RestartVerdict::kConfigurationError, 0};
  }
  if (ready_ms >= limits_.healthy_ms) {
    failures_.clear();
    doublings_ = 0;
  }
  while (!failures_.empty() && failures_.front() <= now_ms - limits_.quarantine_window_ms)
    failures_.pop_front();
  failures_.push_back(now_ms);
  if (failures_.size() >= static_cast<size_t>(limits_.quarantine_failures)) {
    return {RestartVerdict::kTooManyFailures, 0};
  }
  return {RestartVerdict::kAgain, NextDelay()};
}

int RestartPolicy::NextDelay() {
  int64_t delay = limits_.first_delay_ms;
  for (int i = 0; i < doublings_ && delay < limits_.longest_delay_ms; ++i) delay *= 2;
  ++doublings_;
  delay = std::min<int64_t>(delay, limits_.longest_delay_ms);
  return static_cast<int>(
      std::uniform_int_distribution<int64_t>(delay * 3 / 4, delay * 5 / 4)(random_));
}

}  // namespace partita::supervisor
