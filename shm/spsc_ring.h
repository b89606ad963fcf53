// A single-producer single-consumer ring of records in memory that two processes share.
//
//   offset  size  field          written by
//        0     4  format         the creator, last; kRingFormat
//        4     4  capacity       the creator; bytes of data, a power of two
//      128     8  tail           the producer: position after the last published record
//      136     4  starved        the producer: 1 while it holds records that found no room
//      256     8  head           the consumer: position after the last record it has done with
//      384        data           records
// A position counts all bytes ever written; its place in the data is position mod capacity. The
// three lines stand 128 bytes apart, for processors fetch lines in pairs.
//
//   record := size u32, tag u32, payload (size bytes), filler up to the next multiple of 8
// A record never crosses the end of the data: where it would, a record of tag kPaddingTag fills the
// rest and the record starts at 0. A record with its header takes at most an eighth of the
// capacity, so that a ring in use always takes several; longer ones are refused. All integers
// little-endian. Example, the record "abc" of tag 7:
//   03 00 00 00  07 00 00 00  61 62 63 ?? ?? ?? ?? ??
//
// Thread safety: one thread is the producer, one other the consumer, in one process or two.
// Invariants:
//   1. head <= tail <= head + capacity; both are multiples of 8. Only the producer stores tail,
//      only the consumer stores head.
//   2. Bytes in [head, tail) are published: the producer does not touch them. All others belong to
//      the producer.
//   3. tail moves only when a record is complete, padding included: a producer killed at any
//      instruction has written nothing or all.
//   4. Each side keeps its own position, and what it last saw of the other's, in private memory:
//      shared memory is never read back.
//   5. Whatever the peer stores, neither side reads or writes outside the data: each position and
//      each record header is copied once and checked before it is used; a violation is kCorrupt,
//      and the ring is never used again.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace partita::shm {

inline constexpr uint32_t kRingFormat = 1;
inline constexpr uint32_t kRecordHeaderBytes = 8;
inline constexpr uint32_t kRecordAlignment = 8;
inline constexpr uint32_t kPaddingTag = 0xffffffff;

struct RingHeader {
  std::atomic<uint32_t> format;
  uint32_t capacity;
  alignas(128) std::atomic<uint64_t> tail;
  std::atomic<uint32_t> starved;
  alignas(128) std::atomic<uint64_t> head;
};
inline constexpr size_t kRingHeaderBytes = sizeof(RingHeader);
static_assert(kRingHeaderBytes == 384);
static_assert(offsetof(RingHeader, tail) == 128 && offsetof(RingHeader, starved) == 136);
static_assert(offsetof(RingHeader, head) == 256);
static_assert(std::atomic<uint64_t>::is_always_lock_free && sizeof(std::atomic<uint64_t>) == 8);

// What a ring takes of a segment.
constexpr size_t RingFootprint(uint32_t capacity) { return kRingHeaderBytes + capacity; }
// The longest payload a record may have.
constexpr uint32_t MaxRecordPayload(uint32_t capacity) { return capacity / 8 - kRecordHeaderBytes; }

// Lays out an empty ring in zeroed memory, 128-byte aligned. `capacity`: a power of two of at least
// 256.
void LayOutRing(void* memory, uint32_t capacity);

enum class RingWrite {
  kWritten,
  kFull,     // not now: the consumer has to read first
  kTooLong,  // never: longer than an eighth of the ring
  kCorrupt,  // the consumer stored a head that cannot be
};

class RingProducer {
 public:
  // kCorrupt: not a ring of this format and capacity; kInvalid: a producer has written to it
  // before. `memory` outlives the producer.
  static base::Result<RingProducer> Attach(void* memory, uint32_t capacity);

  // Writes and publishes one record whose payload is `first` then `second`. `tag`: anything but
  // kPaddingTag.
  RingWrite TryWrite(uint32_t tag, std::string_view first, std::string_view second = {});
  // What TryWrite would say now to a payload of that size; looks at the head anew.
  RingWrite CanWrite(size_t payload_bytes);
  // Tells the consumer whether to ring when it has made room. Ordered against its look by the
  // doorbell's fences (channel.cc).
  void SetStarved(bool starved);
  // All that was ever written, headers and padding included.
  uint64_t written_bytes() const { return tail_; }

 private:
  RingProducer(RingHeader* header, char* data, uint32_t capacity);
  RingWrite Refresh();

  RingHeader* header_;
  char* data_;
  uint32_t capacity_;
  uint64_t tail_ = 0;       // the truth; header_->tail is its published copy
  uint64_t seen_head_ = 0;  // never ahead of the consumer: room computed from it is really there
  bool starved_ = false;
};

// A record as it lies in the ring; header fields are private copies, the payload is shared memory:
// copy it before believing it.
struct RingRecord {
  uint32_t tag = 0;
  std::string_view payload;
};

enum class RingRead { kRecord, kEmpty, kCorrupt };

class RingConsumer {
 public:
  // As for the producer; kInvalid: a consumer has read from it before.
  static base::Result<RingConsumer> Attach(void* memory, uint32_t capacity);

  // The oldest record not yet taken; its payload stays until Release().
  RingRead Next(RingRecord* record);
  // Gives the room of all records taken so far back to the producer. Once per batch: it costs the
  // producer a cache miss.
  void Release();
  uint64_t unreleased_bytes() const { return head_ - released_; }
  // All that was ever taken, headers and padding included.
  uint64_t read_bytes() const { return head_; }
  // True when Next() would not say kEmpty. An acquire load at most.
  bool HasRecords() const;
  // True when the producer has said that it waits for room.
  bool ProducerStarves() const;

 private:
  RingConsumer(RingHeader* header, const char* data, uint32_t capacity);
  bool RefreshTail();

  RingHeader* header_;
  const char* data_;
  uint32_t capacity_;
  uint64_t head_ = 0;       // the truth, ahead of header_->head by what is not released
  uint64_t released_ = 0;   // = header_->head
  uint64_t seen_tail_ = 0;  // checked: everything before it is published
};

}  // namespace partita::shm
