#include "cli/status_text.h"

#include <cjson/cJSON.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "cli/status_json.h"

namespace partita::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kSecond = 1'000'000'000;

supervisor::ProcessReport Process(const std::string& name) {
  supervisor::ProcessReport report;
  report.name = name;
  report.state = "ready";
  report.pid = 100;
  report.epoch = 1;
  report.uptime_us = 5'000'000;
  return report;
}

HouseSample House() {
  HouseSample sample;
  sample.at_ns = kSecond;
  sample.created_at_us = 7;
  sample.report.data = "./data";
  sample.report.supervisor = Process("supervisor");
  sample.report.registry = Process("registryd");
  supervisor::SlotReport slot;
  slot.process = Process("partition[0]");
  slot.item_count = 12'345;
  sample.report.slots = {slot};
  sample.report.gateways = {Process("gateway[0]")};
  sample.processes.resize(4);
  sample.slots.resize(1);
  sample.counted.tables.resize(metrics::kTableEntries);
  sample.counted.tables[3].name = "Music";
  sample.counted.tables[3].exists = true;
  sample.counted.tables[3].items = 42;
  sample.tables = {{"Music", "ACTIVE", 3, {{"by-artist", "CREATING", true}}},
                   {"Unnumbered", "CREATING", -1, {}}};
  return sample;
}

// Two seconds later: 100 GetItem of 1 ms, 10 refused ones.
HouseSample Later() {
  HouseSample sample = House();
  sample.at_ns = 3 * kSecond;
  metrics::OperationReading& get = sample.counted.tables[3].operations[0];
  get.latency.buckets[metrics::BucketOf(1000)] = 100;
  get.client_errors = 10;
  sample.processes[3].cpu_us = 1'000'000;
  sample.slots[0].writes = 60;
  sample.slots[0].commits = 20;
  return sample;
}

TEST(StatusTextTest, RatesAreWhatCameBetweenTwoLooksByTheSecond) {
  const HouseRates rates = RatesBetween(House(), Later());
  EXPECT_EQ(rates.seconds, 2);
  EXPECT_EQ(rates.all.requests, 55);
  EXPECT_EQ(rates.all.errors, 5);
  EXPECT_NEAR(rates.all.p99_ms, 1, 0.25);
  EXPECT_EQ(rates.tables[0].requests, 55);
  EXPECT_EQ(rates.tables[1].requests, 0);
  EXPECT_EQ(rates.slots[0].writes, 30);
  EXPECT_EQ(rates.slots[0].writes_per_commit, 3);
  EXPECT_EQ(rates.cores[3], 0.5);
}

TEST(StatusTextTest, AnotherHouseHasNoRatesWithThis) {
  HouseSample other = Later();
  other.created_at_us = 8;
  EXPECT_FALSE(RatesBetween(House(), other).known());
}

TEST(StatusTextTest, ShowsProcessesSlotsAndTables) {
  const auto lines = StatusLines(Later(), RatesBetween(House(), Later()), {});
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("55 requests/s"), HasSubstr("5.0 errors/s"))));
  EXPECT_THAT(lines,
              Contains(AllOf(HasSubstr("gateway[0]"), HasSubstr("ready"), HasSubstr("50 %"))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("12,345"), HasSubstr("3.0"))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("Music"), HasSubstr("ACTIVE"), HasSubstr("42"),
                                    HasSubstr("by-artist is filled"))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("Unnumbered"), HasSubstr("CREATING"))));
}

TEST(StatusTextTest, NoLineIsWiderThanTheScreen) {
  for (const size_t width : {40, 80, 100, 200}) {
    for (const std::string& line : StatusLines(Later(), {}, {.width = width, .colours = false})) {
      const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      });
      EXPECT_LE(characters, static_cast<ptrdiff_t>(width)) << line;
    }
  }
}

TEST(StatusTextTest, JsonSaysTheSameAndLeavesOutRatesThatAreNotKnown) {
  const std::string once = StatusJson(House(), {}, true);
  EXPECT_THAT(once, Not(HasSubstr("PerSecond")));
  EXPECT_EQ(once.find('\n'), std::string::npos);
  const std::string text = StatusJson(Later(), RatesBetween(House(), Later()), false);
  const std::unique_ptr<cJSON, decltype(&cJSON_Delete)> json(cJSON_Parse(text.c_str()),
                                                             &cJSON_Delete);
  ASSERT_NE(json, nullptr);
  const cJSON* rates = cJSON_GetObjectItem(json.get(), "rates");
  EXPECT_EQ(cJSON_GetNumberValue(cJSON_GetObjectItem(rates, "requestsPerSecond")), 55);
  const cJSON* table = cJSON_GetArrayItem(cJSON_GetObjectItem(json.get(), "tables"), 0);
  EXPECT_STREQ(cJSON_GetStringValue(cJSON_GetObjectItem(table, "name")), "Music");
  EXPECT_EQ(cJSON_GetNumberValue(cJSON_GetObjectItem(table, "itemCount")), 42);
  const cJSON* other = cJSON_GetArrayItem(cJSON_GetObjectItem(json.get(), "tables"), 1);
  EXPECT_EQ(cJSON_GetObjectItem(other, "itemCount"), nullptr);
}

TEST(StatusTextTest, WordsAreShort) {
  EXPECT_EQ(ShortBytes(999), "999 B");
  EXPECT_EQ(ShortBytes(1'234), "1.2 kB");
  EXPECT_EQ(ShortBytes(45'600'000), "46 MB");
  EXPECT_EQ(ShortRate(0), "0");
  EXPECT_EQ(ShortRate(0.35), "0.3");
  EXPECT_EQ(ShortRate(52'310.4), "52,310");
  EXPECT_EQ(ShortDuration(3'000), "3 ms");
  EXPECT_EQ(ShortDuration(int64_t{3} * 86400 * 1'000'000), "3 d");
}

}  // namespace
}  // namespace partita::cli
