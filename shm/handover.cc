#include "shm/handover.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/check.h"
#include "shm/mirror.h"

namespace partita::shm {
namespace {

constexpr size_t kMaxFds = 4;  // more than any kind has: a packet with too many is seen as such
constexpr size_t kControlBytes = CMSG_SPACE(kMaxFds * sizeof(int));
constexpr uint32_t kMaxListeners = 16;

// How many descriptors a message of this kind carries; none if there is no such kind.
std::optional<size_t> FdsOf(HandoverKind kind) {
  switch (kind) {
    case HandoverKind::kSelf:
    case HandoverKind::kChannel:
      return 2;
    case HandoverKind::kMirror:
    case HandoverKind::kListener:
    case HandoverKind::kMetrics:
    case HandoverKind::kTraces:
      return 1;
    case HandoverKind::kGo:
    case HandoverKind::kPeerGone:
    case HandoverKind::kReady:
    case HandoverKind::kBadChannel:
      return 0;
  }
  return std::nullopt;
}

std::vector<base::UniqueFd> TakeFds(msghdr* packet) {
  std::vector<base::UniqueFd> fds;
  for (cmsghdr* part = CMSG_FIRSTHDR(packet); part != nullptr; part = CMSG_NXTHDR(packet, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
      fds.emplace_back(fd);
    }
  }
  return fds;
}

base::Status CheckMessage(const HandoverMessage& message) {
  const HandoverHeader& header = message.header;
  const std::optional<size_t> fds = FdsOf(header.kind);
  if (!fds) return base::Error::Corrupt("a handover of an unknown kind");
  if (message.fds.size() != *fds) {
    return base::Error::Corrupt("a handover with the wrong number of descriptors");
  }
  if (static_cast<uint8_t>(header.side) > 1 || !ControlBlock::HasEntry(header.role, 0)) {
    return base::Error::Corrupt("a handover to or from nobody");
  }
  return {};
}

base::Result<HandoverMessage> WaitForHandover(int socket) {
  for (;;) {
    auto message = ReceiveHandover(socket);
    if (message.ok() || message.error().kind != base::ErrorKind::kUnavailable) return message;
    pollfd readable{socket, POLLIN, 0};
    poll(&readable, 1, -1);  // EINTR: the next round looks again
  }
}

base::Result<Birth> BeginBirth(HandoverMessage message) {
  if (message.header.kind != HandoverKind::kSelf) {
    return base::Error::Corrupt("the first handover does not say who we are");
  }
  const HandoverHeader self = message.header;
  if (!ControlBlock::HasEntry(self.role, self.index)) return base::Error::Corrupt("born as nobody");
  PARTITA_ASSIGN(auto segment,
                 Segment::Map(std::move(message.fds[0]), sizeof(ControlBlock), Access::kReadWrite));
  PARTITA_ASSIGN(ControlBlock * block, ControlBlock::In(segment));
  ProcessEntry* entry = &block->Entry(self.role, self.index);
  auto doorbell = std::make_unique<Doorbell>(&entry->doorbell, std::move(message.fds[1]));
  return Birth{self, std::move(segment), block, entry, std::move(doorbell), std::nullopt, {}, {},
               {}};
}

base::Result<Segment> MapMirror(base::UniqueFd fd, Role role) {
  const Access access = role == Role::kRegistry ? Access::kReadWrite : Access::kReadOnly;
  PARTITA_ASSIGN(auto segment, Segment::Map(std::move(fd), kMirrorBytes, access));
  PARTITA_TRY(CheckMirror(segment));
  return segment;
}

void ForgetPeer(Role role, uint32_t index, std::vector<Birth::Peer>* peers) {
  std::erase_if(*peers,
                [&](const Birth::Peer& peer) { return peer.role == role && peer.index == index; });
}

base::Status Take(HandoverMessage message, Birth* birth) {
  const HandoverHeader header = message.header;
  switch (header.kind) {
    case HandoverKind::kMirror: {
      PARTITA_ASSIGN(birth->mirror, MapMirror(std::move(message.fds[0]), birth->self.role));
      return {};
    }
    case HandoverKind::kMetrics: {
      PARTITA_ASSIGN(birth->metrics,
                     Segment::Map(std::move(message.fds[0]), 1, Access::kReadWrite));
      return {};
    }
    case HandoverKind::kChannel: {
      PARTITA_ASSIGN(auto peer, AttachPeer(std::move(message), birth->control_block));
      ForgetPeer(header.role, header.index, &birth->peers);
      birth->peers.push_back(std::move(peer));
      return {};
    }
    case HandoverKind::kTraces: {
      PARTITA_ASSIGN(birth->traces,
                     Segment::Map(std::move(message.fds[0]), 1, Access::kReadWrite));
      return {};
    }
    case HandoverKind::kPeerGone:  // it died while we were being born
      ForgetPeer(header.role, header.index, &birth->peers);
      return {};
    case HandoverKind::kListener:
      if (header.index >= kMaxListeners) return base::Error::Corrupt("a listener of no such index");
      if (birth->listeners.size() <= header.index) birth->listeners.resize(header.index + 1);
      birth->listeners[header.index] = std::move(message.fds[0]);
      return {};
    default:
      return base::Error::Corrupt("a handover that has no place in a birth");
  }
}

}  // namespace

base::Status SendHandover(int socket, const HandoverHeader& header, const std::vector<int>& fds) {
  PARTITA_CHECK(FdsOf(header.kind) == fds.size(),
                "a handover with the wrong number of descriptors");
  HandoverHeader bytes = header;
  iovec body{&bytes, sizeof bytes};
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  msghdr packet{};
  packet.msg_iov = &body;
  packet.msg_iovlen = 1;
  if (!fds.empty()) {
    packet.msg_control = control.data();
    packet.msg_controllen = CMSG_SPACE(fds.size() * sizeof(int));
    cmsghdr* part = CMSG_FIRSTHDR(&packet);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(fds.size() * sizeof(int));
    std::memcpy(CMSG_DATA(part), fds.data(), fds.size() * sizeof(int));
  }
  ssize_t sent;
  do {
    sent = sendmsg(socket, &packet, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent >= 0) return {};
  if (errno == EAGAIN) return base::Error::Unavailable("the handover socket is full");
  if (errno == EPIPE || errno == ECONNRESET) return base::Error::NotFound("the other end is gone");
  return base::Error::FromErrno("handing over", errno);
}

base::Result<HandoverMessage> ReceiveHandover(int socket) {
  HandoverMessage message;
  iovec body{&message.header, sizeof message.header};
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  msghdr packet{};
  packet.msg_iov = &body;
  packet.msg_iovlen = 1;
  packet.msg_control = control.data();
  packet.msg_controllen = control.size();
  ssize_t received;
  do {
    received = recvmsg(socket, &packet, MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received < 0) {
    if (errno == EAGAIN) return base::Error::Unavailable("no handover waits");
    if (errno == ECONNRESET) return base::Error::NotFound("the other end is gone");
    return base::Error::FromErrno("receiving a handover", errno);
  }
  message.fds = TakeFds(&packet);
  if (received == 0) return base::Error::NotFound("the other end is gone");
  if (received != sizeof message.header || (packet.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return base::Error::Corrupt("a handover of the wrong size");
  }
  PARTITA_TRY(CheckMessage(message));
  return message;
}

base::Result<Birth::Peer> AttachPeer(HandoverMessage message, ControlBlock* control_block) {
  const HandoverHeader& header = message.header;
  if (header.kind != HandoverKind::kChannel || message.fds.size() != 2) {
    return base::Error::Corrupt("not a handover of a channel");
  }
  if (!ControlBlock::HasEntry(header.role, header.index)) {
    return base::Error::Corrupt("a channel to nobody");
  }
  DoorbellWord* word = &control_block->Entry(header.role, header.index).doorbell;
  auto button = std::make_shared<DoorbellButton>(word, std::move(message.fds[1]));
  PARTITA_ASSIGN(auto segment, Segment::Map(std::move(message.fds[0]), 1, Access::kReadWrite));
  PARTITA_ASSIGN(auto channel,
                 Channel::Attach(std::move(segment), header.side, header.epoch, std::move(button)));
  return Birth::Peer{header.role, header.index, std::move(channel)};
}

base::Result<Birth> ReceiveBirth(int socket) {
  PARTITA_ASSIGN(auto first, WaitForHandover(socket));
  PARTITA_ASSIGN(auto birth, BeginBirth(std::move(first)));
  for (;;) {
    PARTITA_ASSIGN(auto message, WaitForHandover(socket));
    if (message.header.kind == HandoverKind::kGo) return birth;
    PARTITA_TRY(Take(std::move(message), &birth));
  }
}

}  // namespace partita::shm
