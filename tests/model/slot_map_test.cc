#include "model/slot_map.h"

#include <gtest/gtest.h>

namespace partita::model {
namespace {

TEST(SlotMap, CoversEveryHashExactlyOnce) {
  for (uint32_t slots = 1; slots <= kMaxSlots; ++slots) {
    const SlotMap map{slots};
    EXPECT_EQ(map.FirstHash(0), 0u);
    EXPECT_EQ(map.LastHash(slots - 1), UINT64_MAX);
    for (uint32_t slot = 0; slot < slots; ++slot) {
      EXPECT_EQ(map.SlotOf(map.FirstHash(slot)), slot);
      EXPECT_EQ(map.SlotOf(map.LastHash(slot)), slot);
      if (slot > 0) {
        EXPECT_EQ(map.FirstHash(slot), map.LastHash(slot - 1) + 1);
      }
    }
  }
}

TEST(SlotMap, HalvesTheSpaceForTwo) {
  const SlotMap map{2};
  EXPECT_EQ(map.SlotOf(0x7FFFFFFFFFFFFFFFu), 0u);
  EXPECT_EQ(map.SlotOf(0x8000000000000000u), 1u);
}

}  // namespace
}  // namespace partita::model
