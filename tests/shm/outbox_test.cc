#include "shm/outbox.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "shm/assembler.h"
#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Patterned;
using testing::RingMemory;

constexpr uint32_t kEpoch = 9;

class OutboxTest : public ::testing::Test {
 protected:
  // Everything in the ring, as the messages it makes.
  void Drain() {
    RingRecord record;
    while (consumer.Next(&record) == RingRead::kRecord) {
      const std::string copy(record.payload);
      const auto message = assembler.Take(record.tag, copy);
      ASSERT_TRUE(message.ok()) << message.error().message;
      if (message->has_value()) received.emplace_back(**message);
    }
    consumer.Release();
  }

  RingMemory memory{1024};
  Outbox outbox{memory.Producer(), 1024, kEpoch};
  RingConsumer consumer = memory.Consumer();
  Assembler assembler{kEpoch};
  std::deque<std::string> received;
};

TEST_F(OutboxTest, PutsAMessageThatFitsStraightIntoTheRing) {
  ASSERT_TRUE(outbox.Send("hello"));
  EXPECT_EQ(outbox.bytes(), 0u);
  EXPECT_TRUE(outbox.TakePublished());
  EXPECT_FALSE(outbox.TakePublished());
  EXPECT_FALSE(consumer.ProducerStarves());
  Drain();
  EXPECT_EQ(received, std::deque<std::string>{"hello"});
}

TEST_F(OutboxTest, CutsALongMessageIntoRecords) {
  ASSERT_TRUE(outbox.Send(Patterned(1, 500)));
  EXPECT_EQ(outbox.bytes(), 0u);
  Drain();
  EXPECT_EQ(received, std::deque<std::string>{Patterned(1, 500)});
}

TEST_F(OutboxTest, KeepsWhatFindsNoRoomAndSaysThatItStarves) {
  ASSERT_TRUE(outbox.Send(Patterned(1, 5000)));
  EXPECT_GT(outbox.bytes(), 3900u);
  EXPECT_TRUE(consumer.ProducerStarves());
  EXPECT_FALSE(outbox.CanMove());
  ASSERT_TRUE(outbox.Send("second"));
  while (outbox.bytes() != 0) {
    Drain();
    ASSERT_TRUE(outbox.CanMove());
    ASSERT_TRUE(outbox.Move());
  }
  EXPECT_FALSE(consumer.ProducerStarves());
  Drain();
  EXPECT_EQ(received, (std::deque<std::string>{Patterned(1, 5000), "second"}));
}

TEST_F(OutboxTest, KeepsTheOrderHoweverFullTheRingIs) {
  std::minstd_rand random(3);
  std::deque<std::string> sent;
  for (uint64_t number = 0; number < 3000; ++number) {
    sent.push_back(Patterned(number, random() % 20 == 0 ? random() % 5000 : random() % 60));
    ASSERT_TRUE(outbox.Send(sent.back()));
    ASSERT_TRUE(random() % 3 != 0 || outbox.Move());
    if (random() % 5 == 0) Drain();
  }
  while (outbox.CanMove() || outbox.bytes() != 0) {
    ASSERT_TRUE(outbox.Move());
    Drain();
  }
  Drain();
  EXPECT_EQ(received, sent);
}

TEST_F(OutboxTest, MovesAnEmptyMessageThatWaited) {
  while (outbox.bytes() == 0) {
    ASSERT_TRUE(outbox.Send(Patterned(1, 100)));
  }
  ASSERT_TRUE(outbox.Send(""));
  received.clear();
  for (int i = 0; i < 3; ++i) {
    Drain();
    ASSERT_TRUE(outbox.Move());
  }
  EXPECT_EQ(received.back(), "");
}

TEST_F(OutboxTest, SaysSoWhenTheReadersPositionCannotBe) {
  ASSERT_TRUE(outbox.Send(Patterned(1, 5000)));
  memory.header()->head = 4;
  EXPECT_TRUE(outbox.CanMove());
  EXPECT_FALSE(outbox.Move());
}

}  // namespace
}  // namespace partita::shm
