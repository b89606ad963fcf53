#include "metrics/counter_block.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

namespace partita::metrics {
namespace {

shm::Segment Map(const shm::Segment& segment, shm::Access access) {
  return shm::Segment::Map(base::UniqueFd(dup(segment.fd())), 1, access).value();
}

TEST(CounterBlockTest, WhatOneMappingCountsAnotherReads) {
  const shm::Segment segment = CounterBlock::Create().value();
  CounterBlock* writer = CounterBlock::In(segment).value();
  writer->partition[3].commit.ObserveNs(5'000'000);
  const shm::Segment other = Map(segment, shm::Access::kReadOnly);
  EXPECT_EQ(CounterBlock::In(other).value()->partition[3].commit.sum.Get(), 5'000u);
}

TEST(CounterBlockTest, ASegmentOfAnotherKindIsRefused) {
  const shm::Segment small = shm::Segment::Create("test", 4096).value();
  EXPECT_EQ(CounterBlock::In(small).error().kind, base::ErrorKind::kCorrupt);
  const shm::Segment blank = shm::Segment::Create("test", sizeof(CounterBlock)).value();
  EXPECT_EQ(CounterBlock::In(blank).error().kind, base::ErrorKind::kCorrupt);
}

TEST(CounterBlockTest, TheFormatIsOfOneSizeWithItsReaders) {
  const shm::Segment segment = CounterBlock::Create().value();
  CounterBlock* block = CounterBlock::In(segment).value();
  block->bytes = sizeof(CounterBlock) - 8;
  EXPECT_FALSE(CounterBlock::In(segment).ok());
}

TEST(CounterBlockTest, WhoIsHandedNothingCountsForItself) {
  std::optional<shm::Segment> none;
  CounterBlock* own = CountersOf(&none);
  ASSERT_TRUE(none.has_value());
  own->registry.loop.turns.Add();
  EXPECT_EQ(own->registry.loop.turns.Get(), 1u);
  std::optional<shm::Segment> handed = CounterBlock::Create().value();
  const int fd = handed->fd();
  EXPECT_NE(CountersOf(&handed), nullptr);
  EXPECT_EQ(handed->fd(), fd);
}

TEST(CounterBlockTest, EveryProcessHasAPlaceOfItsOwn) {
  const shm::Segment segment = CounterBlock::Create().value();
  CounterBlock* block = CounterBlock::In(segment).value();
  EXPECT_EQ(LoopOf(block, shm::Role::kSupervisor, 0), nullptr);
  EXPECT_EQ(LoopOf(block, shm::Role::kRegistry, 0), &block->registry.loop);
  EXPECT_EQ(LoopOf(block, shm::Role::kPartition, 63), &block->partition[63].loop);
  EXPECT_EQ(LoopOf(block, shm::Role::kGateway, 15), &block->gateway[15].loop);
  EXPECT_EQ(LoopOf(block, shm::Role::kGateway, 16), nullptr);
  EXPECT_EQ(PeerPlace(shm::Role::kGateway, shm::kMaxGateways - 1) + 1, kMaxPeers);
  EXPECT_NE(SampleOf(&block->supervisor, shm::Role::kSupervisor, 0),
            SampleOf(&block->supervisor, shm::Role::kRegistry, 0));
}

}  // namespace
}  // namespace partita::metrics
