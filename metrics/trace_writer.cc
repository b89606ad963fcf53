#include <fcntl.h>

#include <algorithm>

#include "metrics/trace_layout.h"
#include "metrics/trace_ring.h"

namespace partita::metrics {
namespace {

// So many records fill whole pages.
constexpr uint64_t kRecordsPerGroup = 64;
static_assert(kRecordsPerGroup * sizeof(RingSlot) % kTracePage == 0);
static_assert(kTraceRecords % kRecordsPerGroup == 0);

void GiveBack(const shm::Segment& segment, size_t offset, size_t bytes) {
  // What cannot be given back stays: memory is lost, nothing else.
  [[maybe_unused]] const int done =
      fallocate(segment.fd(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                static_cast<off_t>(offset), static_cast<off_t>(bytes));
}

}  // namespace

base::Result<shm::Segment> CreateTraceSegment(uint32_t gateways) {
  PARTITA_ASSIGN(shm::Segment segment,
                 shm::Segment::Create("partita-traces", gateways * kTraceRegionBytes));
  auto* head = HeadOf(static_cast<char*>(segment.address()));
  head->regions.store(gateways, std::memory_order_relaxed);
  // Release pairs with CheckTraceSegment's acquire.
  head->format.store(kTraceFormat, std::memory_order_release);
  return segment;
}

TraceWriter::TraceWriter(const shm::Segment* segment, uint32_t region)
    : segment_(segment),
      region_(static_cast<char*>(segment->address()) + region * kTraceRegionBytes),
      offset_(region * kTraceRegionBytes) {
  // Numbers that cannot be: whoever wrote them was no writer of ours.
  TraceHead* head = HeadOf(region_);
  const uint64_t next = head->ring_next.load(std::memory_order_relaxed);
  if (head->ring_first.load(std::memory_order_relaxed) > next)
    head->ring_first.store(next, std::memory_order_relaxed);
}

void TraceWriter::NameOperations(std::span<const std::string_view> names) {
  for (size_t i = 0; i < std::min(names.size(), kTraceOperationNames); ++i) {
    std::array<char, kTraceOperationName> text{};
    names[i].copy(text.data(), text.size());
    StoreWords(text, &HeadOf(region_)->names[i]);
  }
}

void TraceWriter::Append(TraceRecord record, std::span<const TraceHop> further) {
  TraceHead* head = HeadOf(region_);
  const uint64_t number = head->ring_next.load(std::memory_order_relaxed);
  uint64_t side = head->side_next.load(std::memory_order_relaxed);
  record.side = static_cast<uint32_t>(side % kTraceSideHops);
  record.further_hops = static_cast<uint8_t>(std::min(further.size(), kFurtherHops));
  for (const TraceHop& hop : further.first(record.further_hops)) {
    SideSlot* slot = SideSlotOf(region_, side++);
    Publish(hop, number + 1, &slot->mark, &slot->hop);
  }
  if (!further.empty()) head->side_next.store(side, std::memory_order_relaxed);
  RingSlot* slot = RingSlotOf(region_, number);
  Publish(record, number + 1, &slot->mark, &slot->record);
  head->ring_next.store(number + 1, std::memory_order_release);
  // The next record's lines are long out of the cache.
  const char* next = reinterpret_cast<const char*>(RingSlotOf(region_, number + 1));
  for (size_t at = 0; at < sizeof(RingSlot); at += 64) __builtin_prefetch(next + at, 1, 1);
}

void TraceWriter::Keep(const TraceRecord& record, std::span<const TraceHop> further, KeptFor why) {
  TraceHead* head = HeadOf(region_);
  const uint64_t number = head->kept_next.load(std::memory_order_relaxed);
  KeptRecord kept{.record = record, .hops = {}, .why = static_cast<uint64_t>(why)};
  kept.record.side = 0;
  kept.record.further_hops = static_cast<uint8_t>(std::min(further.size(), kFurtherHops));
  std::copy_n(further.begin(), kept.record.further_hops, kept.hops.begin());
  KeptSlot* slot = KeptSlotOf(region_, number);
  Publish(kept, number + 1, &slot->mark, &slot->kept);
  head->kept_next.store(number + 1, std::memory_order_release);
}

void TraceWriter::Forget(int64_t before_ns) {
  TraceHead* head = HeadOf(region_);
  const uint64_t next = head->ring_next.load(std::memory_order_relaxed);
  const uint64_t oldest = std::max(head->ring_first.load(std::memory_order_relaxed),
                                   next > kTraceRecords ? next - kTraceRecords : 0);
  const uint64_t first = (oldest + kRecordsPerGroup - 1) / kRecordsPerGroup;
  uint64_t group = first;
  // A group's last record is its youngest. The group being filled stays.
  for (; (group + 1) * kRecordsPerGroup <= next; ++group) {
    const RingSlot* last = RingSlotOf(region_, group * kRecordsPerGroup + kRecordsPerGroup - 1);
    TraceRecord record;
    const uint64_t mark = Copy(last->mark, &last->record, &record);
    if (mark != 0 && record.received_ns >= before_ns) break;
    head->ring_first.store((group + 1) * kRecordsPerGroup, std::memory_order_relaxed);
    const size_t at = group * kRecordsPerGroup % kTraceRecords * sizeof(RingSlot);
    GiveBack(*segment_, offset_ + kRingAt + at, kRecordsPerGroup * sizeof(RingSlot));
  }
  if (group > first && (group + 1) * kRecordsPerGroup > next)
    GiveBack(*segment_, offset_ + kSideAt, kKeptAt - kSideAt);
}

}  // namespace partita::metrics
