#include "supervisor/passed_sockets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include <cstdlib>

#include "base/log.h"

namespace partita::supervisor {
namespace {

constexpr std::string_view kNoName = "unknown";  // sd_listen_fds_with_names(3)

// From the names systemd gave: "unknown" and nothing at all mean the one socket everybody has.
std::string NameOf(const char* given) {
  const std::string_view name = given == nullptr ? kNoName : std::string_view(given);
  return std::string(name.empty() || name == kNoName ? kHttpSocket : name);
}

}  // namespace

PassedSockets PassedSockets::Take() {
  PassedSockets passed;
  char** names = nullptr;
  const int count = sd_listen_fds_with_names(/*unset_environment=*/1, &names);
  for (int i = 0; i < count; ++i) {
    // They are marked close-on-exec by the call above.
    passed.sockets_.emplace_back(NameOf(names[i]), base::UniqueFd(SD_LISTEN_FDS_START + i));
    std::free(names[i]);
  }
  std::free(names);
  return passed;
}

base::UniqueFd PassedSockets::Claim(std::string_view name) {
  for (auto at = sockets_.begin(); at != sockets_.end(); ++at) {
    if (at->first != name) continue;
    base::UniqueFd socket = std::move(at->second);
    sockets_.erase(at);
    return socket;
  }
  return {};
}

void PassedSockets::CloseTheRest() {
  for (const auto& [name, socket] : sockets_) {
    base::Log(base::LogLevel::kWarning, "the passed socket '{}' is not used and closed", name);
  }
  sockets_.clear();
}

base::Result<HttpListener> OpenHttp(PassedSockets* passed, const std::string& address,
                                    uint16_t port, int patience_ms) {
  base::UniqueFd socket = passed->Claim(kHttpSocket);
  if (!socket.valid()) return ListenHttp(address, port, patience_ms);
  PARTITA_ASSIGN(HttpListener listener, AdoptHttp(std::move(socket)));
  base::Log(base::LogLevel::kInfo, "{} is open already: passed by the service manager",
            listener.address);
  return listener;
}

}  // namespace partita::supervisor
