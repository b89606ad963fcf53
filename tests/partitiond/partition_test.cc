#include "partitiond/partition.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "house.h"

namespace partita::partitiond {
namespace {

// Within ten seconds.
bool Eventually(const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < until) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

size_t ResidentBytes(int pid) {
  std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
  size_t size = 0;
  size_t resident = 0;
  statm >> size >> resident;
  return resident * 4096;
}

TEST(Partition, SaysThatItIsReady) {
  House house;
  house.Start();
  const auto heard = house.Heard();
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->kind, shm::HandoverKind::kReady);
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, CommitsAllWritesThatWaitInOneBatch) {
  House house;
  house.Start();
  ASSERT_TRUE(house.Stop().ok());
  const uint64_t before = house.entry().durable_seq.load();
  house.Start();
  ASSERT_TRUE(house.Heard().has_value());
  ASSERT_TRUE(house.Stop().ok());
  const uint64_t opening = house.entry().durable_seq.load() - before;

  std::array<int, 2> gate{};
  ASSERT_EQ(pipe(gate.data()), 0);
  char go = 'g';
  house.StartProcess([&] { ASSERT_EQ(read(gate[0], &go, 1), 1); });
  const uint64_t start = house.entry().durable_seq.load();
  std::vector<uint64_t> ids;
  for (int i = 0; i < 200; ++i)
    ids.push_back(house.gateway(i % 2).Put("song " + std::to_string(i), "x"));
  ASSERT_EQ(write(gate[1], &go, 1), 1);
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(house.gateway(i % 2).Wait(ids[i]).outcome().ok());
  EXPECT_EQ(house.entry().durable_seq.load(), start + opening + 1);
}

TEST(Partition, PublishesTheMarkBeforeItReplies) {
  House house;
  house.Start();
  uint64_t last = 0;
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("a", std::to_string(i))).outcome().ok());
    const uint64_t seq = house.entry().durable_seq.load();
    EXPECT_GT(seq, last);
    last = seq;
  }
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, KeepsItemsOverAStopAndAStart) {
  House house;
  house.Start();
  ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("a", "one")).outcome().ok());
  ASSERT_TRUE(house.Stop().ok());
  house.Start();
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("a")).item(), Encoded(Song("a", "one")));
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, AnswersWhatIsInTheRingsBeforeItStops) {
  House house;
  house.Start();
  ASSERT_TRUE(house.Heard().has_value());
  std::vector<uint64_t> ids;
  for (int i = 0; i < 500; ++i)
    ids.push_back(house.gateway().Put("song " + std::to_string(i), "x"));
  EXPECT_TRUE(house.Stop().ok());
  for (const uint64_t id : ids) EXPECT_TRUE(house.gateway().Wait(id).outcome().ok());
}

TEST(Partition, EndsWhenTheSupervisorIsGone) {
  House house;
  house.Start();
  ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("a", "one")).outcome().ok());
  house.SupervisorDies();
  EXPECT_TRUE(house.Join().ok());
}

TEST(Partition, HoldsBoundedMemoryForAPeerThatDoesNotRead) {
  House house;
  house.StartProcess();
  const std::string large(300'000, 'x');
  ASSERT_TRUE(house.gateway(1).Wait(house.gateway(1).Put("large", large)).outcome().ok());
  const size_t before = ResidentBytes(house.pid());
  std::vector<uint64_t> ids;
  for (int i = 0; i < 400; ++i) ids.push_back(house.gateway(0).Get("large"));  // 120 MB of replies
  house.gateway(0).Flush();
  // The other gateway is served all the while.
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(
        house.gateway(1).Wait(house.gateway(1).Put("small", std::to_string(i))).outcome().ok());
  }
  EXPECT_LT(ResidentBytes(house.pid()), before + (40u << 20));
  // Nothing is lost once it reads.
  for (const uint64_t id : ids)
    ASSERT_EQ(house.gateway(0).Wait(id).item(), Encoded(Song("large", large)));
}

