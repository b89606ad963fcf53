#include "supervisor/status_socket.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace partita::supervisor {
namespace {

constexpr const char* kStatusName = "status.sock";
constexpr int kPatienceMs = 2'000;

// A Unix address holds 107 characters, a path up to 4095: through the open directory every path is
// short.
sockaddr_un StatusAddress(int directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", directory,
                kStatusName);
  return address;
}

base::Result<base::UniqueFd> Connect(int directory) {
  base::UniqueFd connection(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (!connection.valid()) return base::Error::FromErrno("creating a socket", errno);
  const sockaddr_un address = StatusAddress(directory);
  if (connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED)
      return base::Error::NotFound("no supervisor serves this data directory");
    return base::Error::FromErrno("connecting to status.sock", errno);
  }
  return connection;
}

constexpr size_t kDescriptors = 4;

// A packet of one byte with room for the descriptors.
struct Packet {
  Packet() {
    header.msg_iov = &body;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
  Packet(const Packet&) = delete;
  Packet& operator=(const Packet&) = delete;

  char byte = 0;
  iovec body{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(kDescriptors * sizeof(int))] = {};
  msghdr header{};
};

}  // namespace

base::Result<base::UniqueFd> ListenStatus(int directory) {
  base::UniqueFd listener(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!listener.valid()) return base::Error::FromErrno("creating the status socket", errno);
  unlinkat(directory, kStatusName, 0);
  const sockaddr_un address = StatusAddress(directory);
  const mode_t before = umask(0177);
  const int bound =
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int reason = errno;
  umask(before);
  if (bound != 0) return base::Error::FromErrno("binding status.sock", reason);
  if (listen(listener.get(), 16) != 0)
    return base::Error::FromErrno("listening on status.sock", errno);
  return listener;
}

void AnswerStatus(int listener, const StatusFds& fds) {
  const base::UniqueFd client(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!client.valid()) return;
  Packet packet;
  cmsghdr* rights = CMSG_FIRSTHDR(&packet.header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  const int numbers[kDescriptors] = {fds.control_block, fds.counters, fds.mirror, fds.traces};
  rights->cmsg_len = CMSG_LEN(sizeof numbers);
  std::memcpy(CMSG_DATA(rights), numbers, sizeof numbers);
  // A client that went away gets nothing; there is nobody to tell.
  [[maybe_unused]] const ssize_t sent =
      sendmsg(client.get(), &packet.header, MSG_NOSIGNAL | MSG_DONTWAIT);
}

base::Result<StatusDescriptors> AskStatus(int directory) {
  PARTITA_ASSIGN(const base::UniqueFd connection, Connect(directory));
  pollfd answer{.fd = connection.get(), .events = POLLIN, .revents = 0};
  if (poll(&answer, 1, kPatienceMs) != 1)
    return base::Error::Unavailable("the supervisor does not answer");
  Packet packet;
  const ssize_t received = recvmsg(connection.get(), &packet.header, MSG_CMSG_CLOEXEC);
  if (received < 0) return base::Error::FromErrno("receiving the status", errno);
  const cmsghdr* rights = received == 1 ? CMSG_FIRSTHDR(&packet.header) : nullptr;
  if (rights == nullptr || rights->cmsg_type != SCM_RIGHTS ||
      rights->cmsg_len != CMSG_LEN(kDescriptors * sizeof(int))) {
    return base::Error::Unavailable("the supervisor is stopping");
  }
  int numbers[kDescriptors];
  std::memcpy(numbers, CMSG_DATA(rights), sizeof numbers);
  return StatusDescriptors{base::UniqueFd(numbers[0]), base::UniqueFd(numbers[1]),
                           base::UniqueFd(numbers[2]), base::UniqueFd(numbers[3])};
}

}  // namespace partita::supervisor
