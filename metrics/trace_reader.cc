#include <algorithm>
#include <string>

#include "metrics/trace_ids.h"
#include "metrics/trace_layout.h"
#include "metrics/trace_ring.h"

namespace partita::metrics {
namespace {

// Where a record stands and what it is sorted by.
struct Place {
  int64_t rank = 0;
  uint64_t mark = 0;
  uint32_t region = 0;
  bool kept = false;
};

bool IsWordCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_';
}

// The text in front of the zeros, if it is a word.
template <size_t kSize>
std::string_view WordIn(const std::array<char, kSize>& text) {
  const auto end = std::find(text.begin(), text.end(), '\0');
  if (!std::all_of(text.begin(), end, IsWordCharacter)) return {};
  return {text.data(), static_cast<size_t>(end - text.begin())};
}

char* RegionOf(const shm::Segment& segment, uint32_t region) {
  return static_cast<char*>(segment.address()) + region * kTraceRegionBytes;
}

std::string OperationIn(char* region, uint16_t operation) {
  if (operation >= kTraceOperationNames) return {};
  std::array<char, kTraceOperationName> text;
  LoadWords(&HeadOf(region)->names[operation], &text);
  return std::string(WordIn(text));
}

// TraceFilter for the records of one region: what can be compared without words.
struct Matcher {
  Matcher(const TraceFilter& given, char* region) : filter(given) {
    for (uint16_t i = 0; !filter.operation.empty() && i < kTraceOperationNames; ++i) {
      if (OperationIn(region, i) == filter.operation) operation = i;
    }
  }
  bool operator()(const TraceRecord& record) const {
    if (!filter.operation.empty() && record.operation != operation) return false;
    if (filter.table != 0 && record.table != filter.table) return false;
    if (filter.failed && !HasFailed(record)) return false;
    return !filter.trace_id || TraceIdOf(record) == *filter.trace_id;
  }
  const TraceFilter& filter;
  uint16_t operation = kTraceNoOperation - 1;  // none has this number
};

// Numbers of records that may be there: at most `most`, whatever the words in the segment say.
struct Range {
  Range(uint64_t from, uint64_t to, uint64_t most)
      : first(to - std::min(to - std::min(from, to), most)), next(to) {}
  uint64_t first, next;
};

// Every readable record of a region that matches.
template <typename Match, typename Take>
void ForEach(char* region, const Match& match, const Take& take) {
  const TraceHead* head = HeadOf(region);
  // Acquire pairs with the writer's release: what it has counted is there.
  const Range ring(head->ring_first.load(std::memory_order_relaxed),
                   head->ring_next.load(std::memory_order_acquire), kTraceRecords);
  TraceRecord record;
  for (uint64_t number = ring.first; number != ring.next; ++number) {
    const RingSlot* slot = RingSlotOf(region, number);
    const uint64_t mark = Copy(slot->mark, &slot->record, &record);
    if (mark == number + 1 && match(record)) take(record, mark, false);
  }
  const Range kept_range(0, head->kept_next.load(std::memory_order_acquire), kTraceKeptRecords);
  KeptRecord kept;
  for (uint64_t number = kept_range.first; number != kept_range.next; ++number) {
    const KeptSlot* slot = KeptSlotOf(region, number);
    const uint64_t mark = Copy(slot->mark, &slot->kept, &kept);
    if (mark == number + 1 && match(kept.record)) take(kept.record, mark, true);
  }
}

KeptFor Reason(uint64_t why) {
  return why <= static_cast<uint64_t>(KeptFor::kSampled) ? static_cast<KeptFor>(why)
                                                         : KeptFor::kNothing;
}

void AddFurtherHops(char* region, uint64_t mark, Trace* trace) {
  const size_t count = std::min<size_t>(trace->record.further_hops, kFurtherHops);
  for (size_t i = 0; i < count; ++i) {
    const SideSlot* slot = SideSlotOf(region, trace->record.side + i);
    TraceHop hop;
    if (Copy(slot->mark, &slot->hop, &hop) == mark) trace->hops.push_back(hop);
  }
}

// None: it has been overwritten meanwhile.
std::optional<Trace> Load(const shm::Segment& segment, const Place& place) {
  char* region = RegionOf(segment, place.region);
  Trace trace;
  trace.gateway = place.region;
  if (place.kept) {
    KeptRecord kept;
    const KeptSlot* slot = KeptSlotOf(region, place.mark - 1);
    if (Copy(slot->mark, &slot->kept, &kept) != place.mark) return std::nullopt;
    trace.record = kept.record;
    trace.kept = Reason(kept.why);
    if (trace.record.hops > 0) trace.hops.push_back(kept.record.first_hop);
    const size_t further = std::min<size_t>(kept.record.further_hops, kFurtherHops);
    trace.hops.insert(trace.hops.end(), kept.hops.begin(), kept.hops.begin() + further);
  } else {
    const RingSlot* slot = RingSlotOf(region, place.mark - 1);
    if (Copy(slot->mark, &slot->record, &trace.record) != place.mark) return std::nullopt;
    if (trace.record.hops > 0) trace.hops.push_back(trace.record.first_hop);
    AddFurtherHops(region, place.mark, &trace);
  }
  trace.operation = OperationIn(region, trace.record.operation);
  return trace;
}

bool IsAmong(const std::vector<Trace>& traces, const Trace& trace) {
  return std::any_of(traces.begin(), traces.end(), [&](const Trace& other) {
    return other.record.request_id == trace.record.request_id;
  });
}

// What is kept is in the ring, too, for a while: the one with the reason counts.
std::vector<Trace> LoadHighest(const shm::Segment& segment, size_t count,
                               std::vector<Place>* places) {
  // Each may be there twice.
  const size_t sorted = std::min(places->size(), 2 * count);
  std::partial_sort(places->begin(), places->begin() + static_cast<ptrdiff_t>(sorted),
                    places->end(), [](const Place& a, const Place& b) {
                      return a.rank != b.rank ? a.rank > b.rank : a.kept && !b.kept;
                    });
  std::vector<Trace> traces;
  for (size_t i = 0; i < sorted && traces.size() < count; ++i) {
    std::optional<Trace> trace = Load(segment, (*places)[i]);
    if (trace && !IsAmong(traces, *trace)) traces.push_back(*std::move(trace));
  }
  return traces;
}

template <typename Rank>
std::vector<Trace> Highest(const shm::Segment& segment, uint32_t regions, size_t count,
                           const TraceFilter& filter, const Rank& rank) {
  std::vector<Place> places;
  for (uint32_t region = 0; region < regions; ++region) {
    char* at = RegionOf(segment, region);
    ForEach(at, Matcher(filter, at), [&](const TraceRecord& record, uint64_t mark, bool kept) {
      places.push_back({rank(record), mark, region, kept});
    });
  }
  return LoadHighest(segment, count, &places);
}

}  // namespace

