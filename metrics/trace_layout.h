// Where the parts of a region of the trace segment lie, and how a record is written and read while
// others may do the opposite (trace_ring.h).
//
// Thread safety: see Publish and Copy.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "metrics/trace_ring.h"
#include "shm/fence.h"

namespace partita::metrics {

struct TraceHead {
  std::atomic<uint32_t> format;
  std::atomic<uint32_t> regions;
  std::atomic<uint64_t> ring_next;  // number of the next record
  std::atomic<uint64_t> side_next;
  std::atomic<uint64_t> kept_next;
  std::atomic<uint64_t> ring_first;  // records before this number are given back
  alignas(8) std::array<std::array<char, kTraceOperationName>, kTraceOperationNames> names;
};

struct RingSlot {
  std::atomic<uint64_t> mark;
  TraceRecord record;
};
struct SideSlot {
  std::atomic<uint64_t> mark;
  TraceHop hop;
};
struct KeptRecord {
  TraceRecord record;
  std::array<TraceHop, kFurtherHops> hops;
  uint64_t why = 0;  // KeptFor
};
struct KeptSlot {
  std::atomic<uint64_t> mark;
  KeptRecord kept;
};
static_assert(sizeof(RingSlot) == 192 && sizeof(SideSlot) == 48 && sizeof(KeptSlot) == 480);

inline constexpr size_t kTracePage = 4096;
constexpr size_t WholePages(size_t bytes) { return (bytes + kTracePage - 1) & ~(kTracePage - 1); }

inline constexpr size_t kRingAt = WholePages(sizeof(TraceHead));
inline constexpr size_t kSideAt = kRingAt + WholePages(kTraceRecords * sizeof(RingSlot));
inline constexpr size_t kKeptAt = kSideAt + WholePages(kTraceSideHops * sizeof(SideSlot));
inline constexpr size_t kTraceRegionBytes =
    kKeptAt + WholePages(kTraceKeptRecords * sizeof(KeptSlot));

inline TraceHead* HeadOf(char* region) { return reinterpret_cast<TraceHead*>(region); }
inline RingSlot* RingSlotOf(char* region, uint64_t number) {
  return reinterpret_cast<RingSlot*>(region + kRingAt) + number % kTraceRecords;
}
inline SideSlot* SideSlotOf(char* region, uint64_t number) {
  return reinterpret_cast<SideSlot*>(region + kSideAt) + number % kTraceSideHops;
}
inline KeptSlot* KeptSlotOf(char* region, uint64_t number) {
  return reinterpret_cast<KeptSlot*>(region + kKeptAt) + number % kTraceKeptRecords;
}

// Word by word, relaxed: a copy that may be torn is not a data race.
template <typename T>
void StoreWords(const T& value, T* shared) {
  static_assert(sizeof(T) % sizeof(uint64_t) == 0 && alignof(T) <= alignof(uint64_t));
  auto* to = reinterpret_cast<uint64_t*>(shared);
  for (size_t i = 0; i < sizeof(T) / sizeof(uint64_t); ++i) {
    uint64_t word;
    std::memcpy(&word, reinterpret_cast<const char*>(&value) + i * sizeof word, sizeof word);
    std::atomic_ref<uint64_t>(to[i]).store(word, std::memory_order_relaxed);
  }
}

template <typename T>
void LoadWords(const T* shared, T* value) {
  auto* from = reinterpret_cast<uint64_t*>(const_cast<T*>(shared));
  for (size_t i = 0; i < sizeof(T) / sizeof(uint64_t); ++i) {
    const uint64_t word = std::atomic_ref<uint64_t>(from[i]).load(std::memory_order_relaxed);
    std::memcpy(reinterpret_cast<char*>(value) + i * sizeof word, &word, sizeof word);
  }
}

// By the region's one writer. `mark` is not 0.
template <typename T>
void Publish(const T& value, uint64_t mark, std::atomic<uint64_t>* mark_word, T* shared) {
  mark_word->store(0, std::memory_order_relaxed);
  // Pairs with Copy's: who reads a word stored below finds the mark gone when it looks again.
  shm::Fence(std::memory_order_release);
  StoreWords(value, shared);
  mark_word->store(mark, std::memory_order_release);
}

// By anybody. The mark that the copy belongs to; 0: there is none, or it was being written.
template <typename T>
uint64_t Copy(const std::atomic<uint64_t>& mark_word, const T* shared, T* value) {
  const uint64_t mark = mark_word.load(std::memory_order_acquire);
  if (mark == 0) return 0;
  LoadWords(shared, value);
  shm::Fence(std::memory_order_acquire);
  return mark_word.load(std::memory_order_relaxed) == mark ? mark : 0;
}

}  // namespace partita::metrics