TEST(Partition, SleepsWhileAPeerDoesNotRead) {
  House house;
  house.Start();
  ASSERT_TRUE(
      house.gateway().Wait(house.gateway().Put("large", std::string(300'000, 'x'))).outcome().ok());
  for (int i = 0; i < 400; ++i) house.gateway().Get("large");
  house.gateway().Flush();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const uint64_t beat = house.entry().beat.load();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_LT(house.entry().beat.load() - beat, 30u);
  house.SupervisorDies();
  EXPECT_TRUE(house.Join().ok());
}

TEST(Partition, ServesAPeersNewLifeOverItsNewChannel) {
  House house;
  house.Start();
  ASSERT_TRUE(house.Heard().has_value());
  for (int i = 0; i < 100; ++i) house.gateway(0).Put("song " + std::to_string(i), "x");
  house.gateway(0).Flush();
  house.ReplaceGateway(0);
  EXPECT_TRUE(house.gateway(0).Wait(house.gateway(0).Put("a", "one")).outcome().ok());
  EXPECT_EQ(house.gateway(0).answers(), 1u);
  EXPECT_EQ(house.gateway(1).Wait(house.gateway(1).Get("a")).item(), Encoded(Song("a", "one")));
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, ReportsAPeerThatSendsNoFrameAndServesTheOthers) {
  House house;
  house.Start();
  ASSERT_EQ(house.Heard()->kind, shm::HandoverKind::kReady);
  house.gateway(1).SendRaw("this is not a frame");
  house.gateway(1).Flush();
  const auto heard = house.Heard();
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(heard->kind, shm::HandoverKind::kBadChannel);
  EXPECT_EQ(heard->role, shm::Role::kGateway);
  EXPECT_EQ(heard->index, 1u);
  EXPECT_EQ(heard->epoch, house.gateway(1).epoch());
  EXPECT_TRUE(house.gateway(0).Wait(house.gateway(0).Put("a", "one")).outcome().ok());
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, FreesTheItemsOfATableThatIsGoneAndKeepsTheOthers) {
  House house;
  house.Publish({Music(7, "music"), Music(8, "other")});
  house.Start();
  std::vector<uint64_t> ids;
  for (int i = 0; i < 300; ++i)
    ids.push_back(house.gateway().Put("song " + std::to_string(i), "x", {}, 8));
  ids.push_back(house.gateway().Put("a", "one", {}, 7));
  for (const uint64_t id : ids) ASSERT_TRUE(house.gateway().Wait(id).outcome().ok());
  ASSERT_TRUE(Eventually([&] { return house.entry().item_count.load() == 301; }));
  house.Publish({Music(7, "music")});
  EXPECT_TRUE(Eventually([&] { return house.entry().item_count.load() == 1; }));
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("a")).item(), Encoded(Song("a", "one")));
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, RefusesACatalogThatNeverGaveOutItsTables) {
  House house;
  house.Start();
  ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("a", "one")).outcome().ok());
  ASSERT_TRUE(house.Stop().ok());
  house.Publish({}, 1);
  house.Start();
  EXPECT_EQ(house.Join().error().kind, base::ErrorKind::kInvalid);
  house.Publish({Music()});
  house.Start();
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("a")).item(), Encoded(Song("a", "one")));
  EXPECT_TRUE(house.Stop().ok());
}

TEST(Partition, RefusesToServeAnItemThatRottedOnDisk) {
  House house;
  house.Start();
  ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("a", "unmistakable")).outcome().ok());
  ASSERT_TRUE(house.gateway().Wait(house.gateway().Put("b", "healthy")).outcome().ok());
  ASSERT_TRUE(house.Stop().ok());
  std::fstream file(house.path(), std::ios::in | std::ios::out | std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const size_t place = bytes.find("unmistakable");
  ASSERT_NE(place, std::string::npos);
  file.seekp(static_cast<std::streamoff>(place));
  file.put('U');
  file.close();
  house.Start();
  const model::ApiStatus refused = house.gateway().Wait(house.gateway().Get("a")).outcome();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, model::ApiErrorType::kInternalServerError);
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("b")).item(), Encoded(Song("b", "healthy")));
  EXPECT_TRUE(house.gateway().Wait(house.gateway().Put("b", "again")).outcome().ok());
  EXPECT_TRUE(house.Stop().ok());
}

}  // namespace
}  // namespace partita::partitiond
