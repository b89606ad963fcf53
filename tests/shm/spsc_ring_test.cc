#include "shm/spsc_ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>
#include <vector>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Child;
using testing::Good;
using testing::MapAgain;
using testing::Patterned;
using testing::RingMemory;

constexpr uint32_t kCapacity = 1024;

std::string Hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[static_cast<uint8_t>(byte) >> 4];
    text += kDigits[static_cast<uint8_t>(byte) & 15];
  }
  return text;
}

// The next record, copied; "<empty>" and "<corrupt>" for the other answers.
std::string Read(RingConsumer* consumer) {
  RingRecord record;
  switch (consumer->Next(&record)) {
    case RingRead::kRecord:
      return std::string(record.payload);
    case RingRead::kEmpty:
      return "<empty>";
    case RingRead::kCorrupt:
      break;
  }
  return "<corrupt>";
}

TEST(SpscRing, GivesRecordsBackInOrderWithTheirTags) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  ASSERT_EQ(producer.TryWrite(7, "abc"), RingWrite::kWritten);
  ASSERT_EQ(producer.TryWrite(8, "de", "fg"), RingWrite::kWritten);
  ASSERT_EQ(producer.TryWrite(9, ""), RingWrite::kWritten);
  RingRecord record;
  ASSERT_EQ(consumer.Next(&record), RingRead::kRecord);
  EXPECT_EQ(record.tag, 7u);
  EXPECT_EQ(record.payload, "abc");
  ASSERT_EQ(consumer.Next(&record), RingRead::kRecord);
  EXPECT_EQ(record.tag, 8u);
  EXPECT_EQ(record.payload, "defg");
  ASSERT_EQ(consumer.Next(&record), RingRead::kRecord);
  EXPECT_EQ(record.payload, "");
  EXPECT_EQ(consumer.Next(&record), RingRead::kEmpty);
}

TEST(SpscRing, IsLaidOutByteForByteAsTheHeaderSays) {
  RingMemory memory(256);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  ASSERT_EQ(producer.TryWrite(7, "abc"), RingWrite::kWritten);
  producer.SetStarved(true);
  ASSERT_EQ(Read(&consumer), "abc");
  consumer.Release();
  const std::string_view bytes(memory.bytes(), RingFootprint(256));
  EXPECT_EQ(Hex(bytes.substr(0, 16)),
            "01000000"
            "00010000"
            "0000000000000000");
  EXPECT_EQ(Hex(bytes.substr(128, 16)),
            "1000000000000000"
            "01000000"
            "00000000");
  EXPECT_EQ(Hex(bytes.substr(256, 16)),
            "1000000000000000"
            "0000000000000000");
  EXPECT_EQ(Hex(bytes.substr(384, 16)),
            "03000000"
            "07000000"
            "6162630000000000");
}

TEST(SpscRing, PadsToTheEndWhereARecordWouldWrap) {
  RingMemory memory(256);  // records of at most 32 bytes
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(producer.TryWrite(1, "sixteen bytes !!"), RingWrite::kWritten);
    ASSERT_EQ(Read(&consumer), "sixteen bytes !!");
  }
  consumer.Release();  // 240 of 256: 16 are left, 24 are needed
  ASSERT_EQ(producer.TryWrite(2, "wrapped"), RingWrite::kWritten);
  ASSERT_EQ(producer.TryWrite(3, "sixteen bytes !!"), RingWrite::kWritten);
  EXPECT_EQ(Hex({memory.data() + 240, 8}),
            "07000000"
            "02000000");
  EXPECT_EQ(Read(&consumer), "wrapped");
  EXPECT_EQ(Read(&consumer), "sixteen bytes !!");
  EXPECT_EQ(Hex({memory.data(), 8}),
            "10000000"
            "03000000");
}

TEST(SpscRing, WritesAPaddingRecordOfTheBytesThatAreLeft) {
  RingMemory memory(256);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(producer.TryWrite(1, "sixteen bytes !!"), RingWrite::kWritten);
    Read(&consumer);
  }
  consumer.Release();
  ASSERT_EQ(producer.TryWrite(2, "seventeen bytes !"), RingWrite::kWritten);
  EXPECT_EQ(Hex({memory.data() + 240, 8}),
            "08000000"
            "ffffffff");
  EXPECT_EQ(memory.header()->tail.load(), 256u + 32u);
  EXPECT_EQ(Read(&consumer), "seventeen bytes !");
}

