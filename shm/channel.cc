#include "shm/channel.h"

#include <atomic>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

#include "base/check.h"
#include "shm/fence.h"
#include "shm/outbox.h"
#include "shm/spsc_ring.h"

namespace partita::shm {
namespace {

struct ChannelHeader {
  std::atomic<uint32_t> format;
  uint32_t epoch;
  uint32_t ring_bytes;
};
constexpr size_t kRingsOffset = 128;
constexpr size_t kChannelBytes = kRingsOffset + 2 * RingFootprint(kRingBytes);
static_assert(sizeof(ChannelHeader) == 12 && offsetof(ChannelHeader, ring_bytes) == 8);
static_assert(kRingsOffset % alignof(RingHeader) == 0);
static_assert(RingFootprint(kRingBytes) % alignof(RingHeader) == 0);

constexpr size_t kMaxRecord = MaxRecordPayload(kRingBytes);

// Room is given back as soon as a record of any size fits into it, or at the end of the call.
constexpr uint64_t kReleaseBytes = kRingBytes / 8;

using Deliver = std::function<void(std::string_view)>;

char* RingAt(const Segment& segment, int index) {
  return static_cast<char*>(segment.address()) + kRingsOffset +
         static_cast<size_t>(index) * RingFootprint(kRingBytes);
}

base::Status CheckSegment(const Segment& segment, uint32_t epoch) {
  if (segment.size() < kChannelBytes) return base::Error::Corrupt("the channel is too short");
  const auto* header = static_cast<const ChannelHeader*>(segment.address());
  // Acquire pairs with Channel::Create().
  if (header->format.load(std::memory_order_acquire) != kChannelFormat ||
      header->ring_bytes != kRingBytes) {
    return base::Error::Corrupt("not a channel of format " + std::to_string(kChannelFormat));
  }
  if (header->epoch != epoch) {
    return base::Error::Corrupt("a channel of epoch " + std::to_string(header->epoch) +
                                ", expected was " + std::to_string(epoch));
  }
  return {};
}

}  // namespace

struct Channel::Impl {
  Impl(Segment its_segment, uint32_t its_epoch, std::shared_ptr<DoorbellButton> its_peer,
       RingProducer producer, RingConsumer consumer)
      : segment(std::move(its_segment)),
        epoch(its_epoch),
        peer(std::move(its_peer)),
        outbox(producer, kRingBytes, its_epoch),
        in(consumer),
        assembler(its_epoch) {}

  bool Take(const RingRecord& record, const Deliver& deliver);
  void Break(std::string_view why);

  Segment segment;
  const uint32_t epoch;
  std::shared_ptr<DoorbellButton> peer;
  Outbox outbox;

  RingConsumer in;
  std::unique_ptr<char[]> copy;  // kMaxRecord bytes, made at the first record
  Assembler assembler;
  bool freed = false;      // room was given back since the last Flush
  bool receiving = false;  // inside Receive
  uint64_t messages_sent = 0;
  uint64_t messages_received = 0;

