// The channel between two real processes that sleep on their doorbells.
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "shm/channel.h"
#include "shm/doorbell.h"
#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::AttachEnd;
using testing::Child;
using testing::Good;
using testing::MapAgain;
using testing::MessageOf;
using testing::Patterned;

constexpr uint32_t kEpoch = 11;
constexpr int kLostMs = 20000;  // whoever sleeps as long has not been woken

// One channel and the doorbells of its two processes.
struct Pair {
  Segment channel = Good(Channel::Create("channel", kEpoch));
  Segment words = Good(Segment::Create("words", 2 * 64));
  base::UniqueFd fds[2] = {Good(Doorbell::CreateEventFd()), Good(Doorbell::CreateEventFd())};
};

// One process: its end of the channel, its loop.
class Worker {
 public:
  Worker(const Pair& pair, ChannelSide side)
      : words_(MapAgain(pair.words)),
        bell_(Word(static_cast<int>(side)), Duplicate(pair, static_cast<int>(side))),
        button_(std::make_shared<DoorbellButton>(Word(1 - static_cast<int>(side)),
                                                 Duplicate(pair, 1 - static_cast<int>(side)))),
        channel_(AttachEnd(pair.channel, side, kEpoch, button_)) {}

  Channel& channel() { return *channel_; }
  // After a Flush: announces, looks once more, sleeps. False: slept too long.
  bool Sleep() {
    bell_.Announce();
    if (channel_->HasMessages()) {
      bell_.Cancel();
      return true;
    }
    pollfd readable{bell_.event_fd(), POLLIN, 0};
    const bool woken = poll(&readable, 1, kLostMs) == 1;
    bell_.Clear();
    return woken;
  }

 private:
  DoorbellWord* Word(int index) {
    return reinterpret_cast<DoorbellWord*>(static_cast<char*>(words_.address()) + 64 * index);
  }
  static base::UniqueFd Duplicate(const Pair& pair, int index) {
    return base::UniqueFd(dup(pair.fds[index].get()));
  }

  Segment words_;
  Doorbell bell_;
  std::shared_ptr<DoorbellButton> button_;
  std::unique_ptr<Channel> channel_;
};

// Flushes, and sleeps until no more than `bytes` wait in the outbox. False: nobody woke it.
bool Drain(Worker* worker, size_t bytes) {
  for (;;) {
    worker->channel().Flush();
    if (worker->channel().outbox_bytes() <= bytes) return true;
    if (!worker->Sleep()) return false;
  }
}

// Sends `count` messages made by `make`, never more than 8 MiB ahead in the outbox.
int SendAll(Worker* worker, uint64_t count, const std::function<std::string(uint64_t)>& make) {
  for (uint64_t number = 0; number < count; ++number) {
    worker->channel().Send(make(number));
    if (number % 7 == 0 && !Drain(worker, 8u << 20)) return 1;
  }
  return Drain(worker, 0) ? 0 : 2;
}

// Receives until `count` have come; how many were as `make` says, in order.
uint64_t ReceiveAll(Worker* worker, uint64_t count,
                    const std::function<std::string(uint64_t)>& make) {
  uint64_t good = 0;
  while (good < count) {
    bool wrong = false;
    const size_t wanted = std::min<uint64_t>(16, count - good);
    const auto received = worker->channel().Receive(wanted, [&](std::string_view message) {
      wrong |= message != make(good);
      ++good;
    });
    if (!received.ok() || wrong) return good - 1;
    worker->channel().Flush();
    if (*received == 0 && !worker->Sleep()) return good;
  }
  return good;
}

TEST(ChannelBetweenProcesses, CarriesMessagesOfRandomSizes) {
  const Pair pair;
  Child sender([&] {
    Worker worker(pair, ChannelSide::kFirst);
    return SendAll(&worker, 5000, MessageOf);
  });
  Worker worker(pair, ChannelSide::kSecond);
  EXPECT_EQ(ReceiveAll(&worker, 5000, MessageOf), 5000u);
  EXPECT_EQ(sender.Wait(), 0);
}

TEST(ChannelBetweenProcesses, CarriesSixteenMegabytesAmongSmallOnes) {
  const auto make = [](uint64_t number) {
    return Patterned(number, number % 3 == 1 ? 16u << 20 : 100);
  };
  const Pair pair;
  Child sender([&] {
    Worker worker(pair, ChannelSide::kFirst);
    return SendAll(&worker, 9, make);
  });
  Worker worker(pair, ChannelSide::kSecond);
  EXPECT_EQ(ReceiveAll(&worker, 9, make), 9u);
  EXPECT_EQ(sender.Wait(), 0);
}