TEST(SpscRing, RefusesARecordLongerThanAnEighthOfTheRing) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  const uint32_t longest = MaxRecordPayload(kCapacity);
  EXPECT_EQ(longest, kCapacity / 8 - 8);
  EXPECT_EQ(producer.TryWrite(1, std::string(longest + 1, 'x')), RingWrite::kTooLong);
  EXPECT_EQ(producer.CanWrite(longest + 1), RingWrite::kTooLong);
  EXPECT_EQ(memory.header()->tail.load(), 0u);
  EXPECT_EQ(producer.TryWrite(1, std::string(longest, 'x')), RingWrite::kWritten);
}

TEST(SpscRing, SaysFullAndKeepsWhatIsThere) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  int written = 0;
  while (producer.TryWrite(1, Patterned(written, 100)) == RingWrite::kWritten) ++written;
  EXPECT_EQ(written, 9);  // of 112 bytes each
  EXPECT_EQ(producer.CanWrite(100), RingWrite::kFull);
  for (int i = 0; i < written; ++i) EXPECT_EQ(Read(&consumer), Patterned(i, 100));
  EXPECT_EQ(producer.TryWrite(1, "x"), RingWrite::kWritten) << "16 bytes were left";
  EXPECT_EQ(producer.TryWrite(1, "x"), RingWrite::kFull) << "nothing is released yet";
  consumer.Release();
  EXPECT_EQ(producer.TryWrite(1, "x"), RingWrite::kWritten);
}

TEST(SpscRing, CanBeFilledToTheLastByte) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(producer.TryWrite(1, std::string(MaxRecordPayload(kCapacity), 'x')),
              RingWrite::kWritten);
  }
  EXPECT_EQ(memory.header()->tail.load(), kCapacity);
  EXPECT_EQ(producer.TryWrite(1, ""), RingWrite::kFull);
}

TEST(SpscRing, CarriesRecordsOfAllSizesAcrossManyWraps) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  std::minstd_rand random(1);
  uint64_t read = 0;
  for (uint64_t number = 0; number < 20000; ++number) {
    const std::string payload = Patterned(number, number % (MaxRecordPayload(kCapacity) + 1));
    while (producer.TryWrite(1, payload) != RingWrite::kWritten) {
      for (unsigned n = 1 + random() % 8; n != 0 && read < number; --n, ++read) {
        ASSERT_EQ(Read(&consumer), Patterned(read, read % (MaxRecordPayload(kCapacity) + 1)));
      }
      consumer.Release();
    }
  }
}

TEST(SpscRing, RefusesMemoryThatIsNoRingOfThisFormatAndCapacity) {
  RingMemory memory(kCapacity);
  EXPECT_FALSE(RingProducer::Attach(memory.bytes(), 2 * kCapacity).ok());
  memory.header()->format = kRingFormat + 1;
  EXPECT_FALSE(RingProducer::Attach(memory.bytes(), kCapacity).ok());
  EXPECT_FALSE(RingConsumer::Attach(memory.bytes(), kCapacity).ok());
}

TEST(SpscRing, RefusesASecondLifeOfEitherEnd) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  ASSERT_EQ(producer.TryWrite(1, "x"), RingWrite::kWritten);
  ASSERT_EQ(Read(&consumer), "x");
  consumer.Release();
  EXPECT_EQ(RingProducer::Attach(memory.bytes(), kCapacity).error().kind,
            base::ErrorKind::kInvalid);
  EXPECT_EQ(RingConsumer::Attach(memory.bytes(), kCapacity).error().kind,
            base::ErrorKind::kInvalid);
}

TEST(SpscRing, ConsumerRefusesATailThatCannotBe) {
  for (const uint64_t tail : {uint64_t{4}, uint64_t{kCapacity + 8}, ~uint64_t{7}}) {
    RingMemory memory(kCapacity);
    RingConsumer consumer = memory.Consumer();
    memory.header()->tail = tail;
    EXPECT_EQ(Read(&consumer), "<corrupt>") << tail;
  }
}

TEST(SpscRing, ConsumerRefusesATailThatMovesBack) {
  RingMemory memory(kCapacity);
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  ASSERT_EQ(producer.TryWrite(1, "x"), RingWrite::kWritten);
  ASSERT_EQ(producer.TryWrite(1, "y"), RingWrite::kWritten);
  ASSERT_EQ(Read(&consumer), "x");
  ASSERT_EQ(Read(&consumer), "y");
  memory.header()->tail = 16;
  EXPECT_EQ(Read(&consumer), "<corrupt>");
}

