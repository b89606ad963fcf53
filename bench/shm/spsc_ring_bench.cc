// What a record costs its writer and its reader: alone in one thread, and handed between two.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "shm/spsc_ring.h"

namespace partita::shm {
namespace {

constexpr uint32_t kCapacity = 1u << 20;

struct RingMemory {
  RingMemory() : bytes(static_cast<char*>(aligned_alloc(128, RingFootprint(kCapacity))), &free) {
    std::memset(bytes.get(), 0, RingFootprint(kCapacity));
    LayOutRing(bytes.get(), kCapacity);
  }
  RingProducer Producer() { return RingProducer::Attach(bytes.get(), kCapacity).value(); }
  RingConsumer Consumer() { return RingConsumer::Attach(bytes.get(), kCapacity).value(); }

  std::unique_ptr<char, decltype(&free)> bytes;
};

// Takes everything there is; how many records.
int64_t Drain(RingConsumer* consumer) {
  int64_t count = 0;
  RingRecord record;
  while (consumer->Next(&record) == RingRead::kRecord) {
    benchmark::DoNotOptimize(record.payload.data());
    ++count;
  }
  consumer->Release();
  return count;
}

// Batches of 32 records of range(0) bytes, written and read in turn by one thread.
void WriteAndRead(benchmark::State& state) {
  RingMemory memory;
  RingProducer producer = memory.Producer();
  RingConsumer consumer = memory.Consumer();
  const std::string payload(static_cast<size_t>(state.range(0)), 'x');
  int64_t records = 0;
  for (auto _ : state) {
    for (int i = 0; i < 32; ++i) producer.TryWrite(1, payload);
    records += Drain(&consumer);
  }
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(records * state.range(0));
}
BENCHMARK(WriteAndRead)->Arg(64)->Arg(1024)->Arg(16384);

// One thread writes as fast as it can, this one reads.
void HandOver(benchmark::State& state) {
  RingMemory memory;
  std::atomic<bool> stop{false};
  const std::string payload(static_cast<size_t>(state.range(0)), 'x');
  std::thread writer([&] {
    RingProducer producer = memory.Producer();
    while (!stop.load(std::memory_order_relaxed)) producer.TryWrite(1, payload);
  });
  RingConsumer consumer = memory.Consumer();
  int64_t records = 0;
  for (auto _ : state) records += Drain(&consumer);
  stop = true;
  writer.join();
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(records * state.range(0));
}
BENCHMARK(HandOver)->Arg(64)->Arg(1024)->Arg(16384)->UseRealTime();

}  // namespace
}  // namespace partita::shm
