// The HTTP listener: opened by the supervisor and handed to every gateway, so that a gateway that
// restarts refuses nobody — new connections wait in the backlog.
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

// The same of a socket that somebody else has opened. kInvalid: it does not listen for TCP, or not
// on a loopback address.
base::Result<HttpListener> AdoptHttp(base::UniqueFd socket);

}  // namespace partita::supervisor
