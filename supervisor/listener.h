// The sockets the supervisor opens itself, so that no child's life depends on them: the HTTP listener, handed to every gateway — one
// that restarts refuses nobody, connections wait in the backlog — and the status socket.
#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace partita::supervisor {

struct HttpListener {
  base::UniqueFd socket;  // bound, listening, non-blocking
  std::string address;    // "127.0.0.1:8000", "[::1]:8000": with the port that was bound
};

// `address` is numeric. When it is in use, tries again for `patience_ms`; then kUnavailable.
base::Result<HttpListener> ListenHttp(const std::string& address, uint16_t port, int patience_ms);

// `directory`/status.sock, mode 0600; a left-over is replaced (the caller holds the directory's lock). SOCK_SEQPACKET.
base::Result<base::UniqueFd> ListenStatus(int directory);
// The other side. kNotFound: nobody serves here.
base::Result<base::UniqueFd> ConnectStatus(int directory);

}  // namespace partita::supervisor
