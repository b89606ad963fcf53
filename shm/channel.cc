#include "shm/channel.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <new>
#include <optional>
#include <utility>

#include "base/check.h"
#include "shm/fence.h"
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
static_assert(sizeof(ChannelHeader) <= kRingsOffset);
static_assert(RingFootprint(kRingBytes) % alignof(RingHeader) == 0);

constexpr uint32_t kFirstFlag = 1;
constexpr uint32_t kLastFlag = 2;
constexpr uint32_t kFlagsMask = 0xff;
constexpr size_t kMaxPiece = MaxRecordPayload(kRingBytes);
constexpr size_t kTotalBytes = sizeof(uint64_t);

// Room is given back as soon as a record of any size fits into it, or at the end of the call.
constexpr uint64_t kReleaseBytes = kRingBytes / 8;
// An assembly buffer larger than this is not kept for the next message.
constexpr size_t kKeptAssemblyBytes = 1u << 20;

// The epoch's part of a tag; kPaddingTag has all flag bits set, so no tag of ours is it.
uint32_t EpochBits(uint32_t epoch) { return epoch << 8; }

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

// A message on its way out: what is left of it.
struct Outgoing {
  std::string_view rest;
  bool begun = false;
};

// The same in the outbox, which owns the bytes that were left when it came.
struct Waiting {
  std::string bytes;
  size_t sent = 0;
  bool begun = false;
};

}  // namespace

struct Channel::Impl {
  Impl(Segment its_segment, uint32_t its_epoch, std::shared_ptr<DoorbellButton> its_peer,
       RingProducer producer, RingConsumer consumer)
      : segment(std::move(its_segment)),
        epoch(its_epoch),
        epoch_bits(EpochBits(its_epoch)),
        peer(std::move(its_peer)),
        out(producer),
        in(consumer) {}

  RingWrite WritePiece(Outgoing* message);
  bool Write(Outgoing* message);
  void MoveOutbox();
  bool OutboxCanMove();
  base::Status Take(const RingRecord& record, const std::function<void(std::string_view)>& deliver,
                    size_t* delivered);
  base::Status Begin(const RingRecord& record);
  base::Error Break(std::string_view why);

  Segment segment;
  const uint32_t epoch;
  const uint32_t epoch_bits;
  std::shared_ptr<DoorbellButton> peer;

  RingProducer out;
  std::deque<Waiting> outbox;
  size_t outbox_bytes = 0;  // sum of what is left of each
  bool sent = false;        // since the last Flush

  RingConsumer in;
  bool freed = false;      // since the last Flush
  bool receiving = false;  // inside Receive
  std::unique_ptr<char[]>
      copy;              // kMaxPiece bytes, made at the first record; touched as far as used
  std::string assembly;  // of a message in several records
  std::optional<uint64_t> total;  // its announced size, while it is assembled

  std::optional<base::Error> broken;  // the first violation; dead from then on
  bool reported = false;
};

// The next record of the message.
RingWrite Channel::Impl::WritePiece(Outgoing* message) {
  const bool first = !message->begun;
  const bool whole = first && message->rest.size() <= kMaxPiece;
  uint32_t flags = first ? kFirstFlag : 0;
  std::array<char, kTotalBytes> announced;
  std::string_view prefix;
  if (first && !whole) {
    const uint64_t size = message->rest.size();
    std::memcpy(announced.data(), &size, sizeof size);
    prefix = {announced.data(), announced.size()};
  }
  const std::string_view piece = message->rest.substr(0, kMaxPiece - prefix.size());
  if (piece.size() == message->rest.size()) flags |= kLastFlag;
  const RingWrite outcome = prefix.empty() ? out.TryWrite(epoch_bits | flags, piece)
                                           : out.TryWrite(epoch_bits | flags, prefix, piece);
  if (outcome == RingWrite::kWritten) {
    message->begun = true;
    message->rest.remove_prefix(piece.size());
    sent = true;
  }
  return outcome;
}

// As much of the message as there is room for; true: all of it.
bool Channel::Impl::Write(Outgoing* message) {
  do {
    const RingWrite outcome = WritePiece(message);
    if (outcome == RingWrite::kCorrupt) Break("the reader's position cannot be");
    if (outcome != RingWrite::kWritten) return false;
  } while (!message->rest.empty());
  return true;
}

void Channel::Impl::MoveOutbox() {
  while (!outbox.empty() && !broken) {
    Waiting& front = outbox.front();
    Outgoing message{std::string_view(front.bytes).substr(front.sent), front.begun};
    const size_t before = message.rest.size();
    const bool all = Write(&message);
    front.sent += before - message.rest.size();
    front.begun = message.begun;
    outbox_bytes -= before - message.rest.size();
    if (!all) break;
    outbox.pop_front();
  }
  out.SetStarved(!outbox.empty());
}

