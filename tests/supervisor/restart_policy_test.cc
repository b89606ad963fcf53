#include "supervisor/restart_policy.h"

#include <gtest/gtest.h>

#include <csignal>
#include <set>

namespace partita::supervisor {
namespace {

constexpr int kKilled = SIGKILL;
constexpr int Exited(int code) { return code << 8; }

// Deaths so far apart that none is in another's window.
constexpr int64_t kFarApart = 70'000;

TEST(RestartPolicy, DoublesTheDelayFromATenthOfASecondToTenSeconds) {
  RestartPolicy policy(RestartLimits{}, 1);
  int64_t nominal = 100;
  for (int death = 0; death < 12; ++death) {
    const RestartDecision decision = policy.OnDeath(death * kFarApart, 1000, kKilled);
    ASSERT_EQ(decision.verdict, RestartVerdict::kAgain);
    EXPECT_GE(decision.delay_ms, nominal * 3 / 4);
    EXPECT_LE(decision.delay_ms, nominal * 5 / 4);
    nominal = std::min<int64_t>(nominal * 2, 10'000);
  }
}

TEST(RestartPolicy, SpreadsTheDelaysOfSeveralThatDiedTogether) {
  std::set<int> delays;
  for (uint32_t seed = 0; seed < 20; ++seed)
    delays.insert(RestartPolicy(RestartLimits{}, seed).OnDeath(0, 0, kKilled).delay_ms);
  EXPECT_GT(delays.size(), 5u);
}

TEST(RestartPolicy, QuarantinesAtTheFifthFailureWithinAMinute) {
  RestartPolicy policy(RestartLimits{}, 1);
  for (int death = 0; death < 4; ++death) {
    EXPECT_EQ(policy.OnDeath(death * 14'999, 100, Exited(1)).verdict, RestartVerdict::kAgain);
  }
  EXPECT_EQ(policy.OnDeath(4 * 14'999, 100, Exited(1)).verdict, RestartVerdict::kTooManyFailures);
}

TEST(RestartPolicy, DoesNotCountAFailureThatIsAMinuteOld) {
  RestartPolicy policy(RestartLimits{}, 1);
  for (int death = 0; death < 40; ++death) {
    EXPECT_EQ(policy.OnDeath(death * 15'000, 100, Exited(1)).verdict, RestartVerdict::kAgain)
        << death;
  }
}

TEST(RestartPolicy, ForgetsAllFailuresAfterAHealthyMinute) {
  RestartPolicy policy(RestartLimits{}, 1);
  for (int death = 0; death < 4; ++death) (void)policy.OnDeath(death, 0, kKilled);
  const RestartDecision decision = policy.OnDeath(10, 60'000, kKilled);
  EXPECT_EQ(decision.verdict, RestartVerdict::kAgain);
  EXPECT_LE(decision.delay_ms, 125);
}

TEST(RestartPolicy, DoesNotRetryAConfigurationError) {
  EXPECT_EQ(RestartPolicy(RestartLimits{}, 1).OnDeath(0, 0, Exited(78)).verdict,
            RestartVerdict::kConfigurationError);
}

TEST(RestartPolicy, CountsAnEndWithCodeZeroAsAFailureToo) {
  RestartPolicy policy(RestartLimits{}, 1);
  for (int death = 0; death < 4; ++death)
    EXPECT_EQ(policy.OnDeath(0, 0, Exited(0)).verdict, RestartVerdict::kAgain);
  EXPECT_EQ(policy.OnDeath(0, 0, Exited(0)).verdict, RestartVerdict::kTooManyFailures);
}

}  // namespace
}  // namespace partita::supervisor