base::Result<uint32_t> CheckTraceSegment(const shm::Segment& segment) {
  if (segment.size() < kTraceRegionBytes) return base::Error::Corrupt("too short for traces");
  const TraceHead* head = HeadOf(static_cast<char*>(segment.address()));
  // Acquire pairs with CreateTraceSegment's release.
  if (head->format.load(std::memory_order_acquire) != kTraceFormat) {
    return base::Error::Corrupt("traces of another format");
  }
  const uint32_t regions = head->regions.load(std::memory_order_relaxed);
  if (regions == 0 || regions > segment.size() / kTraceRegionBytes) {
    return base::Error::Corrupt("traces of more gateways than there is room for");
  }
  return regions;
}

std::string_view Trace::request_id() const { return WordIn(record.request_id); }

std::optional<Trace> TraceReader::Find(std::string_view request_id) const {
  std::array<char, kTraceIdText> wanted{};
  if (request_id.empty() || request_id.size() > wanted.size()) return std::nullopt;
  request_id.copy(wanted.data(), wanted.size());
  std::vector<Place> places;
  for (uint32_t region = 0; region < regions_; ++region) {
    ForEach(
        RegionOf(*segment_, region),
        [&](const TraceRecord& record) { return record.request_id == wanted; },
        [&](const TraceRecord&, uint64_t mark, bool kept) {
          places.push_back({0, mark, region, kept});
        });
  }
  std::vector<Trace> found = LoadHighest(*segment_, 1, &places);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Trace> TraceReader::Latest(size_t count, const TraceFilter& filter) const {
  return Highest(*segment_, regions_, count, filter,
                 [](const TraceRecord& record) { return record.received_ns; });
}

std::vector<Trace> TraceReader::Slowest(size_t count, const TraceFilter& filter) const {
  return Highest(*segment_, regions_, count, filter,
                 [](const TraceRecord& record) { return static_cast<int64_t>(EndOf(record)); });
}

}  // namespace partita::metrics
