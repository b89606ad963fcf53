// What the supervisor hands to a child over the socket the child is born with, and what the child
// says back.
//
// A SOCK_SEQPACKET pair, one message a packet, descriptors beside it (SCM_RIGHTS). The child's end
// is descriptor kHandoverFd. First come kSelf, kMirror, kMetrics, the channels and (gateways) the
// listeners, then kGo; the child attaches to all and says kReady when it can serve. Later a
// kChannel replaces the channel to a peer that has a new life: whoever waited for the old one gets
// an answer at once. End of file means the supervisor is gone: the child ends too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "shm/channel.h"
#include "shm/control_block.h"

namespace partita::shm {

inline constexpr int kHandoverFd = 3;

enum class HandoverKind : uint32_t {
  // To the child.
  kSelf = 1,      // fds: control block, own doorbell. role, index, epoch: who the child is
  kMirror = 2,    // fds: mirror (writable for registryd alone)
  kChannel = 3,   // fds: segment, the peer's doorbell. role, index: the peer; epoch: the channel's;
                  // side: which end is the child's
  kListener = 4,  // fds: a listening socket. index: 0 HTTP, 1 native
  kGo = 5,        // that was all
  kTraces = 9,    // fds: the traces (metrics/trace_ring.h); gateways only
  kPeerGone = 6,  // role, index: the peer died; its channel is dead, a new one follows when it
                  // lives again
  kMetrics = 8,   // fds: the counters (metrics/counter_block.h)
  // From the child.
  kReady = 16,
  kBadChannel = 17,  // role, index, epoch: the channel whose protocol that peer broke
};

struct HandoverHeader {
  HandoverKind kind{};
  Role role{};
  ChannelSide side{};
  uint16_t reserved = 0;
  uint32_t index = 0;
  uint32_t epoch = 0;
};
static_assert(sizeof(HandoverHeader) == 16);

struct HandoverMessage {
  HandoverHeader header;
  std::vector<base::UniqueFd> fds;
};

// Copies of the descriptors travel; the caller keeps its own. kUnavailable: the socket is
// non-blocking and full; kNotFound: the other end is gone.
base::Status SendHandover(int socket, const HandoverHeader& header, const std::vector<int>& fds);
// Blocks unless the socket is non-blocking: then kUnavailable means nothing is there. kNotFound:
// end of file. kCorrupt: not a message of this protocol, or not with the descriptors of its kind.
base::Result<HandoverMessage> ReceiveHandover(int socket);

// Everything a child is given before kGo, checked and mapped: what main.cc of each program starts
// with.
struct Birth {
  HandoverHeader self;
  Segment control_block_segment;
  ControlBlock* control_block = nullptr;
  ProcessEntry* entry = nullptr;  // own
  std::unique_ptr<Doorbell> doorbell;
  std::optional<Segment> mirror;
  struct Peer {
    Role role;
    uint32_t index;
    std::unique_ptr<Channel> channel;
  };
  std::vector<Peer> peers;
  std::vector<base::UniqueFd> listeners;  // by their index
  std::optional<Segment> metrics = {};
  std::optional<Segment> traces = {};
};
// Waits until kGo, also on a non-blocking socket. kNotFound: the supervisor is gone.
base::Result<Birth> ReceiveBirth(int socket);
// A later kChannel: the new end to that peer.
base::Result<Birth::Peer> AttachPeer(HandoverMessage message, ControlBlock* control_block);

}  // namespace partita::shm
