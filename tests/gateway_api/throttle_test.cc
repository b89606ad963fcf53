#include "gateway/throttle.h"

#include <gtest/gtest.h>

#include "fake_house.h"

namespace partita::gateway {
namespace {

int64_t now_ns = 0;
int64_t Now() { return now_ns; }
void Pass(double seconds) { now_ns += static_cast<int64_t>(seconds * 1e9); }

model::TableSchema Bought(int64_t reads, int64_t writes) {
  model::TableSchema table = HashTable("bought");
  table.billing_mode = model::BillingMode::kProvisioned;
  table.throughput = {reads, writes};
  return table;
}

class Throttles : public testing::Test {
 protected:
  Throttles() { now_ns = 1'000'000'000; }
  bool Admits(Throttle* throttle, const model::TableSchema& table, uint32_t slot = kNoSlot) {
    return !throttle->Exceeded(table, nullptr, Traffic::kWrite, slot);
  }
  void Charge(Throttle* throttle, const model::TableSchema& table, double units,
              uint32_t slot = kNoSlot) {
    throttle->Charge(table, nullptr, Traffic::kWrite, slot, units);
  }
};

TEST_F(Throttles, BeginWithFiveMinutesOfCreditAndFillAtTheRateThatWasBought) {
  Throttle throttle({}, Now);
  const model::TableSchema table = Bought(1, 10);
  Charge(&throttle, table, 2999);
  EXPECT_TRUE(Admits(&throttle, table));
  Charge(&throttle, table, 6);
  EXPECT_FALSE(Admits(&throttle, table));
  Pass(0.4);
  EXPECT_FALSE(Admits(&throttle, table));
  Pass(0.2);
  EXPECT_TRUE(Admits(&throttle, table));
  Pass(10'000);
  Charge(&throttle, table, 3001);
  EXPECT_FALSE(Admits(&throttle, table)) << "more than five minutes are not saved";
}

TEST_F(Throttles, KeepReadsAndWritesAndIndexesApart) {
  Throttle throttle({}, Now);
  model::TableSchema table = Bought(1, 1);
  model::IndexSchema index;
  index.id = 3;
  index.throughput = {1, 1};
  table.indexes.push_back(index);
  Charge(&throttle, table, 1000);
  EXPECT_FALSE(Admits(&throttle, table));
  EXPECT_FALSE(throttle.Exceeded(table, nullptr, Traffic::kRead, kNoSlot));
  EXPECT_FALSE(throttle.Exceeded(table, &table.indexes[0], Traffic::kWrite, kNoSlot));
  throttle.Charge(table, &table.indexes[0], Traffic::kWrite, kNoSlot, 1000);
  EXPECT_EQ(throttle.Exceeded(table, &table.indexes[0], Traffic::kWrite, kNoSlot),
            Throttle::Limit::kProvisioned);
}

TEST_F(Throttles, FollowAChangeOfTheRate) {
  Throttle throttle({}, Now);
  Charge(&throttle, Bought(1, 1), 310);
  Pass(1);
  EXPECT_FALSE(Admits(&throttle, Bought(1, 1)));
  Pass(1);
  EXPECT_TRUE(Admits(&throttle, Bought(1, 100)));
}

TEST_F(Throttles, ShareTheRatesAmongTheGateways) {
  Throttle throttle({.gateways = 2}, Now);
  Charge(&throttle, Bought(1, 2), 301);
  EXPECT_FALSE(Admits(&throttle, Bought(1, 2)));
}

TEST_F(Throttles, LeaveTablesOnDemandAloneUnlessTheyHaveAMaximum) {
  Throttle throttle({}, Now);
  model::TableSchema table = HashTable("free");
  EXPECT_FALSE(throttle.Concerns(table));
  Charge(&throttle, table, 1e9);
  EXPECT_TRUE(Admits(&throttle, table));
  table.on_demand = {.max_read_units = -1, .max_write_units = 5};
  EXPECT_TRUE(throttle.Concerns(table));
  Charge(&throttle, table, 6);
  EXPECT_EQ(throttle.Exceeded(table, nullptr, Traffic::kWrite, kNoSlot),
            Throttle::Limit::kOnDemandMaximum);
  EXPECT_FALSE(throttle.Exceeded(table, nullptr, Traffic::kRead, kNoSlot));
}

TEST_F(Throttles, HoldPartitionsToTheirLimitsWhenAsked) {
  Throttle throttle({.partitions = true}, Now);
  const model::TableSchema table = HashTable("free");
  ASSERT_TRUE(throttle.Concerns(table));
  Charge(&throttle, table, 300'001, 1);
  EXPECT_EQ(throttle.Exceeded(table, nullptr, Traffic::kWrite, 1), Throttle::Limit::kPartition);
  EXPECT_TRUE(Admits(&throttle, table, 0));
  EXPECT_TRUE(Admits(&throttle, table));
}

TEST_F(Throttles, CanBeSwitchedOff) {
  Throttle throttle({.tables = false}, Now);
  EXPECT_FALSE(throttle.Concerns(Bought(1, 1)));
  Charge(&throttle, Bought(1, 1), 1e9);
  EXPECT_TRUE(Admits(&throttle, Bought(1, 1)));
}

TEST_F(Throttles, ForgetWhoIsIdleButNoDebt) {
  Throttle throttle({}, Now);
  const auto table = [](uint64_t id) {
    model::TableSchema schema = Bought(1, 1);
    schema.id = id;
    return schema;
  };
  Charge(&throttle, table(1), 10'000);
  Charge(&throttle, table(2), 10);
  Pass(400);
  for (uint64_t id = 3; id < 2'000; ++id) Charge(&throttle, table(id), 1);
  EXPECT_FALSE(Admits(&throttle, table(1)));
  EXPECT_TRUE(Admits(&throttle, table(2)));
}

}  // namespace
}  // namespace partita::gateway
