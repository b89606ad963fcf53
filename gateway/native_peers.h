// Who may use the native socket, by what the kernel says of the peer (SO_PEERCRED, SO_PEERGROUPS):
// this process's own user and root always, further users and groups by option.
//
// The kernel's word is of the moment of connect(): a process cannot pretend to be another user's.
#pragma once

#include <sys/types.h>

#include <vector>

#include "base/result.h"

namespace partita::gateway {

struct NativePeer {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
  std::vector<gid_t> groups = {};  // further ones
};

// Of a connected Unix socket.
base::Result<NativePeer> PeerOf(int socket);

struct NativePeers {
  std::vector<uid_t> users = {};
  std::vector<gid_t> groups = {};

  bool Allows(const NativePeer& peer) const;
};

}  // namespace partita::gateway
