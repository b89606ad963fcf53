#include "shm/control_block.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Good;
using testing::MapAgain;

TEST(ControlBlock, IsSeenByEveryProcessThatMapsIt) {
  const Segment segment = Good(ControlBlock::Create(4, 2));
  const Segment again = MapAgain(segment);
  ControlBlock* block = Good(ControlBlock::In(segment));
  const ControlBlock* seen = Good(ControlBlock::In(again));
  EXPECT_EQ(seen->partitions, 4u);
  EXPECT_EQ(seen->gateways, 2u);
  EXPECT_GT(seen->created_at_us, 0);
  block->Entry(Role::kPartition, 3).durable_seq = 77;
  EXPECT_EQ(seen->Entry(Role::kPartition, 3).durable_seq, 77u);
  EXPECT_EQ(seen->Entry(Role::kPartition, 2).durable_seq, 0u);
}

TEST(ControlBlock, CanBeReadThroughAReadOnlyMapping) {
  const Segment segment = Good(ControlBlock::Create(1, 1));
  Good(ControlBlock::In(segment))->supervisor.pid = 42;
  const Segment read_only = Good(
      Segment::Map(Good(segment.DuplicateReadOnly()), sizeof(ControlBlock), Access::kReadOnly));
  EXPECT_EQ(Good(ControlBlock::In(read_only))->supervisor.pid, 42);
}

TEST(ControlBlock, GivesEveryProcessAnEntryOfItsOwn) {
  const Segment segment = Good(ControlBlock::Create(kMaxPartitions, kMaxGateways));
  ControlBlock* block = Good(ControlBlock::In(segment));
  EXPECT_EQ(&block->Entry(Role::kSupervisor, 0), &block->supervisor);
  EXPECT_EQ(&block->Entry(Role::kRegistry, 0), &block->registry);
  EXPECT_EQ(&block->Entry(Role::kPartition, 63), &block->partition[63]);
  EXPECT_EQ(&block->Entry(Role::kGateway, 15), &block->gateway[15]);
  EXPECT_FALSE(ControlBlock::HasEntry(Role::kRegistry, 1));
  EXPECT_FALSE(ControlBlock::HasEntry(Role::kPartition, kMaxPartitions));
  EXPECT_FALSE(ControlBlock::HasEntry(Role::kGateway, kMaxGateways));
  EXPECT_FALSE(ControlBlock::HasEntry(static_cast<Role>(9), 0));
}

TEST(ControlBlock, RefusesMoreProcessesThanItHasRoomFor) {
  EXPECT_EQ(ControlBlock::Create(kMaxPartitions + 1, 1).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(ControlBlock::Create(1, kMaxGateways + 1).error().kind, base::ErrorKind::kInvalid);
}

TEST(ControlBlock, RefusesASegmentThatIsNoControlBlock) {
  EXPECT_FALSE(ControlBlock::In(Good(Segment::Create("short", 4096))).ok());
  const Segment other = Good(Segment::Create("zeros", sizeof(ControlBlock)));
  EXPECT_EQ(ControlBlock::In(other).error().kind, base::ErrorKind::kCorrupt);
  const Segment lying = Good(ControlBlock::Create(1, 1));
  Good(ControlBlock::In(lying))->gateways = kMaxGateways + 1;
  EXPECT_EQ(ControlBlock::In(lying).error().kind, base::ErrorKind::kCorrupt);
}

TEST(ControlBlock, KeepsItsLayout) {
  EXPECT_EQ(offsetof(ProcessEntry, beat), 40u);
  EXPECT_EQ(offsetof(ProcessEntry, doorbell), 64u);
  EXPECT_EQ(offsetof(ProcessEntry, durable_epoch), 128u);
  EXPECT_EQ(sizeof(ProcessEntry), 192u);
  EXPECT_EQ(offsetof(ControlBlock, supervisor), 64u);
  EXPECT_EQ(offsetof(ControlBlock, registry), 256u);
  EXPECT_EQ(offsetof(ControlBlock, partition), 448u);
  EXPECT_EQ(offsetof(ControlBlock, gateway), 448u + 64 * 192);
  EXPECT_EQ(sizeof(ControlBlock), 448u + 80 * 192);
}

}  // namespace
}  // namespace partita::shm
