#include "supervisor/beat_watch.h"

#include <gtest/gtest.h>

namespace partita::supervisor {
namespace {

constexpr BeatLimits kLimits{.check_ms = 1000, .warn_ms = 3000, .abort_ms = 5000, .kill_ms = 2000};

TEST(BeatWatch, IsContentWithABeatThatMoves) {
  BeatWatch watch(kLimits);
  for (uint64_t beat = 0; beat < 100; ++beat)
    EXPECT_EQ(watch.Observe(beat, 1000), BeatVerdict::kFine);
}

TEST(BeatWatch, WarnsThenAbortsThenKillsAndSaysEachOnce) {
  BeatWatch watch(kLimits);
  BeatVerdict expected[] = {BeatVerdict::kFine, BeatVerdict::kFine, BeatVerdict::kFine,
                            BeatVerdict::kWarn, BeatVerdict::kFine, BeatVerdict::kAbort,
                            BeatVerdict::kFine, BeatVerdict::kKill, BeatVerdict::kFine};
  for (const BeatVerdict verdict : expected)
    EXPECT_EQ(watch.Observe(7, 1000), verdict) << watch.still_ms();
}

TEST(BeatWatch, ForgetsTheHangOnceTheBeatMovesAgain) {
  BeatWatch watch(kLimits);
  for (int i = 0; i < 5; ++i) (void)watch.Observe(7, 1000);
  EXPECT_EQ(watch.Observe(8, 1000), BeatVerdict::kFine);
  EXPECT_EQ(watch.still_ms(), 0);
  EXPECT_EQ(watch.Observe(8, 2000), BeatVerdict::kFine);
  EXPECT_EQ(watch.Observe(8, 1000), BeatVerdict::kWarn);
}

TEST(BeatWatch, DoesNotBlameAChildForItsOwnSleep) {
  BeatWatch watch(kLimits);
  EXPECT_EQ(watch.Observe(7, 1000), BeatVerdict::kFine);
  EXPECT_EQ(watch.Observe(7, 3'600'000), BeatVerdict::kFine);
  EXPECT_EQ(watch.still_ms(), 2000);
}

TEST(BeatWatch, StartsANewLifeWithoutTheOldOnesBeat) {
  BeatWatch watch(kLimits);
  for (int i = 0; i < 5; ++i) (void)watch.Observe(7, 1000);
  watch.Reset();
  EXPECT_EQ(watch.Observe(7, 1000), BeatVerdict::kFine);
  EXPECT_EQ(watch.still_ms(), 0);
}

}  // namespace
}  // namespace partita::supervisor
