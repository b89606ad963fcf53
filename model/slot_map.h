// Which slot owns which range of the 64-bit hash space.
#pragma once

#include <cstdint>

namespace partita::model {

inline constexpr uint32_t kMaxSlots = 64;

// Equal contiguous ranges: slot i of n owns the hashes h with floor(h × n / 2^64) = i.
struct SlotMap {
  uint32_t slots = 1;

  uint32_t SlotOf(uint64_t hash) const;
  uint64_t FirstHash(uint32_t slot) const;  // the smallest hash the slot owns
  uint64_t LastHash(uint32_t slot) const;   // the largest
};

}  // namespace partita::model
