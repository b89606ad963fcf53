// The real supervisor loop over fake children (fake_child.cc): what happens when they die, hang,
// lie or do not stop.
#include "supervisor/supervisor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "supervisor/serve.h"
#include "tests/supervisor/house.h"

namespace partita::supervisor {
namespace {

using ::testing::ElementsAre;
using testing::Eventually;
using ::testing::HasSubstr;
using testing::House;

// A zombie is dead; whoever adopted it may take its time to wait for it.
bool IsAlive(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  return static_cast<bool>(stat >> number >> name >> state) && state != "Z" && state != "X";
}

std::vector<pid_t> Pids(const StatusReport& report) {
  std::vector<pid_t> pids{report.registry.pid};
  for (const SlotReport& slot : report.slots) pids.push_back(slot.process.pid);
  for (const ProcessReport& gateway : report.gateways) pids.push_back(gateway.pid);
  return pids;
}

bool Connects(uint16_t port) {
  const base::UniqueFd client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::vector<std::string> Only(const std::vector<std::string>& events, const std::string& word) {
  std::vector<std::string> some;
  for (const std::string& event : events) {
    if (event.ends_with(" " + word)) some.push_back(event.substr(0, event.find(' ')));
  }
  return some;
}

TEST(Supervisor, BringsTheHouseUpWithTheRegistryFirst) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  const auto events = house.Events();
  ASSERT_FALSE(events.empty());
  EXPECT_THAT(events.front(), HasSubstr("registryd born 1 listeners 0"));
  EXPECT_TRUE(house.Happened("gateway[0] channel partition[1] epoch 1"));
  EXPECT_EQ(house.Status().supervisor.pid, house.pid());
  EXPECT_THAT(house.Log(), HasSubstr("ready in "));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, StopsGatewaysThenPartitionsThenTheRegistryEachAfterTheOtherHasEnded) {
  House house;
  house.options.gateways = 2;
  house.Order("gateway[1]", "slow-stop");
  house.Order("partition[0]", "slow-stop");
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_EQ(house.Stop(), 0);
  const auto ends = Only(house.Events(), "end");
  ASSERT_EQ(ends.size(), 5u);
  EXPECT_THAT(std::vector<std::string>(ends.begin(), ends.begin() + 2),
              ::testing::UnorderedElementsAre("gateway[0]", "gateway[1]"));
  EXPECT_THAT(std::vector<std::string>(ends.begin() + 2, ends.end()),
              ElementsAre("partition[1]", "partition[0]", "registryd"));
  const auto events = house.Events();
  EXPECT_LT(std::find(events.begin(), events.end(), "gateway[1] end"),
            std::find(events.begin(), events.end(), "partition[1] term"));
  EXPECT_LT(std::find(events.begin(), events.end(), "partition[0] end"),
            std::find(events.begin(), events.end(), "registryd term"));
}

TEST(Supervisor, KillsWhoTakesTooLongToStopAndSaysSoWithItsExitCode) {
  House house;
  house.options.stop.partitions_ms = 100;
  house.Order("partition[0]", "stubborn");
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_EQ(house.Stop(), 1);
  EXPECT_THAT(house.Log(), HasSubstr("takes too long to stop"));
  EXPECT_TRUE(house.Happened("registryd end"));
}

TEST(Supervisor, RestartsADeadPartitionAndGivesAllItsPeersFreshChannels) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  const StatusReport before = house.Status();
  kill(before.slots[1].process.pid, SIGKILL);
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.slots[1].process.epoch == 2 && now.AllReady(); }));
  const StatusReport after = house.Status();
  EXPECT_EQ(after.slots[1].process.restarts, 1u);
  EXPECT_EQ(after.slots[1].process.last_death, "was killed by SIGKILL");
  EXPECT_EQ(after.slots[0].process.pid, before.slots[0].process.pid);
  EXPECT_EQ(after.gateways[0].pid, before.gateways[0].pid);
  EXPECT_TRUE(house.AwaitEvent("gateway[0] gone partition[1]"));
  EXPECT_TRUE(house.AwaitEvent("registryd gone partition[1]"));
  EXPECT_TRUE(house.AwaitEvent("gateway[0] channel partition[1] epoch 2"));
  EXPECT_TRUE(house.AwaitEvent("registryd channel partition[1] epoch 2"));
  EXPECT_TRUE(house.AwaitEvent("partition[1] channel gateway[0] epoch 2"));
  EXPECT_FALSE(house.Happened("gateway[0] channel partition[0] epoch 2"));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, RestartsTheRegistryAndTheGatewaysToo) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  const StatusReport before = house.Status();
  kill(before.registry.pid, SIGKILL);
  kill(before.gateways[0].pid, SIGSEGV);
  ASSERT_TRUE(house.Await([](const StatusReport& now) {
    return now.registry.epoch == 2 && now.gateways[0].epoch == 2 && now.AllReady();
  }));
  // Both were renewed once each, so the channel between them is in its third epoch.
  EXPECT_TRUE(house.AwaitEvent("partition[0] channel registryd epoch 2"));
  EXPECT_TRUE(house.AwaitEvent("partition[0] channel gateway[0] epoch 2"));
  EXPECT_TRUE(house.Happened("registryd channel gateway[0] epoch 3") ||
              house.Happened("gateway[0] channel registryd epoch 3"));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, KeepsTheListenerOpenWhileTheOnlyGatewayIsDead) {
  House house;
  house.options.restart.first_delay_ms = 60'000;
  house.options.restart.longest_delay_ms = 60'000;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  kill(house.Status().gateways[0].pid, SIGKILL);
  ASSERT_TRUE(
      house.Await([](const StatusReport& now) { return now.gateways[0].state == "backing-off"; }));
  EXPECT_TRUE(Connects(house.Port()));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, QuarantinesAPartitionThatKeepsDyingAndServesWithTheOthers) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  house.Order("partition[0]", "crash");
  kill(house.Status().slots[0].process.pid, SIGKILL);
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.slots[0].process.state == "quarantined"; }));
  const StatusReport now = house.Status();
  EXPECT_EQ(now.slots[0].process.restarts, 4u);  // the fifth death is the last
  EXPECT_EQ(now.slots[0].process.last_death.substr(0, 21), "was killed by SIGSEGV");
  EXPECT_EQ(now.slots[1].process.state, "ready");
  EXPECT_EQ(now.supervisor.state, "ready");
  EXPECT_THAT(
      house.Log(),
      HasSubstr("partition[0] is quarantined and not started again: 5 failures in a minute"));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, ComesUpWithoutAPartitionThatCannotStart) {
  House house;
  house.Order("partition[1]", "exit 1");
  house.Start();
  ASSERT_TRUE(house.Await([](const StatusReport& now) { return now.supervisor.state == "ready"; }));
  EXPECT_EQ(house.Status().slots[1].process.state, "quarantined");
  EXPECT_EQ(house.Status().slots[0].process.state, "ready");
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, TellsANewLifeWhichOfItsPeersIsDead) {
  House house;
  house.Order("partition[1]", "exit 1");
  house.Start();
  ASSERT_TRUE(house.Await([](const StatusReport& now) { return now.supervisor.state == "ready"; }));
  kill(house.Status().gateways[0].pid, SIGKILL);
  ASSERT_TRUE(house.Await([](const StatusReport& now) {
    return now.gateways[0].epoch == 2 && now.gateways[0].state == "ready";
  }));
  const auto second_life = [](const std::vector<std::string>& events) {
    const auto born = std::find_if(events.begin(), events.end(), [](const auto& event) {
      return event.starts_with("gateway[0] born 2");
    });
    return std::find(born, events.end(), "gateway[0] gone partition[1]") != events.end();
  };
  EXPECT_TRUE(Eventually([&] { return second_life(house.Events()); }));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, EndsWith78WhenAChildCannotUseItsConfiguration) {
  House house;
  house.Order("partition[1]", "exit 78");
  house.Start();
  EXPECT_EQ(house.Wait(), 78);
  EXPECT_THAT(house.Log(), HasSubstr("partition[1] cannot start with this configuration"));
}

