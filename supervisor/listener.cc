#include "supervisor/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "base/clock.h"
#include "supervisor/options.h"

namespace partita::supervisor {
namespace {

constexpr int kBacklog = 4096;  // the kernel caps it at net.core.somaxconn
constexpr int kRetryEveryUs = 10'000;

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

Address Numeric(const std::string& host, uint16_t port) {
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.bytes);
  auto* six = reinterpret_cast<sockaddr_in6*>(&address.bytes);
  if (inet_pton(AF_INET, host.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    address.size = sizeof *four;
  } else if (inet_pton(AF_INET6, host.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    address.size = sizeof *six;
  }
  return address;
}

Address BoundAddress(int socket) {
  Address bound;
  bound.size = sizeof bound.bytes;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound.bytes), &bound.size) != 0)
    bound.size = 0;
  return bound;
}

// "127.0.0.1", "::1"; empty: of another family.
std::string HostOf(const Address& address) {
  char text[INET6_ADDRSTRLEN] = "";
  const auto* four = reinterpret_cast<const sockaddr_in*>(&address.bytes);
  const auto* six = reinterpret_cast<const sockaddr_in6*>(&address.bytes);
  if (address.size == 0) return {};
  if (address.bytes.ss_family == AF_INET)
    inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
  else if (address.bytes.ss_family == AF_INET6)
    inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
  return text;
}

bool IsListeningStream(int socket) {
  int type = 0;
  int listens = 0;
  socklen_t size = sizeof type;
  if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return false;
  size = sizeof listens;
  return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0 &&
         type == SOCK_STREAM;
}

std::string BoundTo(int socket, const std::string& host) {
  const sockaddr_storage bound = BoundAddress(socket).bytes;
  // The port is at the same place in both families.
  const uint16_t port = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
  return bound.ss_family == AF_INET6 ? fmt::format("[{}]:{}", host, port)
                                     : fmt::format("{}:{}", host, port);
}

}  // namespace

base::Result<HttpListener> ListenHttp(const std::string& host, uint16_t port, int patience_ms) {
  const Address address = Numeric(host, port);
  if (address.size == 0)
    return base::Error::Invalid(fmt::format("'{}' is not a numeric address", host));
  const int64_t give_up_at = base::MonotonicNs() + int64_t{patience_ms} * 1'000'000;
  HttpListener listener;
  listener.socket.Reset(
      socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!listener.socket.valid()) return base::Error::FromErrno("creating the HTTP socket", errno);
  const int fd = listener.socket.get();
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  while (bind(fd, reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0) {
    if (errno != EADDRINUSE)
      return base::Error::FromErrno(fmt::format("binding {} port {}", host, port), errno);
    if (base::MonotonicNs() >= give_up_at) {
      return base::Error::Unavailable(fmt::format(
          "address {} port {} is in use by another program: stop that one or choose another --port",
          host, port));
    }
    usleep(kRetryEveryUs);
  }
  if (listen(fd, kBacklog) != 0)
    return base::Error::FromErrno(fmt::format("listening on {} port {}", host, port), errno);
  listener.address = BoundTo(fd, host);
  return listener;
}

base::Result<HttpListener> AdoptHttp(base::UniqueFd socket) {
  const std::string host = HostOf(BoundAddress(socket.get()));
  if (host.empty() || !IsListeningStream(socket.get()))
    return base::Error::Invalid("the socket passed for HTTP does not listen for TCP connections");
  PARTITA_TRY(LoopbackAddress(host));
  const int flags = fcntl(socket.get(), F_GETFL);
  if (flags < 0 || fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0 ||
      fcntl(socket.get(), F_SETFD, FD_CLOEXEC) != 0) {
    return base::Error::FromErrno("the socket passed for HTTP", errno);
  }
  HttpListener listener;
  listener.address = BoundTo(socket.get(), host);
  listener.socket = std::move(socket);
  return listener;
}

}  // namespace partita::supervisor
