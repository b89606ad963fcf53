#include "gateway/partition_link.h"

#include <fmt/format.h>

#include <utility>

#include "base/coding.h"
#include "wire/frame.h"

namespace partita::gateway {
namespace {

constexpr int kPlaceBits = 20;
constexpr uint64_t kPlaceMask = (uint64_t{1} << kPlaceBits) - 1;
constexpr size_t kKeptFrameBytes = 1u << 20;  // a frame's memory beyond this is given back

}  // namespace

PartitionLink::PartitionLink(std::string peer, const LinkLimits& limits)
    : peer_(std::move(peer)), limits_(limits) {
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
    refused_.emplace_back(base::Error::Unknown(peer_ + " ended before it answered"),
                          std::move(waiter.on_reply));
  }
}

void PartitionLink::Ask(wire::MessageKind kind, const Edge::EncodePayload& encode,
                        OnReply on_reply) {
  if (channel_ == nullptr) return RefuseLater("is not there", std::move(on_reply));
  if (open_ >= limits_.open_questions || channel_->outbox_bytes() >= limits_.outbox_bytes) {
    return RefuseLater("has too much to do", std::move(on_reply));
  }
  const uint64_t request_id = Wait(std::move(on_reply));
  wire::FrameHeader header;
  header.kind = kind;
  header.request_id = request_id;
  wire::StartFrame(header, &frame_);
  base::ByteWriter writer(&frame_);
  encode(&writer);
  if (frame_.size() - wire::kFrameHeaderBytes > wire::kMaxPayloadBytes) {
    return RefuseLater("takes no message of this size", TakeWaiter(request_id));
  }
  wire::FinishFrame(&frame_);
  channel_->Send(frame_);
  if (frame_.capacity() > kKeptFrameBytes) frame_ = {};
}

uint64_t PartitionLink::Wait(OnReply on_reply) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(waiters_.size()));
    waiters_.emplace_back();
  }
  const uint32_t place = free_.back();
  free_.pop_back();
  ++open_;
  const uint64_t request_id = (++questions_ << kPlaceBits) | place;
  waiters_[place] = {request_id, std::move(on_reply)};
  return request_id;
}

OnReply PartitionLink::TakeWaiter(uint64_t request_id) {
  const uint64_t place = request_id & kPlaceMask;
  if (request_id == 0 || place >= waiters_.size() || waiters_[place].request_id != request_id) {
    return nullptr;
  }
  waiters_[place].request_id = 0;
  free_.push_back(static_cast<uint32_t>(place));
  --open_;
  return std::exchange(waiters_[place].on_reply, nullptr);
}

void PartitionLink::RefuseLater(std::string why, OnReply on_reply) {
  refused_.emplace_back(base::Error::Unavailable(peer_ + " " + std::move(why)),
                        std::move(on_reply));
}

void PartitionLink::GiveRefusals() {
  for (auto& [error, on_reply] : std::exchange(refused_, {})) on_reply(std::move(error));
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
  const OnReply on_reply =
      frame->header.is_reply() ? TakeWaiter(frame->header.request_id) : nullptr;
  if (on_reply == nullptr) {
    violation_ = "a reply that nobody waits for";
    return;
  }
  on_reply(base::ByteReader(frame->payload));
}

base::Result<size_t> PartitionLink::Drain(size_t max_replies) {
  GiveRefusals();
  if (channel_ == nullptr) return size_t{0};
  violation_.clear();
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