TEST(Supervisor, EndsWhenTheRegistryDoesNotStart) {
  House house;
  house.Order("registryd", "exit 1");
  house.Start();
  EXPECT_EQ(house.Wait(), 1);
  EXPECT_THAT(house.Log(), HasSubstr("registryd does not start"));
}

TEST(Supervisor, EndsWhenNoGatewayIsLeft) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  house.Order("gateway[0]", "exit 1");
  kill(house.Status().gateways[0].pid, SIGKILL);
  EXPECT_EQ(house.Wait(), 1);
  EXPECT_THAT(house.Log(), HasSubstr("no gateway is left"));
  EXPECT_TRUE(house.Happened("registryd end"));
}

TEST(Supervisor, AbortsAChildWhoseBeatStandsStill) {
  House house;
  house.options.beat = {.check_ms = 20, .warn_ms = 100, .abort_ms = 200, .kill_ms = 2'000};
  house.Order("partition[0]", "hang");
  house.Start();
  ASSERT_TRUE(
      house.Await([](const StatusReport& now) { return now.slots[0].process.state == "ready"; }));
  house.Forget("partition[0]");
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.slots[0].process.epoch == 2 && now.AllReady(); }));
  EXPECT_EQ(house.Status().slots[0].process.last_death.substr(0, 21), "was killed by SIGABRT");
  EXPECT_THAT(house.Log(), HasSubstr("has stood still for"));
  EXPECT_EQ(house.Status().slots[1].process.epoch, 1u);
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, KillsAStoppedChildThatDoesNotEvenAbort) {
  House house;
  house.options.beat = {.check_ms = 20, .warn_ms = 200, .abort_ms = 300, .kill_ms = 100};
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  kill(house.Status().gateways[0].pid, SIGSTOP);
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.gateways[0].epoch == 2 && now.AllReady(); }));
  EXPECT_THAT(house.Log(), HasSubstr("does not even abort: SIGKILL"));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, KillsThePeerThatWroteGarbage) {
  House house;
  house.Order("gateway[0]", "accuse partition 1");
  house.Start();
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.slots[1].process.epoch == 2 && now.AllReady(); }));
  EXPECT_THAT(house.Log(), HasSubstr("gateway[0] found garbage in its channel from partition[1]"));
  EXPECT_EQ(house.Status().gateways[0].epoch, 1u);
  EXPECT_EQ(house.Status().slots[0].process.epoch, 1u);
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, IgnoresAComplaintAboutSomebodyItHasNoChannelWith) {
  House house;
  house.Order("partition[0]", "accuse partition 1");
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  kill(house.Status().gateways[0].pid,
       SIGKILL);  // something that happens after the complaint was read
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.gateways[0].epoch == 2 && now.AllReady(); }));
  EXPECT_EQ(house.Status().slots[1].process.epoch, 1u);
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, LeavesNoOrphanWhenItIsKilledAndTheNextStartFindsItsWay) {
  House house;
  house.Order("registryd", "stubborn");
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  const std::vector<pid_t> pids = Pids(house.Status());
  kill(house.pid(), SIGKILL);
  EXPECT_EQ(house.Wait(), 128 + SIGKILL);
  EXPECT_TRUE(Eventually([&] { return std::none_of(pids.begin(), pids.end(), IsAlive); }));
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_EQ(house.Status().registry.epoch, 1u);
  house.Forget("registryd");
  kill(house.pid(), SIGKILL);
  house.Wait();
}

