#include "shm/doorbell.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <new>
#include <random>
#include <thread>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Child;
using testing::Good;
using testing::MapAgain;

// Far more than a wake-up takes on a loaded machine: whoever sleeps as long has not been woken.
constexpr int kLostMs = 20000;

bool IsRung(int fd) {
  pollfd readable{fd, POLLIN, 0};
  return poll(&readable, 1, 0) == 1;
}

class DoorbellTest : public ::testing::Test {
 protected:
  DoorbellWord word;
  base::UniqueFd fd = Good(Doorbell::CreateEventFd());
  Doorbell bell{&word, base::UniqueFd(dup(fd.get()))};
  DoorbellButton button{&word, base::UniqueFd(dup(fd.get()))};
};

TEST_F(DoorbellTest, CostsNoSystemCallWhileTheConsumerIsAwake) {
  for (int i = 0; i < 100; ++i) button.Ring();
  EXPECT_EQ(button.rings(), 0u);
  EXPECT_FALSE(IsRung(bell.event_fd()));
}

TEST_F(DoorbellTest, WakesAnAnnouncedConsumerOnce) {
  bell.Announce();
  button.Ring();
  button.Ring();
  EXPECT_EQ(button.rings(), 1u);
  EXPECT_TRUE(IsRung(bell.event_fd()));
  bell.Clear();
  EXPECT_FALSE(IsRung(bell.event_fd()));
  button.Ring();
  EXPECT_EQ(button.rings(), 1u);
}

TEST_F(DoorbellTest, IsRungByOneOfSeveralProducers) {
  DoorbellButton other(&word, base::UniqueFd(dup(fd.get())));
  bell.Announce();
  button.Ring();
  other.Ring();
  EXPECT_EQ(button.rings() + other.rings(), 1u);
}

TEST_F(DoorbellTest, IsSilentAfterACancelledAnnouncement) {
  bell.Announce();
  bell.Cancel();
  button.Ring();
  EXPECT_EQ(button.rings(), 0u);
}

TEST_F(DoorbellTest, ClearTakesTheAnnouncementBackAndNeverBlocks) {
  bell.Clear();
  bell.Announce();
  bell.Clear();
  button.Ring();
  EXPECT_EQ(button.rings(), 0u);
}

TEST_F(DoorbellTest, ForgetsThatAFormerLifeDiedAsleep) {
  bell.Announce();
  Doorbell next_life(&word, base::UniqueFd(dup(fd.get())));
  button.Ring();
  EXPECT_EQ(button.rings(), 0u);
}

// Two workers with a ring to each other, as a channel has them, with one word instead of records.
struct Mailbox {
  std::atomic<uint64_t> count{0};  // how often the other side has published
};
struct Table {
  DoorbellWord word[2];
  Mailbox mail[2];
};

// Plays `rounds` rounds of: publish, ring, wait for the other's answer by announcing, looking once
// more and sleeping. Small random pauses move the race about. 0: never slept in vain.
int Play(Table* table, int self, int own_fd, int peer_fd, uint64_t rounds, unsigned seed) {
  Doorbell bell(&table->word[self], base::UniqueFd(dup(own_fd)));
  DoorbellButton button(&table->word[1 - self], base::UniqueFd(dup(peer_fd)));
  std::minstd_rand random(seed);
  const auto answered = [&](uint64_t round) {
    return table->mail[self].count.load(std::memory_order_acquire) >= round;
  };
  for (uint64_t round = 1; round <= rounds; ++round) {
    for (unsigned pause = random() % 300; pause != 0; --pause) asm volatile("");
    table->mail[1 - self].count.store(round, std::memory_order_release);
    button.Ring();
    while (!answered(round)) {
      bell.Announce();
      if (answered(round)) {
        bell.Cancel();
        break;
      }
      pollfd readable{bell.event_fd(), POLLIN, 0};
      if (poll(&readable, 1, kLostMs) == 0) return 1;
      bell.Clear();
    }
  }
  return 0;
}

constexpr uint64_t kRounds = 30000;

TEST(Doorbell, NeverLosesAWakeUpBetweenTwoProcesses) {
  const Segment segment = Good(Segment::Create("table", sizeof(Table)));
  auto* table = new (segment.address()) Table;
  const base::UniqueFd first = Good(Doorbell::CreateEventFd());
  const base::UniqueFd second = Good(Doorbell::CreateEventFd());
  Child peer([&] {
    const Segment mine = MapAgain(segment);
    return Play(static_cast<Table*>(mine.address()), 1, second.get(), first.get(), kRounds, 2);
  });
  EXPECT_EQ(Play(table, 0, first.get(), second.get(), kRounds, 1), 0);
  EXPECT_EQ(peer.Wait(), 0);
}

TEST(Doorbell, NeverLosesAWakeUpBetweenTwoThreads) {
  Table table;
  const base::UniqueFd first = Good(Doorbell::CreateEventFd());
  const base::UniqueFd second = Good(Doorbell::CreateEventFd());
  int lost = -1;
  std::thread peer([&] { lost = Play(&table, 1, second.get(), first.get(), kRounds, 4); });
  EXPECT_EQ(Play(&table, 0, first.get(), second.get(), kRounds, 3), 0);
  peer.join();
  EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace partita::shm
