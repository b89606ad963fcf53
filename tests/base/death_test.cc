#include "base/death.h"

#include <gtest/gtest.h>

#include <csignal>

namespace partita::base {
namespace {

TEST(Death, IsDescribedByExitCodeOrSignal) {
  EXPECT_EQ(DescribeDeath(0), "exited with 0");
  EXPECT_EQ(DescribeDeath(78 << 8), "exited with 78");
  EXPECT_EQ(DescribeDeath(SIGKILL), "was killed by SIGKILL");
  EXPECT_EQ(DescribeDeath(SIGABRT | 0x80), "was killed by SIGABRT (core dumped)");
}

TEST(Death, IsAsAskedWhenItIsExitZeroOrTheSignalThatAsked) {
  EXPECT_TRUE(EndedAsAsked(0));
  EXPECT_TRUE(EndedAsAsked(SIGTERM));
  EXPECT_FALSE(EndedAsAsked(1 << 8));
  EXPECT_FALSE(EndedAsAsked(SIGKILL));
}

}  // namespace
}  // namespace partita::base
