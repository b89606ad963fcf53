#include "store/checkpointer.h"

#include <algorithm>
#include <utility>

namespace partita::store {

base::Status Checkpointer::CopySome(int frames) {
  const int before = backfill_.remaining();
  PARTITA_TRY(backfill_.Step(frames));
  frames_done_ += static_cast<uint64_t>(before - backfill_.remaining());
  return backfill_.StartWriteback();
}

base::Status Checkpointer::Finish() {
  const int before = backfill_.remaining();
  PARTITA_TRY(backfill_.Checkpoint());
  frames_done_ += static_cast<uint64_t>(before);
  ++rounds_;
  seen_ = 0;
  return {};
}

base::Status Checkpointer::Step(bool idle) {
  const int frames = backfill_.committed();
  const int added = frames - std::exchange(seen_, frames);
  if (frames < (idle ? limits_.idle : limits_.start)) return {};
  if (!early_copies_ || frames >= limits_.max) return Finish();
  if (backfill_.remaining() > limits_.left)
    return CopySome(idle ? limits_.idle_step : std::max(added, 1) * limits_.pace);
  return Finish();
}

}  // namespace partita::store
