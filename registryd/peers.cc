#include "registryd/peers.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace partita::registryd {
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

size_t Peers::Receive(size_t frames_each, const OnFrame& on_frame) {
  size_t received = 0;
  struct Broken {
    PeerId id;
    uint32_t epoch;
    std::string why;
  };
  std::vector<Broken> broken;
  for (const shm::Birth::Peer& peer : peers_) {
    if (IsBlocked(*peer.channel)) continue;
    const PeerId id{peer.role, peer.index};
    std::string complaint;
    const auto on_message = [&](std::string_view bytes) {
      const std::optional<wire::Frame> frame = wire::DecodeFrame(bytes);
      if (!frame) complaint = wire::WhyInvalid(bytes);
      if (complaint.empty()) on_frame(id, *frame);
    };
    const base::Result<size_t> count = peer.channel->Receive(frames_each, std::ref(on_message));
    if (count.ok()) received += *count;
    if (!count.ok()) complaint = count.error().message;
    if (!complaint.empty()) broken.push_back({id, peer.channel->epoch(), complaint});
  }
  for (const auto& [id, epoch, why] : broken) {
    Report(id, epoch, why);
    Forget(id);
  }
  return received;
}

shm::Channel* Peers::Find(PeerId id) const {
  for (const shm::Birth::Peer& peer : peers_) {
    if (peer.role == id.role && peer.index == id.index) return peer.channel.get();
  }
  return nullptr;
}

void Peers::Send(PeerId to, std::string_view frame) {
  if (shm::Channel* channel = Find(to)) channel->Send(frame);
}

void Peers::Flush() {
  for (const shm::Birth::Peer& peer : peers_) peer.channel->Flush();
}

void Peers::Count(metrics::ChannelMeter* meter) const {
  for (const shm::Birth::Peer& peer : peers_) meter->Read(peer.role, peer.index, *peer.channel);
}

bool Peers::LastLook() {
  Flush();
  return std::any_of(peers_.begin(), peers_.end(), [](const shm::Birth::Peer& peer) {
    return !IsBlocked(*peer.channel) && peer.channel->HasMessages();
  });
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
  Forget({header.role, header.index});
  if (header.kind == shm::HandoverKind::kPeerGone) return;
  base::Result<shm::Birth::Peer> peer = shm::AttachPeer(std::move(message), control_block_);
  if (peer.ok()) {
    peers_.push_back(*std::move(peer));
  } else {
    base::Log(base::LogLevel::kError, "a new channel could not be attached: {}",
              peer.error().message);
  }
}

void Peers::Forget(PeerId id) {
  std::erase_if(peers_, [&](const shm::Birth::Peer& peer) {
    return peer.role == id.role && peer.index == id.index;
  });
  if (on_gone_) on_gone_(id);
}

void Peers::Report(PeerId id, uint32_t epoch, std::string_view why) {
  base::Log(base::LogLevel::kError, "the channel to {} {} is broken: {}",
            id.role == shm::Role::kGateway ? "gateway" : "partition", id.index, why);
  const base::Status sent = shm::SendHandover(
      handover_socket_,
      {.kind = shm::HandoverKind::kBadChannel, .role = id.role, .index = id.index, .epoch = epoch},
      {});
  if (!sent.ok())
    base::Log(base::LogLevel::kWarning, "could not report it: {}", sent.error().message);
}

}  // namespace partita::registryd
