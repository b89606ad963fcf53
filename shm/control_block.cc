#include "shm/control_block.h"

#include <new>
#include <string>

#include "base/check.h"
#include "base/clock.h"

namespace partita::shm {

ProcessEntry& ControlBlock::Entry(Role role, uint32_t index) {
  PARTITA_CHECK(HasEntry(role, index), "no such process in the control block");
  switch (role) {
    case Role::kSupervisor:
      return supervisor;
    case Role::kRegistry:
      return registry;
    case Role::kPartition:
      return partition[index];
    case Role::kGateway:
      break;
  }
  return gateway[index];
}

const ProcessEntry& ControlBlock::Entry(Role role, uint32_t index) const {
  return const_cast<ControlBlock*>(this)->Entry(role, index);
}

bool ControlBlock::HasEntry(Role role, uint32_t index) {
  switch (role) {
    case Role::kSupervisor:
    case Role::kRegistry:
      return index == 0;
    case Role::kPartition:
      return index < kMaxPartitions;
    case Role::kGateway:
      return index < kMaxGateways;
  }
  return false;
}

base::Result<Segment> ControlBlock::Create(uint32_t partitions, uint32_t gateways) {
  if (partitions > kMaxPartitions || gateways > kMaxGateways) {
    return base::Error::Invalid("at most " + std::to_string(kMaxPartitions) + " partitions and " +
                                std::to_string(kMaxGateways) + " gateways");
  }
  PARTITA_ASSIGN(Segment segment, Segment::Create("partita-control", sizeof(ControlBlock)));
  auto* block = new (segment.address()) ControlBlock;
  block->partitions = partitions;
  block->gateways = gateways;
  block->created_at_us = base::WallMicros();
  // Release pairs with In(): whoever sees the format sees the rest.
  block->format.store(kControlBlockFormat, std::memory_order_release);
  return segment;
}

base::Result<ControlBlock*> ControlBlock::In(const Segment& segment) {
  if (segment.size() < sizeof(ControlBlock)) {
    return base::Error::Corrupt("the control block is too short");
  }
  auto* block = static_cast<ControlBlock*>(segment.address());
  // Acquire pairs with Create().
  if (block->format.load(std::memory_order_acquire) != kControlBlockFormat) {
    return base::Error::Corrupt("not a control block of format " +
                                std::to_string(kControlBlockFormat));
  }
  if (block->partitions > kMaxPartitions || block->gateways > kMaxGateways) {
    return base::Error::Corrupt("the control block counts more processes than it has room for");
  }
  return block;
}

}  // namespace partita::shm
