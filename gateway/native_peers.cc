#include "gateway/native_peers.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace partita::gateway {
namespace {

constexpr size_t kMostGroups = 1024;

bool Has(const std::vector<gid_t>& groups, gid_t group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// Without them (an old kernel, more groups than anybody has) the peer stands for its first group.
std::vector<gid_t> FurtherGroups(int socket) {
  std::vector<gid_t> groups(kMostGroups);
  socklen_t size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0) size = 0;
  groups.resize(size / sizeof(gid_t));
  return groups;
}

}  // namespace

base::Result<NativePeer> PeerOf(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 ||
      size != sizeof credentials) {
    return base::Error::FromErrno("asking who connects", errno);
  }
  return NativePeer{credentials.uid, credentials.gid, credentials.pid, FurtherGroups(socket)};
}

bool NativePeers::Allows(const NativePeer& peer) const {
  if (peer.uid == 0 || peer.uid == geteuid()) return true;
  if (std::find(users.begin(), users.end(), peer.uid) != users.end()) return true;
  return std::any_of(groups.begin(), groups.end(), [&](gid_t group) {
    return group == peer.gid || Has(peer.groups, group);
  });
}

}  // namespace partita::gateway
