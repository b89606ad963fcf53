#include "supervisor/beat_watch.h"

#include <algorithm>

namespace partita::supervisor {

void BeatWatch::Reset() { *this = BeatWatch(limits_); }

BeatVerdict BeatWatch::Observe(uint64_t beat, int64_t elapsed_ms) {
  if (!seen_ || beat != beat_) {
    seen_ = true;
    beat_ = beat;
    still_ms_ = 0;
    reported_ = BeatVerdict::kFine;
    return BeatVerdict::kFine;
  }
  still_ms_ += std::min<int64_t>(elapsed_ms, 2 * limits_.check_ms);
  const BeatVerdict rung = Rung();
  if (rung == reported_) return BeatVerdict::kFine;
  reported_ = rung;
  return rung;
}

BeatVerdict BeatWatch::Rung() const {
  if (still_ms_ >= limits_.abort_ms + limits_.kill_ms) return BeatVerdict::kKill;
  if (still_ms_ >= limits_.abort_ms) return BeatVerdict::kAbort;
  if (still_ms_ >= limits_.warn_ms) return BeatVerdict::kWarn;
  return BeatVerdict::kFine;
}

}  // namespace partita::supervisor
