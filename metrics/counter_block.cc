#include "metrics/counter_block.h"

#include <memory>
#include <string>
#include <utility>

#include "base/log.h"

namespace partita::metrics {
namespace {

void Move(Counter* from, Counter* to) {
  if (from->Get() == 0) return;
  to->Add(from->Get());
  from->Set(0);
}

void Move(Histogram* from, Histogram* to) {
  Move(&from->sum, &to->sum);
  for (size_t i = 0; i < kBuckets; ++i) Move(&from->buckets[i], &to->buckets[i]);
}

void Move(TableOperation* from, TableOperation* to) {
  Move(&from->latency, &to->latency);
  Move(&from->client_errors, &to->client_errors);
  Move(&from->server_errors, &to->server_errors);
  Move(&from->throttled, &to->throttled);
  Move(&from->condition_failures, &to->condition_failures);
  Move(&from->returned_items, &to->returned_items);
}

void MoveTable(GatewayRegion* region, size_t index) {
  GatewayTable* from = &region->tables[index];
  GatewayTable* to = &region->tables[kOtherTables];
  Move(&from->consumed_read_halves, &to->consumed_read_halves);
  Move(&from->consumed_write_halves, &to->consumed_write_halves);
  if (from->errors_touched.Get() != 0) {
    to->errors_touched.Set(1);
    for (size_t i = 0; i < kMaxErrorTypes; ++i) Move(&from->errors[i], &to->errors[i]);
  }
  const uint64_t touched = from->touched.Get();
  to->touched.Set(to->touched.Get() | touched);
  for (size_t i = 0; i < kMaxOperations; ++i) {
    if ((touched >> i & 1) != 0)
      Move(&region->operations[index][i], &region->operations[kOtherTables][i]);
  }
  from->touched.Set(0);
  from->errors_touched.Set(0);
}

// Items and their bytes are no counters: the owner sets them anew.
void MoveTable(PartitionRegion* region, size_t index) {
  PartitionTable* from = &region->tables[index];
  PartitionTable* to = &region->tables[kOtherTables];
  from->items.Set(0);
  from->item_bytes.Set(0);
  Move(&from->expired_items, &to->expired_items);
  Move(&from->stream_records, &to->stream_records);
}

template <typename Region>
void Fold(const Directory& directory, Region* region) {
  std::atomic_thread_fence(std::memory_order_release);
  region->folds.Set(region->folds.Get() | 1);  // odd already: the former owner died in the middle
  std::atomic_thread_fence(std::memory_order_release);
  for (size_t i = 0; i < kNamedTables; ++i) {
    const uint64_t changes = directory.entries[i].changes.load(std::memory_order_relaxed);
    if (region->tables[i].changes.Get() == changes) continue;
    MoveTable(region, i);
    region->tables[i].changes.Set(changes);
  }
  std::atomic_thread_fence(std::memory_order_release);
  region->folds.Add();
}

}  // namespace

base::Result<shm::Segment> CounterBlock::Create() {
  PARTITA_ASSIGN(shm::Segment segment,
                 shm::Segment::Create("partita-metrics", sizeof(CounterBlock)));
  // A fresh segment is all zeros, which is what every counter begins with: constructing the block
  // would touch each of its pages.
  auto* block = static_cast<CounterBlock*>(segment.address());
  block->bytes = sizeof(CounterBlock);
  // Release pairs with In().
  block->format.store(kCounterBlockFormat, std::memory_order_release);
  return segment;
}

base::Result<CounterBlock*> CounterBlock::In(const shm::Segment& segment) {
  if (segment.size() < sizeof(CounterBlock)) {
    return base::Error::Corrupt("the counter block is too short");
  }
  auto* block = static_cast<CounterBlock*>(segment.address());
  // Acquire pairs with Create().
  if (block->format.load(std::memory_order_acquire) != kCounterBlockFormat ||
      block->bytes != sizeof(CounterBlock)) {
    return base::Error::Corrupt("not a counter block of format " +
                                std::to_string(kCounterBlockFormat));
  }
  return block;
}

CounterBlock* CountersOf(std::optional<shm::Segment>* segment) {
  if (segment->has_value()) {
    const auto handed = CounterBlock::In(**segment);
    if (handed.ok()) return *handed;
    base::Log(base::LogLevel::kError, "{}", handed.error().message);
  }
  auto own = CounterBlock::Create();
  if (own.ok()) {
    segment->emplace(std::move(own).value());
    return *CounterBlock::In(**segment);
  }
  // A process alone, whose files may not grow: nobody else could read what it counts anyway.
  static const auto kept = std::make_unique<CounterBlock>();
  return kept.get();
}

const LoopRegion* LoopOf(const CounterBlock& block, shm::Role role, uint32_t index) {
  if (!shm::ControlBlock::HasEntry(role, index)) return nullptr;
  switch (role) {
    case shm::Role::kSupervisor:
      return nullptr;
    case shm::Role::kRegistry:
      return &block.registry.loop;
    case shm::Role::kPartition:
      return &block.partition[index].loop;
    case shm::Role::kGateway:
      break;
  }
  return &block.gateway[index].loop;
}

LoopRegion* LoopOf(CounterBlock* block, shm::Role role, uint32_t index) {
  return const_cast<LoopRegion*>(LoopOf(*block, role, index));
}

ProcessSample* SampleOf(SupervisorRegion* region, shm::Role role, uint32_t index) {
  const bool self = role == shm::Role::kSupervisor;
  return &region->processes[self ? 0 : 1 + PeerPlace(role, index)];
}

void FoldTables(const Directory& directory, PartitionRegion* region) { Fold(directory, region); }
void FoldTables(const Directory& directory, GatewayRegion* region) { Fold(directory, region); }

}  // namespace partita::metrics
