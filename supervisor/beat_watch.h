// Whether a process hangs, judged from the word it moves in every turn of its loop.
//
// A beat that stands still says "hangs", never "dead": death is told by the pidfd alone. The
// ladder: a warning, then SIGABRT (a core shows where it stood), then SIGKILL.
//
// Time is what passed between two looks, at most twice the interval: a supervisor that was itself
// asleep (stopped, starved, a machine that was suspended) does not blame its children for it.
#pragma once

#include <cstdint>

namespace partita::supervisor {

struct BeatLimits {
  int check_ms = 1'000;   // children beat at least once a second, also when idle
  int warn_ms = 10'000;   // stands still for this long
  int abort_ms = 20'000;  // and for this long
  int kill_ms = 5'000;    // after the abort
};

enum class BeatVerdict { kFine, kWarn, kAbort, kKill };

class BeatWatch {
 public:
  explicit BeatWatch(const BeatLimits& limits) : limits_(limits) {}

  // A new life: forget what was seen.
  void Reset();
  // One look at the beat, `elapsed_ms` after the one before. Each rung of the ladder is reported
  // once.
  BeatVerdict Observe(uint64_t beat, int64_t elapsed_ms);
  int64_t still_ms() const { return still_ms_; }

 private:
  BeatVerdict Rung() const;

  BeatLimits limits_;
  bool seen_ = false;  // beat_ is of this life
  uint64_t beat_ = 0;
  int64_t still_ms_ = 0;
  BeatVerdict reported_ = BeatVerdict::kFine;
};

}  // namespace partita::supervisor
