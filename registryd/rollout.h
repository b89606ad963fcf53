// Who has read which version of the published schemas: a table changes its state only when every
// partition has.
//
// A partition that is down holds a roll-out up and is asked again as soon as there is a channel to
// its next life.
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace partita::registryd {

class Rollout {
 public:
  explicit Rollout(uint32_t slots) : acknowledged_(slots, 0), asked_(slots, 0) {}

  // A new version is published and is to be read by all.
  void Announce(uint64_t version) { version_ = version; }
  uint64_t version() const { return version_; }

  // The partition has a channel and was not yet asked for the current version; counts as asked from
  // now on.
  bool TakeQuestion(uint32_t slot);
  // A new life or none: what was asked is lost, what was read is forgotten.
  void PartitionGone(uint32_t slot);
  void Acknowledged(uint32_t slot, uint64_t version);
  // Whoever was asked and has not acknowledged the current version may be asked once more: its
  // answer failed or was behind.
  void AskAgain();

  bool AllHaveRead(uint64_t version) const;

 private:
  uint64_t version_ = 0;
  std::vector<uint64_t> acknowledged_;  // by slot; 0: nothing in this life
  std::vector<uint64_t> asked_;
};

}  // namespace partita::registryd
