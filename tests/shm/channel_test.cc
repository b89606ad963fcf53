#include "shm/channel.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::AttachEnd;
using testing::Good;
using testing::MapAgain;
using testing::MessageOf;
using testing::Patterned;

constexpr uint32_t kEpoch = 3;
constexpr size_t kRing0 = 128;  // where ring 0 begins in the segment (channel.h)

class ChannelTest : public ::testing::Test {
 protected:
  // Everything there is, oldest first.
  std::vector<std::string> Receive(Channel* channel, size_t max_messages = 1000) {
    std::vector<std::string> messages;
    const auto count = channel->Receive(
        max_messages, [&](std::string_view message) { messages.emplace_back(message); });
    EXPECT_TRUE(count.ok()) << count.error().message;
    EXPECT_EQ(count.ok() ? *count : 0, messages.size());
    return messages;
  }
  char* Ring0Data() { return static_cast<char*>(segment.address()) + kRing0 + kRingHeaderBytes; }
  RingHeader* Ring0() {
    return reinterpret_cast<RingHeader*>(static_cast<char*>(segment.address()) + kRing0);
  }
  base::ErrorKind FailureOf(Channel* channel) {
    const auto count = channel->Receive(10, [](std::string_view) {});
    return count.ok() ? base::ErrorKind::kFailed : count.error().kind;
  }

  Segment segment = Good(Channel::Create("channel", kEpoch));
  std::unique_ptr<Channel> first = AttachEnd(segment, ChannelSide::kFirst, kEpoch);
  std::unique_ptr<Channel> second = AttachEnd(segment, ChannelSide::kSecond, kEpoch);
};

using Strings = std::vector<std::string>;

TEST_F(ChannelTest, CarriesMessagesBothWaysInOrder) {
  first->Send("one");
  first->Send("");
  first->Send("three");
  second->Send("reply");
  EXPECT_TRUE(second->HasMessages());
  EXPECT_EQ(Receive(second.get()), (Strings{"one", "", "three"}));
  EXPECT_EQ(Receive(first.get()), Strings{"reply"});
  EXPECT_FALSE(first->HasMessages());
  EXPECT_FALSE(second->HasMessages());
  EXPECT_EQ(first->epoch(), kEpoch);
}

TEST_F(ChannelTest, HandsOutNoMoreThanAskedFor) {
  for (const char* message : {"a", "b", "c"}) first->Send(message);
  EXPECT_EQ(Receive(second.get(), 2), (Strings{"a", "b"}));
  EXPECT_TRUE(second->HasMessages());
  EXPECT_EQ(Receive(second.get(), 2), Strings{"c"});
}

TEST_F(ChannelTest, CarriesAMessageOfAnySizeAroundTheLimits) {
  const size_t record = MaxRecordPayload(kRingBytes);
  for (const size_t size : {record - 1, record, record + 1, 2 * record - 8, 2 * record - 7,
                            size_t{kRingBytes} - 1, size_t{kRingBytes}, size_t{3} << 20}) {
    const std::string message = Patterned(size, size);
    first->Send(message);
    Strings received;
    for (int turn = 0; turn < 100 && received.empty(); ++turn) {
      first->Flush();
      received = Receive(second.get());
    }
    ASSERT_EQ(received.size(), 1u) << size;
    EXPECT_TRUE(received[0] == message) << size;
    EXPECT_EQ(first->outbox_bytes(), 0u);
  }
}

TEST_F(ChannelTest, CarriesTheLongestMessageThereIs) {
  const std::string message = Patterned(1, kMaxMessageBytes);
  first->Send(message);
  EXPECT_GT(first->outbox_bytes(), 30u << 20);
  Strings received;
  for (int turn = 0; turn < 1000 && received.empty(); ++turn) {
    first->Flush();
    received = Receive(second.get());
  }
  ASSERT_EQ(received.size(), 1u);
  EXPECT_TRUE(received[0] == message);
}

TEST_F(ChannelTest, EndsTheProgramThatSendsALongerOne) {
  EXPECT_DEATH(first->Send(std::string(kMaxMessageBytes + 1, 'x')), "longer than any may be");
}

TEST_F(ChannelTest, KeepsWhatAFullRingDoesNotTakeAndLosesNothing) {
  const std::string message = Patterned(1, 100000);
  Strings received;
  for (int i = 0; i < 50; ++i) first->Send(message);
  EXPECT_GT(first->outbox_bytes(), 3u << 20);
  EXPECT_FALSE(first->HasMessages()) << "no room, nothing to do";
  while (received.size() < 50) {
    const Strings batch = Receive(second.get());
    ASSERT_FALSE(batch.empty());
    received.insert(received.end(), batch.begin(), batch.end());
    EXPECT_EQ(first->HasMessages(), received.size() < 50 && first->outbox_bytes() != 0);
    first->Flush();
  }
  EXPECT_EQ(received, Strings(50, message));
  EXPECT_EQ(first->outbox_bytes(), 0u);
}

TEST_F(ChannelTest, MaySendWhileItReceives) {
  first->Send("ping");
  const auto count = second->Receive(
      10, [&](std::string_view message) { second->Send(std::string(message) + "!"); });
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(Receive(first.get()), Strings{"ping!"});
}

TEST_F(ChannelTest, IsRefusedUnderAnotherEpoch) {
  const Segment other = Good(Channel::Create("channel", 8));
  const auto late = Channel::Attach(MapAgain(other), ChannelSide::kFirst, 7, nullptr);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, base::ErrorKind::kCorrupt);
}

