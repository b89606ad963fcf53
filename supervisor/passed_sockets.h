// The listening sockets that systemd opened before the supervisor was started (partita.socket):
// they outlive it, so that a restart of the house refuses nobody.
//
// Each has a name, FileDescriptorName= of its socket unit (sd_listen_fds(3)):
//   http      the HTTP listener: a TCP socket on a loopback address
//   native    the native listener: a Unix stream socket
// A socket without a name, as systemd-socket-activate(1) passes it, is taken for the HTTP listener.
//
// Thread safety: one object, one thread; made before any descriptor of ours is open.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "supervisor/listener.h"

namespace partita::supervisor {

inline constexpr std::string_view kHttpSocket = "http";
inline constexpr std::string_view kNativeSocket = "native";

class PassedSockets {
 public:
  // What this process was given, if anything; the environment that says so is taken away.
  static PassedSockets Take();

  // The first of this name; an invalid descriptor if there is none.
  base::UniqueFd Claim(std::string_view name);
  // Closes those nobody claimed, with a warning for each.
  void CloseTheRest();

 private:
  std::vector<std::pair<std::string, base::UniqueFd>> sockets_;
};

// The HTTP listener of the house: the one in `passed`, or else a new one (ListenHttp). kInvalid:
// the passed one does not listen for TCP on a loopback address.
base::Result<HttpListener> OpenHttp(PassedSockets* passed, const std::string& address,
                                    uint16_t port, int patience_ms);

}  // namespace partita::supervisor