  std::optional<base::Error> broken;  // the first violation; dead from then on
  bool reported = false;              // Receive has said so
};

void Channel::Impl::Break(std::string_view why) {
  if (broken) return;
  broken = base::Error::Corrupt("the peer broke the channel's protocol: " + std::string(why));
}

// Takes one record from the ring into private memory and on; true: it completed a message.
bool Channel::Impl::Take(const RingRecord& record, const Deliver& deliver) {
  if (!copy) copy = std::make_unique_for_overwrite<char[]>(kMaxRecord);
  const std::string_view copied(copy.get(), record.payload.size());
  std::memcpy(copy.get(), record.payload.data(), record.payload.size());
  freed = true;
  if (in.unreleased_bytes() >= kReleaseBytes) in.Release();
  const auto message = assembler.Take(record.tag, copied);
  if (!message.ok()) Break(message.error().message);
  if (!message.ok() || !message->has_value()) return false;
  deliver(**message);
  assembler.Done();
  return true;
}

base::Result<Segment> Channel::Create(const std::string& label, uint32_t epoch) {
  PARTITA_ASSIGN(Segment segment, Segment::Create(label, kChannelBytes));
  auto* header = new (segment.address()) ChannelHeader{};
  header->epoch = epoch;
  header->ring_bytes = kRingBytes;
  LayOutRing(RingAt(segment, 0), kRingBytes);
  LayOutRing(RingAt(segment, 1), kRingBytes);
  // Release pairs with CheckSegment().
  header->format.store(kChannelFormat, std::memory_order_release);
  return segment;
}

base::Result<std::unique_ptr<Channel>> Channel::Attach(Segment segment, ChannelSide side,
                                                       uint32_t epoch,
                                                       std::shared_ptr<DoorbellButton> peer) {
  PARTITA_TRY(CheckSegment(segment, epoch));
  const int own = static_cast<int>(side);
  PARTITA_ASSIGN(auto producer, RingProducer::Attach(RingAt(segment, own), kRingBytes));
  PARTITA_ASSIGN(auto consumer, RingConsumer::Attach(RingAt(segment, 1 - own), kRingBytes));
  return std::unique_ptr<Channel>(new Channel(
      std::make_unique<Impl>(std::move(segment), epoch, std::move(peer), producer, consumer)));
}

Channel::Channel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Channel::~Channel() = default;

void Channel::Send(std::string_view message) {
  PARTITA_CHECK(message.size() <= kMaxMessageBytes, "a message longer than any may be");
  if (impl_->broken) return;
  ++impl_->messages_sent;
  if (!impl_->outbox.Send(message)) impl_->Break("a reader's position that cannot be");
}

void Channel::Flush() {
  if (!impl_->broken && !impl_->outbox.Move()) impl_->Break("a reader's position that cannot be");
  bool ring = impl_->outbox.TakePublished();
  if (std::exchange(impl_->freed, false) && !ring) {
    // Seq_cst: the room given back (RingConsumer::Release) is visible before the look at the mark.
    // Pairs with the fence in Doorbell::Announce(): a producer marks its ring, announces, and then
    // looks at the head; either it sees the room or we see its mark.
    Fence(std::memory_order_seq_cst);
    ring = impl_->in.ProducerStarves();
  }
  if (ring && impl_->peer) impl_->peer->Ring();
}

size_t Channel::outbox_bytes() const { return impl_->broken ? 0 : impl_->outbox.bytes(); }

base::Result<size_t> Channel::Receive(size_t max_messages, const Deliver& on_message) {
  Impl& impl = *impl_;
  PARTITA_CHECK(!impl.receiving, "Receive inside Receive");
  impl.receiving = true;
  size_t delivered = 0;
  uint64_t bytes = 0;
  RingRecord record;
  while (!impl.broken && delivered < max_messages && bytes < kRingBytes) {
    const RingRead outcome = impl.in.Next(&record);
    if (outcome == RingRead::kEmpty) break;
    if (outcome == RingRead::kCorrupt) {
      impl.Break("a record that cannot be");
      break;
    }
    bytes += kRecordHeaderBytes + record.payload.size();
    if (impl.Take(record, on_message)) ++delivered;
  }
  impl.receiving = false;
  impl.messages_received += delivered;
  if (impl.broken) {
    impl.reported = true;
    return *impl.broken;
  }
  impl.in.Release();
  return delivered;
}

bool Channel::HasMessages() const {
  if (impl_->broken) return !impl_->reported;
  return impl_->in.HasRecords() || impl_->outbox.CanMove();
}

uint32_t Channel::epoch() const { return impl_->epoch; }

ChannelTraffic Channel::traffic() const {
  return {.messages_sent = impl_->messages_sent,
          .messages_received = impl_->messages_received,
          .bytes_sent = impl_->outbox.written_bytes(),
          .bytes_received = impl_->in.read_bytes(),
          .doorbells_rung = impl_->peer ? impl_->peer->rings() : 0};
}

}  // namespace partita::shm