TEST_F(ChannelTest, IsRefusedToASecondLifeOfAnEnd) {
  first->Send("x");
  const auto again = Channel::Attach(MapAgain(segment), ChannelSide::kFirst, kEpoch, nullptr);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().kind, base::ErrorKind::kInvalid);
}

TEST_F(ChannelTest, IsNotFoundInAnotherKindOfSegment) {
  for (const size_t bytes : {size_t{100}, size_t{8} << 20}) {
    const auto none = Channel::Attach(Good(Segment::Create("other", bytes)), ChannelSide::kFirst,
                                      kEpoch, nullptr);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().kind, base::ErrorKind::kCorrupt);
  }
}

TEST_F(ChannelTest, IsLaidOutByteForByteAsTheHeaderSays) {
  first->Send("abc");
  const char* bytes = static_cast<const char*>(segment.address());
  const auto word = [&](size_t at) {
    uint32_t value;
    std::memcpy(&value, bytes + at, sizeof value);
    return value;
  };
  EXPECT_EQ(word(0), kChannelFormat);
  EXPECT_EQ(word(4), kEpoch);
  EXPECT_EQ(word(8), kRingBytes);
  EXPECT_EQ(word(128), kRingFormat);
  EXPECT_EQ(word(132), kRingBytes);
  EXPECT_EQ(word(128 + 384), 3u);
  EXPECT_EQ(word(128 + 384 + 4), kEpoch << 8 | 3u);
  EXPECT_EQ(std::string_view(bytes + 128 + 384 + 8, 3), "abc");
  EXPECT_EQ(word(128 + 384 + kRingBytes), kRingFormat);
  EXPECT_EQ(segment.size(), 128 + 2 * (384 + kRingBytes));
}

TEST_F(ChannelTest, IsDeadAfterAViolationAndSaysSoOnce) {
  first->Send("abc");
  Ring0Data()[4] = 0x7f;  // flags that do not exist
  EXPECT_TRUE(second->HasMessages());
  EXPECT_EQ(FailureOf(second.get()), base::ErrorKind::kCorrupt);
  EXPECT_FALSE(second->HasMessages());
  EXPECT_EQ(FailureOf(second.get()), base::ErrorKind::kCorrupt);
  second->Send(Patterned(1, 3u << 20));
  EXPECT_EQ(second->outbox_bytes(), 0u);
}

TEST_F(ChannelTest, ReportsAViolationTheSenderFindsByTheNextReceive) {
  first->Send(Patterned(1, 3u << 20));
  Ring0()->head = 4;
  EXPECT_TRUE(first->HasMessages());
  first->Flush();
  EXPECT_TRUE(first->HasMessages());
  EXPECT_EQ(FailureOf(first.get()), base::ErrorKind::kCorrupt);
  EXPECT_FALSE(first->HasMessages());
}

TEST_F(ChannelTest, RefusesARecordWithTheEpochOfAnotherLife) {
  first->Send("abc");
  Ring0Data()[5] = kEpoch - 1;
  EXPECT_EQ(FailureOf(second.get()), base::ErrorKind::kCorrupt);
}

TEST_F(ChannelTest, HandsOutWholeMessagesOrNothingWhateverBytesAreFlipped) {
  std::minstd_rand random(7);
  int corrupt = 0;
  for (int round = 0; round < 300; ++round) {
    segment = Good(Channel::Create("channel", kEpoch));
    first = AttachEnd(segment, ChannelSide::kFirst, kEpoch);
    second = AttachEnd(segment, ChannelSide::kSecond, kEpoch);
    size_t sent = 0;
    for (; sent < 20; ++sent) first->Send(Patterned(sent, random() % 30 == 0 ? 300000 : 50));
    const uint64_t tail = Ring0()->tail;
    for (int flip = 0; flip < 5; ++flip) Ring0Data()[random() % tail] ^= 1 << random() % 8;
    if (random() % 4 == 0)
      reinterpret_cast<char*>(&Ring0()->tail)[random() % 8] ^= 1 << random() % 8;
    size_t received = 0;
    for (int turn = 0; turn < 10; ++turn) {
      first->Flush();
      const auto count = second->Receive(100, [&](std::string_view message) {
        ++received;
        EXPECT_LE(message.size(), kMaxMessageBytes);
      });
      if (!count.ok()) {
        EXPECT_EQ(count.error().kind, base::ErrorKind::kCorrupt);
        ++corrupt;
        break;
      }
    }
    EXPECT_LE(received, tail / kRecordHeaderBytes);
  }
  EXPECT_GT(corrupt, 50);
}

TEST_F(ChannelTest, CarriesRandomMessagesBetweenTwoThreadsWithAFullRing) {
  constexpr uint64_t kMessages = 3000;
  std::thread sender([&] {
    for (uint64_t number = 0; number < kMessages; ++number) {
      first->Send(MessageOf(number));
      while (first->outbox_bytes() > 4u << 20) {
        first->Flush();
        std::this_thread::yield();
      }
    }
    while (first->outbox_bytes() != 0) {
      first->Flush();
      std::this_thread::yield();
    }
  });
  uint64_t number = 0;
  while (number < kMessages) {
    const auto count = second->Receive(64, [&](std::string_view message) {
      ASSERT_TRUE(message == MessageOf(number)) << number;
      ++number;
    });
    ASSERT_TRUE(count.ok()) << count.error().message;
    if (*count == 0) std::this_thread::yield();
  }
  sender.join();
}

}  // namespace
}  // namespace partita::shm