TEST(SpscRing, ConsumerRefusesARecordHeaderThatCannotBe) {
  struct {
    uint32_t size, tag;
  } const cases[] = {{MaxRecordPayload(kCapacity) + 1, 1},  // longer than allowed
                     {100, 1},                              // reaches past the tail
                     {0xffffffff, 1},
                     {8, kPaddingTag},  // padding that does not end where the data ends
                     {kCapacity - 8, kPaddingTag}};
  for (const auto& bad : cases) {
    RingMemory memory(kCapacity);
    RingProducer producer = memory.Producer();
    RingConsumer consumer = memory.Consumer();
    ASSERT_EQ(producer.TryWrite(1, "abcdefgh"), RingWrite::kWritten);
    std::memcpy(memory.data(), &bad, sizeof bad);
    EXPECT_EQ(Read(&consumer), "<corrupt>") << bad.size << " " << bad.tag;
  }
}

TEST(SpscRing, ProducerRefusesAHeadThatCannotBe) {
  for (const uint64_t head : {uint64_t{4}, uint64_t{64}, ~uint64_t{7}}) {
    RingMemory memory(kCapacity);
    RingProducer producer = memory.Producer();
    ASSERT_EQ(producer.TryWrite(1, "0123456789abcdef"), RingWrite::kWritten);
    memory.header()->head = head;
    EXPECT_EQ(producer.CanWrite(1), RingWrite::kCorrupt) << head;
  }
}

TEST(SpscRing, NeverLeavesItsDataWhateverBytesAreInIt) {
  std::minstd_rand random(42);
  for (int round = 0; round < 20000; ++round) {
    RingMemory memory(256);
    RingConsumer consumer = memory.Consumer();
    for (uint32_t at = 0; at < 256; at += 4) {
      // Small sizes and the padding tag often enough for deep walks.
      const uint32_t word = random() % 4 == 0   ? kPaddingTag
                            : random() % 2 == 0 ? random() % 64
                                                : static_cast<uint32_t>(random());
      std::memcpy(memory.data() + at, &word, sizeof word);
    }
    memory.header()->tail = random() % 2 == 0 ? 256 : 8 * (random() % 33);
    RingRecord record;
    while (consumer.Next(&record) == RingRead::kRecord) {
      ASSERT_GE(record.payload.data(), memory.data());
      ASSERT_LE(record.payload.data() + record.payload.size(), memory.data() + 256);
    }
  }
}

// Sends numbered records; the reader checks number, size and every byte.
constexpr uint64_t kRecords = 100000;

size_t RecordSize(uint64_t number) {
  return (number * 2654435761u >> 8) % (MaxRecordPayload(4096) + 1);
}

void SendRecords(RingProducer producer) {
  for (uint64_t number = 0; number < kRecords; ++number) {
    const std::string payload = Patterned(number, RecordSize(number));
    while (producer.TryWrite(static_cast<uint32_t>(number), payload) != RingWrite::kWritten) {
      std::this_thread::yield();
    }
  }
}

uint64_t ReceiveRecords(RingConsumer consumer) {
  uint64_t number = 0;
  RingRecord record;
  while (number < kRecords) {
    const RingRead outcome = consumer.Next(&record);
    if (outcome == RingRead::kCorrupt) break;
    if (outcome == RingRead::kEmpty) {
      consumer.Release();
      std::this_thread::yield();
      continue;
    }
    if (record.tag != number || record.payload != Patterned(number, RecordSize(number))) break;
    ++number;
    if (consumer.unreleased_bytes() > 1024) consumer.Release();
  }
  return number;
}

TEST(SpscRing, LosesAndTearsNothingBetweenTwoThreads) {
  RingMemory memory(4096);
  std::thread sender([&] { SendRecords(memory.Producer()); });
  EXPECT_EQ(ReceiveRecords(memory.Consumer()), kRecords);
  sender.join();
}

TEST(SpscRing, LosesAndTearsNothingBetweenTwoProcesses) {
  const Segment segment = Good(Segment::Create("ring", RingFootprint(4096)));
  LayOutRing(segment.address(), 4096);
  Child sender([&] {
    const Segment mine = MapAgain(segment);
    SendRecords(Good(RingProducer::Attach(mine.address(), 4096)));
    return 0;
  });
  EXPECT_EQ(ReceiveRecords(Good(RingConsumer::Attach(segment.address(), 4096))), kRecords);
  EXPECT_EQ(sender.Wait(), 0);
}

}  // namespace
}  // namespace partita::shm
