#include "gateway/partition_link.h"

#include <fmt/format.h>

#include <utility>

#include "base/coding.h"
#include "gateway/call_hop.h"
#include "wire/frame.h"

namespace partita::gateway {
namespace {

constexpr int kPlaceBits = 20;
constexpr uint64_t kPlaceMask = (uint64_t{1} << kPlaceBits) - 1;
constexpr size_t kKeptFrameBytes = 1u << 20;  // a frame's memory beyond this is given back

}  // namespace

PartitionLink::PartitionLink(std::string peer, const LinkLimits& limits, uint16_t slot,
                             CallTracker* tracker)
    : peer_(std::move(peer)), limits_(limits), slot_(slot), tracker_(tracker) {
  PARTITA_CHECK(limits.open_questions <= kPlaceMask, "more waiters than a request id can name");
}

void PartitionLink::Connect(std::unique_ptr<shm::Channel> channel) {
  Disconnect();
  channel_ = std::move(channel);
  epoch_ = channel_->epoch();
}

void PartitionLink::Disconnect() {
  channel_.reset();
  std::vector<Waiter> waiters = std::exchange(waiters_, {});
  free_.clear();
  open_ = 0;
  for (Waiter& waiter : waiters) {
    if (waiter.request_id == 0) continue;
    RefuseLater(base::Error::Unknown(peer_ + " ended before it answered"), std::move(waiter));
  }
}

void PartitionLink::Ask(wire::MessageKind kind, const Edge::EncodePayload& encode,
                        OnReply on_reply) {
  Waiter waiter;
  waiter.on_reply = std::move(on_reply);
  CallHop* hop = StartHop(tracker_, slot_, kind, &waiter.call, &waiter.hop);
  const auto refuse = [&](std::string_view why, Waiter whom) {
    RefuseLater(base::Error::Unavailable(fmt::format("{} {}", peer_, why)), std::move(whom));
  };
  if (channel_ == nullptr) return refuse("is not there", std::move(waiter));
  if (open_ >= limits_.open_questions || channel_->outbox_bytes() >= limits_.outbox_bytes) {
    return refuse("has too much to do", std::move(waiter));
  }
  wire::FrameHeader header;
  header.kind = kind;
  header.trace_id = TraceIdOf(waiter.call.get());
  header.request_id = Wait(std::move(waiter));
  wire::StartFrame(header, &frame_);
  base::ByteWriter writer(&frame_);
  encode(&writer);
  if (frame_.size() - wire::kFrameHeaderBytes > wire::kMaxPayloadBytes) {
    return refuse("takes no message of this size", TakeWaiter(header.request_id));
  }
  wire::FinishFrame(&frame_);
  if (hop != nullptr) StampQueued(tracker_, frame_.size(), hop);
  channel_->Send(frame_);
  if (frame_.capacity() > kKeptFrameBytes) frame_ = {};
}

uint64_t PartitionLink::Wait(Waiter waiter) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(waiters_.size()));
    waiters_.emplace_back();
  }
  const uint32_t place = free_.back();
  free_.pop_back();
  ++open_;
  waiter.request_id = (++questions_ << kPlaceBits) | place;
  waiters_[place] = std::move(waiter);
  return waiters_[place].request_id;
}

PartitionLink::Waiter PartitionLink::TakeWaiter(uint64_t request_id) {
  const uint64_t place = request_id & kPlaceMask;
  if (request_id == 0 || place >= waiters_.size() || waiters_[place].request_id != request_id) {
    return {};
  }
  free_.push_back(static_cast<uint32_t>(place));
  --open_;
  return std::exchange(waiters_[place], {});
}

void PartitionLink::RefuseLater(base::Error error, Waiter waiter) {
  refused_.push_back({std::move(error), std::move(waiter)});
}

void PartitionLink::GiveRefusals() {
  for (Refusal& refusal : std::exchange(refused_, {})) {
    const Waiter& waiter = refusal.waiter;
    if (waiter.call != nullptr) EndHop(refusal.error.kind, tracker_, waiter.call.get(), waiter.hop);
    const CallTracker::Scope scope(tracker_, waiter.call);
    waiter.on_reply(std::move(refusal.error));
  }
}

void PartitionLink::Count(shm::Role role, uint32_t index, metrics::ChannelMeter* meter) const {
  if (channel_ == nullptr) return meter->Gone(role, index);
  meter->Read(role, index, *channel_, open_);
}

void PartitionLink::Flush() {
  if (channel_ != nullptr) channel_->Flush();
}

void PartitionLink::OnMessage(std::string_view message) {
  if (!violation_.empty()) return;
  const auto frame = wire::DecodeFrame(message);
  if (!frame.has_value()) {
    violation_ = wire::WhyInvalid(message);
    return;
  }
  const Waiter waiter =
      frame->header.is_reply() ? TakeWaiter(frame->header.request_id) : Waiter{};
  if (waiter.on_reply == nullptr) {
    violation_ = "a reply that nobody waits for";
    return;
  }
  if (waiter.call != nullptr) StampReply(*frame, tracker_, waiter.call.get(), waiter.hop);
  const CallTracker::Scope scope(tracker_, waiter.call);
  waiter.on_reply(base::ByteReader(frame->payload));
}

base::Result<size_t> PartitionLink::Drain(size_t max_replies) {
  GiveRefusals();
  if (channel_ == nullptr) return size_t{0};
  violation_.clear();
  if (tracker_ != nullptr && channel_->HasMessages()) tracker_->Now();
  auto received =
      channel_->Receive(max_replies, [this](std::string_view message) { OnMessage(message); });
  if (received.ok() && violation_.empty()) return received;
  Disconnect();
  const std::string why = violation_.empty() ? received.error().message : violation_;
  return base::Error::Corrupt(fmt::format("{}: {}", peer_, why));
}

bool PartitionLink::HasWork() const {
  return !refused_.empty() || (channel_ != nullptr && channel_->HasMessages());
}

}  // namespace partita::gateway
