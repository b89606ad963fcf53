#include "registryd/rollout.h"

#include <algorithm>

namespace partita::registryd {

bool Rollout::TakeQuestion(uint32_t slot) {
  if (slot >= asked_.size() || asked_[slot] >= version_) return false;
  asked_[slot] = version_;
  return true;
}

void Rollout::PartitionGone(uint32_t slot) {
  if (slot >= asked_.size()) return;
  asked_[slot] = 0;
  acknowledged_[slot] = 0;
}

void Rollout::Acknowledged(uint32_t slot, uint64_t version) {
  if (slot < acknowledged_.size()) acknowledged_[slot] = std::max(acknowledged_[slot], version);
}

void Rollout::AskAgain() {
  for (size_t slot = 0; slot < asked_.size(); ++slot) {
    if (acknowledged_[slot] < version_) asked_[slot] = acknowledged_[slot];
  }
}

bool Rollout::AllHaveRead(uint64_t version) const {
  return std::all_of(acknowledged_.begin(), acknowledged_.end(),
                     [&](uint64_t read) { return read >= version; });
}

}  // namespace partita::registryd
