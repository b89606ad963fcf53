#include "model/slot_map.h"

#include "base/check.h"
#include "model/number.h"

namespace partita::model {

uint32_t SlotMap::SlotOf(uint64_t hash) const {
  return static_cast<uint32_t>((Uint128{hash} * slots) >> 64);
}

uint64_t SlotMap::FirstHash(uint32_t slot) const {
  PARTITA_CHECK(slot < slots, "no such slot");
  // ceil(slot × 2^64 / slots)
  return static_cast<uint64_t>(((Uint128{slot} << 64) + slots - 1) / slots);
}

uint64_t SlotMap::LastHash(uint32_t slot) const {
  return slot + 1 == slots ? UINT64_MAX : FirstHash(slot + 1) - 1;
}

}  // namespace partita::model
