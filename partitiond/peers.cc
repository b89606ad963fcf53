#include "partitiond/peers.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace partita::partitiond {
namespace {

bool IsBlocked(const shm::Channel& channel) { return channel.outbox_bytes() > kMaxOutboxBytes; }

bool IsReadable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return poll(&entry, 1, 0) > 0;
}

}  // namespace

Peers::Peers(std::vector<shm::Birth::Peer> peers, shm::ControlBlock* control_block,
             int handover_socket)
    : peers_(std::move(peers)), control_block_(control_block), handover_socket_(handover_socket) {}

void Peers::BeginTurn() {
  broken_.clear();
  first_ = peers_.empty() ? 0 : (first_ + 1) % peers_.size();
}

size_t Peers::ReceiveRound(size_t frames_each, const OnFrame& on_frame) {
  size_t received = 0;
  std::vector<size_t> dead;
  for (size_t i = 0; i < peers_.size(); ++i) {
    const size_t index = (first_ + i) % peers_.size();
    const shm::Birth::Peer& peer = peers_[index];
    if (IsBlocked(*peer.channel)) continue;
    std::string_view complaint;
    const auto on_message = [&](std::string_view bytes) {
      const std::optional<wire::Frame> frame = wire::DecodeFrame(bytes);
      if (!frame) complaint = wire::WhyInvalid(bytes);
      if (complaint.empty()) on_frame(peer.channel.get(), bytes, *frame);
    };
    const base::Result<size_t> count = peer.channel->Receive(frames_each, std::ref(on_message));
    if (count.ok()) received += *count;
    if (!count.ok()) complaint = count.error().message;
    if (complaint.empty()) continue;
    Report(peer, complaint);
    dead.push_back(index);
  }
  std::sort(dead.rbegin(), dead.rend());
  for (const size_t index : dead) Drop(index);
  return received;
}

void Peers::Flush() {
  for (const shm::Birth::Peer& peer : peers_) peer.channel->Flush();
}

void Peers::Count(metrics::ChannelMeter* meter) const {
  for (const shm::Birth::Peer& peer : peers_) meter->Read(peer.role, peer.index, *peer.channel);
}

bool Peers::HaveWork() const {
  return std::any_of(peers_.begin(), peers_.end(), [](const shm::Birth::Peer& peer) {
    return !IsBlocked(*peer.channel) && peer.channel->HasMessages();
  });
}

bool Peers::LastLook() {
  const size_t before = outbox_bytes();
  if (before > 0) Flush();
  return outbox_bytes() < before || HaveWork();
}

size_t Peers::outbox_bytes() const {
  size_t bytes = 0;
  for (const shm::Birth::Peer& peer : peers_) bytes += peer.channel->outbox_bytes();
  return bytes;
}

bool Peers::FollowHandovers() {
  while (IsReadable(handover_socket_)) {
    base::Result<shm::HandoverMessage> message = shm::ReceiveHandover(handover_socket_);
    if (message.ok()) {
      Follow(*std::move(message));
    } else if (message.error().kind == base::ErrorKind::kNotFound) {
      return false;
    } else if (message.error().kind == base::ErrorKind::kUnavailable) {
      return true;
    } else {
      base::Log(base::LogLevel::kError, "a handover could not be read: {}",
                message.error().message);
    }
  }
  return true;
}

void Peers::Follow(shm::HandoverMessage message) {
  const shm::HandoverHeader header = message.header;
  if (header.kind != shm::HandoverKind::kPeerGone && header.kind != shm::HandoverKind::kChannel)
    return;
  lives_ended_ += std::erase_if(peers_, [&](const shm::Birth::Peer& peer) {
    return peer.role == header.role && peer.index == header.index;
  });
  if (header.kind == shm::HandoverKind::kPeerGone) return;
  base::Result<shm::Birth::Peer> peer = shm::AttachPeer(std::move(message), control_block_);
  if (peer.ok()) {
    peers_.push_back(*std::move(peer));
  } else {
    base::Log(base::LogLevel::kError, "a new channel could not be attached: {}",
              peer.error().message);
  }
}

void Peers::Drop(size_t index) {
  broken_.push_back(std::move(peers_[index]));
  peers_.erase(peers_.begin() + static_cast<ptrdiff_t>(index));
}

void Peers::Report(const shm::Birth::Peer& peer, std::string_view why) {
  base::Log(base::LogLevel::kError, "the channel to {} {} is broken: {}",
            peer.role == shm::Role::kGateway ? "gateway" : "registry", peer.index, why);
  const base::Status sent = shm::SendHandover(handover_socket_,
                                              {.kind = shm::HandoverKind::kBadChannel,
                                               .role = peer.role,
                                               .index = peer.index,
                                               .epoch = peer.channel->epoch()},
                                              {});
  if (!sent.ok())
    base::Log(base::LogLevel::kWarning, "could not report it: {}", sent.error().message);
}

}  // namespace partita::partitiond
