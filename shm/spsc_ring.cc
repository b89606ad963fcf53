#include "shm/spsc_ring.h"

#include <bit>
#include <cstring>
#include <new>

#include "base/check.h"

namespace partita::shm {
namespace {

constexpr uint64_t Aligned(uint64_t bytes) {
  return (bytes + kRecordAlignment - 1) & ~uint64_t{kRecordAlignment - 1};
}
constexpr uint64_t RecordBytes(uint64_t payload_bytes) {
  return Aligned(kRecordHeaderBytes + payload_bytes);
}
constexpr bool IsAligned(uint64_t position) { return position % kRecordAlignment == 0; }

// A record's header is one aligned word, stored and loaded as such: the compiler may neither split
// it nor fetch it twice. Relaxed: it is published by the tail (TryWrite) like the payload.
std::atomic<uint64_t>* HeaderWord(char* at) { return reinterpret_cast<std::atomic<uint64_t>*>(at); }
const std::atomic<uint64_t>* HeaderWord(const char* at) {
  return reinterpret_cast<const std::atomic<uint64_t>*>(at);
}
void StoreHeader(char* at, uint32_t size, uint32_t tag) {
  HeaderWord(at)->store(uint64_t{tag} << 32 | size, std::memory_order_relaxed);
}

void CopyIn(char* to, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
}

base::Result<RingHeader*> CheckedHeader(void* memory, uint32_t capacity) {
  auto* header = static_cast<RingHeader*>(memory);
  // Acquire pairs with LayOutRing(): whoever sees the format sees the rest of the layout.
  if (header->format.load(std::memory_order_acquire) != kRingFormat) {
    return base::Error::Corrupt("not a ring of format " + std::to_string(kRingFormat));
  }
  if (header->capacity != capacity) return base::Error::Corrupt("a ring of another capacity");
  return header;
}

}  // namespace

void LayOutRing(void* memory, uint32_t capacity) {
  PARTITA_CHECK(std::has_single_bit(capacity) && capacity >= 256, "not a capacity of a ring");
  PARTITA_CHECK(reinterpret_cast<uintptr_t>(memory) % alignof(RingHeader) == 0,
                "a ring at an odd address");
  auto* header = new (memory) RingHeader{};
  header->capacity = capacity;
  // Release pairs with CheckedHeader().
  header->format.store(kRingFormat, std::memory_order_release);
}

RingProducer::RingProducer(RingHeader* header, char* data, uint32_t capacity)
    : header_(header), data_(data), capacity_(capacity) {}

base::Result<RingProducer> RingProducer::Attach(void* memory, uint32_t capacity) {
  PARTITA_ASSIGN(RingHeader * header, CheckedHeader(memory, capacity));
  // Relaxed: only a producer stores it, and there must have been none.
  if (header->tail.load(std::memory_order_relaxed) != 0) {
    return base::Error::Invalid("the ring has had a producer before");
  }
  return RingProducer(header, static_cast<char*>(memory) + kRingHeaderBytes, capacity);
}

RingWrite RingProducer::Refresh() {
  // Acquire pairs with RingConsumer::Release(): the consumer's reads of the room it gives back are
  // over before we write there.
  const uint64_t head = header_->head.load(std::memory_order_acquire);
  // head moves forward and never past the tail.
  if (head - seen_head_ > tail_ - seen_head_ || !IsAligned(head)) return RingWrite::kCorrupt;
  seen_head_ = head;
  return RingWrite::kWritten;
}

RingWrite RingProducer::CanWrite(size_t payload_bytes) {
  if (payload_bytes > MaxRecordPayload(capacity_)) return RingWrite::kTooLong;
  if (Refresh() == RingWrite::kCorrupt) return RingWrite::kCorrupt;
  const uint64_t to_end = capacity_ - (tail_ & (capacity_ - 1));
  const uint64_t record = RecordBytes(payload_bytes);
  const uint64_t padding = record > to_end ? to_end : 0;
  return capacity_ - (tail_ - seen_head_) < padding + record ? RingWrite::kFull
                                                             : RingWrite::kWritten;
}

RingWrite RingProducer::TryWrite(uint32_t tag, std::string_view first, std::string_view second) {
  const size_t size = first.size() + second.size();
  if (size > MaxRecordPayload(capacity_)) return RingWrite::kTooLong;
  const uint64_t offset = tail_ & (capacity_ - 1);
  const uint64_t to_end = capacity_ - offset;
  const uint64_t record = RecordBytes(size);
  const uint64_t padding = record > to_end ? to_end : 0;
  if (capacity_ - (tail_ - seen_head_) < padding + record) {
    const RingWrite room = CanWrite(size);  // the head as it is now
    if (room != RingWrite::kWritten) return room;
  }
  if (padding != 0) {
    StoreHeader(data_ + offset, static_cast<uint32_t>(padding - kRecordHeaderBytes), kPaddingTag);
  }
  char* at = data_ + (padding != 0 ? 0 : offset);
  StoreHeader(at, static_cast<uint32_t>(size), tag);
  CopyIn(at + kRecordHeaderBytes, first);
  CopyIn(at + kRecordHeaderBytes + first.size(), second);
  tail_ += padding + record;
  // Release pairs with RingConsumer::RefreshTail(): whoever sees the tail sees header, payload and
  // padding.
  header_->tail.store(tail_, std::memory_order_release);
  return RingWrite::kWritten;
}

void RingProducer::SetStarved(bool starved) {
  if (starved == starved_) return;
  starved_ = starved;
  // Relaxed: a hint. Doorbell::Announce()'s fence orders it before the producer's last look at the
  // head.
  header_->starved.store(starved ? 1 : 0, std::memory_order_relaxed);
}

RingConsumer::RingConsumer(RingHeader* header, const char* data, uint32_t capacity)
    : header_(header), data_(data), capacity_(capacity) {}

base::Result<RingConsumer> RingConsumer::Attach(void* memory, uint32_t capacity) {
  PARTITA_ASSIGN(RingHeader * header, CheckedHeader(memory, capacity));
  // Relaxed: only a consumer stores it, and there must have been none.
  if (header->head.load(std::memory_order_relaxed) != 0) {
    return base::Error::Invalid("the ring has had a consumer before");
  }
  return RingConsumer(header, static_cast<const char*>(memory) + kRingHeaderBytes, capacity);
}

bool RingConsumer::RefreshTail() {
  // Acquire pairs with RingProducer::TryWrite().
  const uint64_t tail = header_->tail.load(std::memory_order_acquire);
  // tail moves forward, and at most a capacity ahead of what we have released.
  if (tail - released_ > capacity_ || tail - released_ < head_ - released_ || !IsAligned(tail))
    return false;
  seen_tail_ = tail;
  return true;
}

RingRead RingConsumer::Next(RingRecord* record) {
  for (;;) {
    if (head_ == seen_tail_) {
      if (!RefreshTail()) return RingRead::kCorrupt;
      if (head_ == seen_tail_) return RingRead::kEmpty;
    }
    const uint64_t offset = head_ & (capacity_ - 1);
    const uint64_t header = HeaderWord(data_ + offset)->load(std::memory_order_relaxed);
    const auto size = static_cast<uint32_t>(header);
    const auto tag = static_cast<uint32_t>(header >> 32);
    const uint64_t bytes = RecordBytes(size);
    if (size > MaxRecordPayload(capacity_) || bytes > seen_tail_ - head_) return RingRead::kCorrupt;
    const uint64_t to_end = capacity_ - offset;
    head_ += bytes;
    if (tag == kPaddingTag) {
      // Padding ends where the data ends, and the record it made room for was published with it.
      if (bytes != to_end || head_ == seen_tail_) return RingRead::kCorrupt;
      continue;
    }
    if (bytes > to_end) return RingRead::kCorrupt;
    *record = {tag, {data_ + offset + kRecordHeaderBytes, size}};
    return RingRead::kRecord;
  }
}

void RingConsumer::Release() {
  if (released_ == head_) return;
  released_ = head_;
  // Release pairs with RingProducer::Refresh(): our reads of the payloads stay before it.
  header_->head.store(head_, std::memory_order_release);
}

bool RingConsumer::HasRecords() const {
  // Acquire as in RefreshTail(), though nothing is read here: Next() looks for itself.
  return head_ != seen_tail_ || header_->tail.load(std::memory_order_acquire) != head_;
}

bool RingConsumer::ProducerStarves() const {
  // Relaxed: a hint, ordered after Release() by the caller's fence (channel.cc).
  return header_->starved.load(std::memory_order_relaxed) != 0;
}

}  // namespace partita::shm
