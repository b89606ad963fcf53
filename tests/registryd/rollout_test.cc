#include "registryd/rollout.h"

#include <gtest/gtest.h>

namespace partita::registryd {
namespace {

TEST(Rollout, AsksEveryPartitionOnceForEachVersion) {
  Rollout rollout(2);
  rollout.Announce(1);
  EXPECT_TRUE(rollout.TakeQuestion(0));
  EXPECT_FALSE(rollout.TakeQuestion(0));
  EXPECT_TRUE(rollout.TakeQuestion(1));
  rollout.Announce(2);
  EXPECT_TRUE(rollout.TakeQuestion(0));
  EXPECT_FALSE(rollout.TakeQuestion(2));
}

TEST(Rollout, IsReadWhenEveryPartitionSaidSo) {
  Rollout rollout(2);
  rollout.Announce(3);
  rollout.Acknowledged(0, 3);
  EXPECT_FALSE(rollout.AllHaveRead(3));
  rollout.Acknowledged(1, 4);  // read later, saw more
  EXPECT_TRUE(rollout.AllHaveRead(3));
  EXPECT_FALSE(rollout.AllHaveRead(4));
  rollout.Acknowledged(9, 4);
  EXPECT_FALSE(rollout.AllHaveRead(4));
}

TEST(Rollout, AsksAgainWhoeverIsBehindAndNobodyElse) {
  Rollout rollout(2);
  rollout.Announce(3);
  ASSERT_TRUE(rollout.TakeQuestion(0));
  ASSERT_TRUE(rollout.TakeQuestion(1));
  rollout.Acknowledged(0, 3);
  rollout.Acknowledged(1, 2);
  rollout.AskAgain();
  EXPECT_FALSE(rollout.TakeQuestion(0));
  EXPECT_TRUE(rollout.TakeQuestion(1));
}

TEST(Rollout, ForgetsAPartitionThatIsGone) {
  Rollout rollout(1);
  rollout.Announce(3);
  ASSERT_TRUE(rollout.TakeQuestion(0));
  rollout.Acknowledged(0, 3);
  rollout.PartitionGone(0);
  EXPECT_FALSE(rollout.AllHaveRead(3));
  EXPECT_TRUE(rollout.TakeQuestion(0));
}

}  // namespace
}  // namespace partita::registryd