bool Channel::Impl::OutboxCanMove() {
  if (outbox.empty()) return false;
  const Waiting& front = outbox.front();
  const size_t left = front.bytes.size() - front.sent;
  const size_t piece = std::min(left, kMaxPiece);  // with its total where there is one
  return out.CanWrite(piece) != RingWrite::kFull;
}

base::Error Channel::Impl::Break(std::string_view why) {
  if (!broken)
    broken = base::Error::Corrupt("the peer broke the channel's protocol: " + std::string(why));
  outbox.clear();
  outbox_bytes = 0;
  return *broken;
}

// The first of several records: how long the message will be, and its first bytes.
base::Status Channel::Impl::Begin(const RingRecord& record) {
  uint64_t size;
  if (record.payload.size() < sizeof size) return Break("a first fragment without a size");
  std::memcpy(&size, record.payload.data(), sizeof size);
  if (size > kMaxMessageBytes) return Break("a message longer than any may be");
  total = size;
  assembly.clear();
  assembly.reserve(size);
  assembly.append(record.payload.substr(sizeof size));
  return {};
}

// `record` is a private copy.
base::Status Channel::Impl::Take(const RingRecord& record,
                                 const std::function<void(std::string_view)>& deliver,
                                 size_t* delivered) {
  const uint32_t flags = record.tag & kFlagsMask;
  if ((record.tag & ~kFlagsMask) != epoch_bits) return Break("a record of another epoch");
  if (flags > (kFirstFlag | kLastFlag)) return Break("unknown flags");
  const bool first = (flags & kFirstFlag) != 0;
  const bool last = (flags & kLastFlag) != 0;
  if (first == total.has_value()) return Break("a fragment out of order");
  if (first && last) {
    ++*delivered;
    deliver(record.payload);
    return {};
  }
  if (first) {
    PARTITA_TRY(Begin(record));
  } else {
    if (record.payload.size() > *total - assembly.size()) return Break("more than was announced");
    assembly.append(record.payload);
  }
  if (assembly.size() > *total || last != (assembly.size() == *total)) {
    return Break("not as long as was announced");
  }
  if (!last) return {};
  total.reset();
  ++*delivered;
  deliver(assembly);
  if (assembly.capacity() > kKeptAssemblyBytes) assembly = std::string();
  return {};
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
  Outgoing outgoing{message};
  if (impl_->outbox.empty() && impl_->Write(&outgoing)) return;
  if (impl_->broken) return;
  impl_->outbox_bytes += outgoing.rest.size();
  impl_->outbox.push_back({std::string(outgoing.rest), 0, outgoing.begun});
  impl_->out.SetStarved(true);
}

void Channel::Flush() {
  impl_->MoveOutbox();
  bool ring = std::exchange(impl_->sent, false);
  if (std::exchange(impl_->freed, false) && !ring) {
    // The room we gave back (RingConsumer::Release) before the look at the mark. Pairs with the
    // fence in Doorbell::Announce(): a producer marks its ring, announces, and then looks at the
    // head; either it sees our room or we see its mark.
    Fence(std::memory_order_seq_cst);
    ring = impl_->in.ProducerStarves();
  }
  if (ring && impl_->peer) impl_->peer->Ring();
}

size_t Channel::outbox_bytes() const { return impl_->outbox_bytes; }

base::Result<size_t> Channel::Receive(size_t max_messages,
                                      const std::function<void(std::string_view)>& on_message) {
  Impl& impl = *impl_;
  PARTITA_CHECK(!impl.receiving, "Receive inside Receive");
  impl.receiving = true;
  size_t delivered = 0;
  uint64_t read = 0;
  while (!impl.broken && delivered < max_messages && read < kRingBytes) {
    RingRecord record;
    const RingRead outcome = impl.in.Next(&record);
    if (outcome == RingRead::kEmpty) break;
    if (outcome == RingRead::kCorrupt) {
      impl.Break("a record that cannot be");
      break;
    }
    if (!impl.copy) impl.copy = std::make_unique_for_overwrite<char[]>(kMaxPiece);
    std::memcpy(impl.copy.get(), record.payload.data(), record.payload.size());
    read += kRecordHeaderBytes + record.payload.size();
    impl.freed = true;
    if (impl.in.unreleased_bytes() >= kReleaseBytes) impl.in.Release();
    const RingRecord copied{record.tag, {impl.copy.get(), record.payload.size()}};
    if (!impl.Take(copied, on_message, &delivered).ok()) break;
  }
  impl.receiving = false;
  if (impl.broken) {
    impl.reported = true;
    return *impl.broken;
  }
  impl.in.Release();
  return delivered;
}

bool Channel::HasMessages() const {
  if (impl_->broken) return !impl_->reported;
  return impl_->in.HasRecords() || impl_->OutboxCanMove();
}

uint32_t Channel::epoch() const { return impl_->epoch; }

}  // namespace partita::shm
