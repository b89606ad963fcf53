// The last requests of each gateway and, longer, the slow and failed ones: one segment of shared
// memory with a region per gateway.
//
//   segment := region of gateway 0, of gateway 1, …
//   region, page-aligned parts:
//     head   format u32, regions u32, next (of ring, side, kept) u64 each, first of ring u64, names
//            of operations
//     ring   kTraceRecords × (mark u64, TraceRecord)
//     side   kTraceSideHops × (mark u64, TraceHop): hops beyond the first, of the record so marked
//     kept   kTraceKeptRecords × (mark u64, TraceRecord, kFurtherHops × TraceHop, why u64)
// A record's mark is one more than its number, which counts from 0; 0: nothing is there, or it is
// being written. Who reads compares the mark before and after; every word is copied as a relaxed
// atomic. A writer that is killed leaves at most the record it was at unreadable; its next life
// goes on behind. Pages that were never written, or were given back, do not exist; since reading
// would make them, only what lies between first and next is read.
//
// The supervisor makes the segment once. Thread safety: one writer a region, any number of readers
// in any process.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/trace.h"
#include "shm/segment.h"

namespace partita::metrics {

inline constexpr uint32_t kTraceFormat = 1;
inline constexpr size_t kTraceRecords = 102'400;
inline constexpr size_t kTraceSideHops = 65'536;
inline constexpr size_t kTraceKeptRecords = 8'192;
inline constexpr size_t kTraceOperationNames = 64;
inline constexpr size_t kTraceOperationName = 32;  // bytes, zeros behind a shorter one

enum class KeptFor : uint8_t { kNothing = 0, kSlow = 1, kFailed = 2, kOutlier = 3, kSampled = 4 };

base::Result<shm::Segment> CreateTraceSegment(uint32_t gateways);
// kCorrupt unless it is one of this format and of this many bytes. The number of its regions.
base::Result<uint32_t> CheckTraceSegment(const shm::Segment& segment);

class TraceWriter {
 public:
  // The segment was checked, is mapped kReadWrite, has this region, and outlives the writer.
  TraceWriter(const shm::Segment* segment, uint32_t region);

  // The words behind TraceRecord::operation; the first kTraceOperationNames are taken.
  void NameOperations(std::span<const std::string_view> names);
  // `record.side` and `record.further_hops` are set here; at most kFurtherHops are taken.
  void Append(TraceRecord record, std::span<const TraceHop> further);
  void Keep(const TraceRecord& record, std::span<const TraceHop> further, KeptFor why);
  // Gives back the memory of what was received before that moment, but for what is kept. A look at
  // one record in 64; the kernel does the rest.
  void Forget(int64_t before_ns);

 private:
  const shm::Segment* segment_;
  char* const region_;
  const size_t offset_;  // of the region
};

// A record as it was found, checked.
struct Trace {
  TraceRecord record;
  std::vector<TraceHop> hops;  // those that were timed and are still there
  uint32_t gateway = 0;
  KeptFor kept = KeptFor::kNothing;
  std::string operation;  // empty: none
  std::string_view request_id() const;
};

// What a record must be; empty: anything.
struct TraceFilter {
  std::string operation = {};  // its name
  uint64_t table = 0;
  bool failed = false;
  std::optional<std::array<uint8_t, 16>> trace_id = {};  // trace_ids.h
};

class TraceReader {
 public:
  // `regions`: what CheckTraceSegment() said. The segment outlives the reader.
  TraceReader(const shm::Segment* segment, uint32_t regions)
      : segment_(segment), regions_(regions) {}

  // By the whole request id. A scan of all records: a few milliseconds, like the others.
  std::optional<Trace> Find(std::string_view request_id) const;
  // Newest first.
  std::vector<Trace> Latest(size_t count, const TraceFilter& filter) const;
  // Longest first.
  std::vector<Trace> Slowest(size_t count, const TraceFilter& filter) const;

 private:
  const shm::Segment* segment_;
  const uint32_t regions_;
};

}  // namespace partita::metrics
