// When a child that died lives again, or why it does not.
//
// The delay doubles from 100 ms to 10 s with a jitter of a quarter either way, so that several that
// died together do not come back together. A healthy minute forgets all failures. Five failures
// within a minute quarantine the child: what dies that often is not healed by another start, and
// the rest of the house serves better without it. Exit code 78 (EX_CONFIG of sysexits.h) is not
// retried: the child has read its configuration and will read the same again.
//
// Every death that was not asked for is a failure, exit code 0 too.
#pragma once

#include <cstdint>
#include <deque>
#include <random>

namespace partita::supervisor {

struct RestartLimits {
  int first_delay_ms = 100;
  int longest_delay_ms = 10'000;
  int healthy_ms = 60'000;
  int quarantine_failures = 5;
  int quarantine_window_ms = 60'000;
};

inline constexpr int kExitConfiguration = 78;

enum class RestartVerdict { kAgain, kTooManyFailures, kConfigurationError };

struct RestartDecision {
  RestartVerdict verdict = RestartVerdict::kAgain;
  int delay_ms = 0;  // of kAgain
};

class RestartPolicy {
 public:
  // `seed` of the jitter.
  RestartPolicy(const RestartLimits& limits, uint32_t seed) : limits_(limits), random_(seed) {}

  // A life ended at `now_ms` (any clock that only goes forward) with what waitpid said, after
  // having been ready for `ready_ms`.
  RestartDecision OnDeath(int64_t now_ms, int64_t ready_ms, int wait_status);

 private:
  int NextDelay();

  RestartLimits limits_;
  std::mt19937 random_;
  int doublings_ = 0;             // since the last healthy life
  std::deque<int64_t> failures_;  // times, oldest first, none older than the window
};

}  // namespace partita::supervisor