TEST(Supervisor, RefusesASecondStartAndNamesTheFirst) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  const auto second = Serve(house.options);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, base::ErrorKind::kUnavailable);
  EXPECT_THAT(second.error().message, HasSubstr("pid " + std::to_string(house.pid())));
  EXPECT_TRUE(house.Status().AllReady());
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, StartsAgainAfterAStopAndKeepsTheSlots) {
  House house;
  house.options.slots = 3;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_EQ(house.Stop(), 0);
  house.options.slots.reset();
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_EQ(house.Status().slots.size(), 3u);
  EXPECT_EQ(house.Stop(), 0);
}

TEST(Supervisor, ShowsItsStatusToItsOwnUserAlone) {
  House house;
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  struct stat socket {};
  ASSERT_EQ(stat((house.options.data + "/status.sock").c_str(), &socket), 0);
  EXPECT_EQ(socket.st_mode & 0777, 0600u);
  EXPECT_EQ(house.Stop(), 0);
  EXPECT_EQ(ReadStatus(house.options.data).error().kind, base::ErrorKind::kNotFound);
}

TEST(Supervisor, NamesAMissingProgramBeforeAnythingStarts) {
  House house;
  std::filesystem::remove(house.directory() + "/partita-gateway");
  house.Start();
  EXPECT_EQ(house.Wait(), 200);
  EXPECT_THAT(house.Log(), HasSubstr("partita-gateway: No such file"));
  EXPECT_TRUE(house.Events().empty());
}

}  // namespace
}  // namespace partita::supervisor