TEST(ChannelBetweenProcesses, WakesASenderThatSleepsOnAFullRing) {
  const auto make = [](uint64_t number) { return Patterned(number, 60000); };
  const Pair pair;
  Child sender([&] {
    Worker worker(pair, ChannelSide::kFirst);
    return SendAll(&worker, 2000, make);
  });
  Worker worker(pair, ChannelSide::kSecond);
  for (int pause = 0; pause < 20; ++pause) {  // long enough for the sender to fill up and sleep
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_EQ(ReceiveAll(&worker, 1, [&](uint64_t) { return make(pause); }), 1u);
  }
  EXPECT_EQ(ReceiveAll(&worker, 1980, [&](uint64_t number) { return make(number + 20); }), 1980u);
  EXPECT_EQ(sender.Wait(), 0);
}

TEST(ChannelBetweenProcesses, AnswersRequestsBothWaysAtOnce) {
  constexpr uint64_t kRequests = 4000;
  const Pair pair;
  Child echo([&] {
    Worker worker(pair, ChannelSide::kFirst);
    for (uint64_t answered = 0; answered < kRequests;) {
      const auto received = worker.channel().Receive(32, [&](std::string_view message) {
        worker.channel().Send(message);
        ++answered;
      });
      if (!received.ok()) return 1;
      worker.channel().Flush();
      if (*received == 0 && !worker.Sleep()) return 2;
    }
    return Drain(&worker, 0) ? 0 : 3;
  });
  Worker worker(pair, ChannelSide::kSecond);
  uint64_t sent = 0;
  uint64_t answered = 0;
  while (answered < kRequests) {
    for (; sent < kRequests && sent < answered + 40; ++sent) worker.channel().Send(MessageOf(sent));
    const auto received = worker.channel().Receive(32, [&](std::string_view message) {
      EXPECT_TRUE(message == MessageOf(answered)) << answered;
      ++answered;
    });
    ASSERT_TRUE(received.ok());
    worker.channel().Flush();
    ASSERT_TRUE(*received != 0 || worker.Sleep());
  }
  EXPECT_EQ(echo.Wait(), 0);
}

TEST(ChannelBetweenProcesses, LeavesOnlyWholeMessagesWhenTheSenderIsKilled) {
  std::minstd_rand random(5);
  for (int round = 0; round < 30; ++round) {
    const Pair pair;
    Child sender([&] {
      Worker worker(pair, ChannelSide::kFirst);
      return SendAll(&worker, ~uint64_t{0}, MessageOf);
    });
    Worker worker(pair, ChannelSide::kSecond);
    uint64_t good = ReceiveAll(&worker, 1 + random() % 50, MessageOf);
    ASSERT_GT(good, 0u);
    ASSERT_EQ(sender.Kill(), 128 + SIGKILL);
    while (worker.channel().HasMessages()) {
      const auto received = worker.channel().Receive(16, [&](std::string_view message) {
        EXPECT_TRUE(message == MessageOf(good)) << good;
        ++good;
      });
      ASSERT_TRUE(received.ok()) << received.error().message;
    }
  }
}

int Scribble(const Pair& pair, unsigned seed) {
  const Segment mine = MapAgain(pair.channel);
  auto* bytes = static_cast<volatile uint8_t*>(mine.address());
  std::minstd_rand random(seed);
  for (;;) bytes[128 + random() % (384 + kRingBytes)] = static_cast<uint8_t>(random());
}

// A process that writes random bytes all over the sender's ring while it is read: what comes is
// bounded and read within the ring, or the channel says that it is corrupt.
TEST(ChannelBetweenProcesses, SurvivesAPeerThatScribblesOverItsRing) {
  int corrupt = 0;
  for (unsigned round = 0; round < 20; ++round) {
    const Pair pair;
    Child sender([&] {
      Worker worker(pair, ChannelSide::kFirst);
      return SendAll(&worker, ~uint64_t{0}, MessageOf);
    });
    Worker worker(pair, ChannelSide::kSecond);
    ASSERT_EQ(ReceiveAll(&worker, 1, MessageOf), 1u);
    Child scribbler([&] { return Scribble(pair, round); });
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (std::chrono::steady_clock::now() < end) {
      const auto received = worker.channel().Receive(
          16, [&](std::string_view message) { EXPECT_LE(message.size(), kMaxMessageBytes); });
      worker.channel().Flush();
      if (received.ok()) continue;
      EXPECT_EQ(received.error().kind, base::ErrorKind::kCorrupt);
      ++corrupt;
      break;
    }
  }
  EXPECT_GT(corrupt, 0);
}

}  // namespace
}  // namespace partita::shm
