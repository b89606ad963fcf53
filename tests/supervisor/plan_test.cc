#include "supervisor/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace partita::supervisor {
namespace {

using ::testing::ElementsAre;

Options SomeOptions() {
  Options options;
  options.data = "/d";
  options.gateways = 2;
  options.region = "eu-west-1";
  options.account = "123456789012";
  options.hold_states_ms = 50;
  options.durability = "relaxed";
  options.ttl_sweep_ms = 250;
  options.log_level = "debug";
  options.cors_origins = {"http://a", "http://b"};
  options.host_names = {"partita.test"};
  return options;
}

const PlannedProcess& Of(const Plan& plan, Role role, uint32_t index) {
  return *std::find_if(plan.processes.begin(), plan.processes.end(),
                       [&](const PlannedProcess& process) {
                         return process.id == ProcessId{role, index};
                       });
}

TEST(Plan, HasOneRegistryAPartitionPerSlotAndTheGateways) {
  const Plan plan = MakePlan(SomeOptions(), 3);
  std::vector<std::string> names;
  for (const PlannedProcess& process : plan.processes) names.push_back(ProcessName(process.id));
  EXPECT_THAT(names, ElementsAre("registryd", "partition[0]", "partition[1]", "partition[2]",
                                 "gateway[0]", "gateway[1]"));
}

TEST(Plan, JoinsEveryPairThatTalksWithOneChannel) {
  const Plan plan = MakePlan(SomeOptions(), 3);
  std::vector<std::string> lines;
  for (const PlannedChannel& channel : plan.channels) {
    lines.push_back(ProcessName(channel.first) + " " + ProcessName(channel.second));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("registryd partition[0]", "registryd partition[1]", "registryd partition[2]",
                  "gateway[0] partition[0]", "gateway[0] partition[1]", "gateway[0] partition[2]",
                  "gateway[0] registryd", "gateway[1] partition[0]", "gateway[1] partition[1]",
                  "gateway[1] partition[2]", "gateway[1] registryd"));
}

TEST(Plan, StartsTheRegistryFirstAndStopsAgainstTheDirectionOfRequests) {
  const Plan plan = MakePlan(SomeOptions(), 3);
  EXPECT_LT(Of(plan, Role::kRegistry, 0).start_stage, Of(plan, Role::kPartition, 0).start_stage);
  EXPECT_EQ(Of(plan, Role::kPartition, 2).start_stage, Of(plan, Role::kGateway, 1).start_stage);
  EXPECT_LT(Of(plan, Role::kGateway, 0).stop_stage, Of(plan, Role::kPartition, 0).stop_stage);
  EXPECT_LT(Of(plan, Role::kPartition, 0).stop_stage, Of(plan, Role::kRegistry, 0).stop_stage);
}

TEST(Plan, GivesListenersToGatewaysAndTheWritableMirrorToTheRegistry) {
  for (const PlannedProcess& process : MakePlan(SomeOptions(), 3).processes) {
    EXPECT_EQ(process.listens, process.id.role == Role::kGateway);
    EXPECT_EQ(process.publishes, process.id.role == Role::kRegistry);
  }
}

TEST(Plan, SpellsTheCommandLinesOfTheChildren) {
  const Plan plan = MakePlan(SomeOptions(), 3);
  EXPECT_EQ(Of(plan, Role::kRegistry, 0).program, "partita-registryd");
  EXPECT_THAT(Of(plan, Role::kRegistry, 0).arguments,
              ElementsAre("--data", "/d", "--slots", "3", "--region", "eu-west-1", "--account",
                          "123456789012", "--hold-states-ms", "50", "--log-level", "debug"));
  EXPECT_EQ(Of(plan, Role::kPartition, 1).program, "partita-partitiond");
  EXPECT_THAT(Of(plan, Role::kPartition, 1).arguments,
              ElementsAre("--slot", "1", "--slots", "3", "--data", "/d", "--durability", "relaxed",
                          "--ttl-sweep-ms", "250", "--log-level", "debug"));
  EXPECT_EQ(Of(plan, Role::kGateway, 1).program, "partita-gateway");
  EXPECT_THAT(Of(plan, Role::kGateway, 1).arguments,
              ElementsAre("--index", "1", "--slots", "3", "--gateways", "2", "--log-level", "debug",
                          "--cors-origin", "http://a", "--cors-origin", "http://b", "--host-allow",
                          "partita.test", "--trace-slow-ms", "100"));
}

}  // namespace
}  // namespace partita::supervisor
