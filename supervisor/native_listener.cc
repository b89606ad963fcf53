#include "supervisor/native_listener.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace partita::supervisor {
namespace {

constexpr int kNativeBacklog = 4096;  // the kernel caps it at net.core.somaxconn

// A Unix address holds 107 characters, a path up to 4095: through the open directory every path
// with a short last part fits.
struct NativePlace {
  base::UniqueFd directory;
  sockaddr_un address{};
};

base::Result<NativePlace> PlaceOfSocket(const std::string& path) {
  const std::filesystem::path whole(path);
  const std::string folder = whole.has_parent_path() ? whole.parent_path().string() : ".";
  NativePlace place;
  place.directory.Reset(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!place.directory.valid())
    return base::Error::FromErrno(fmt::format("directory of the native socket {}", path), errno);
  const std::string through =
      fmt::format("/proc/self/fd/{}/{}", place.directory.get(), whole.filename().string());
  place.address.sun_family = AF_UNIX;
  if (whole.filename().empty() || through.size() >= sizeof place.address.sun_path)
    return base::Error::Invalid(fmt::format("{} cannot be the path of a socket", path));
  std::memcpy(place.address.sun_path, through.c_str(), through.size() + 1);
  return place;
}

base::UniqueFd NewSocket() {
  return base::UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

// Whether somebody listens there; a full backlog is somebody's too.
bool IsAlive(const sockaddr_un& address) {
  const base::UniqueFd probe = NewSocket();
  if (connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return true;
  return errno != ECONNREFUSED && errno != ENOENT;
}

base::Status ClearLeftOver(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (lstat(address.sun_path, &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode))
    return base::Error::Invalid(fmt::format("{} is there and is no socket: choose another "
                                            "--native-socket", path));
  if (IsAlive(address))
    return base::Error::Unavailable(fmt::format("another program listens on {}: stop that one or "
                                                "choose another --native-socket", path));
  unlink(address.sun_path);
  return {};
}

}  // namespace

base::Result<NativeListener> NativeListener::Open(const std::string& path, bool open_to_others) {
  PARTITA_ASSIGN(const NativePlace place, PlaceOfSocket(path));
  PARTITA_TRY(ClearLeftOver(path, place.address));
  NativeListener listener;
  listener.socket_ = NewSocket();
  if (!listener.socket_.valid()) return base::Error::FromErrno("creating a socket", errno);
  // Bound closed to everybody and then opened as far as is wanted: never more than that.
  const mode_t before = umask(0177);
  const auto* address = reinterpret_cast<const sockaddr*>(&place.address);
  const int bound = bind(listener.fd(), address, sizeof place.address);
  const int why = errno;
  umask(before);
  if (bound != 0) return base::Error::FromErrno(fmt::format("binding {}", path), why);
  listener.path_ = path;
  if (chmod(place.address.sun_path, open_to_others ? 0666 : 0660) != 0)
    return base::Error::FromErrno(fmt::format("opening {} to clients", path), errno);
  if (listen(listener.fd(), kNativeBacklog) != 0)
    return base::Error::FromErrno(fmt::format("listening on {}", path), errno);
  return listener;
}

base::Result<NativeListener> NativeListener::Adopt(base::UniqueFd socket) {
  int domain = 0, type = 0, listens = 0;
  const auto ask = [&](int option, int* value) {
    socklen_t size = sizeof *value;
    return getsockopt(socket.get(), SOL_SOCKET, option, value, &size) == 0;
  };
  if (!ask(SO_DOMAIN, &domain) || !ask(SO_TYPE, &type) || !ask(SO_ACCEPTCONN, &listens) ||
      domain != AF_UNIX || type != SOCK_STREAM || listens == 0) {
    return base::Error::Invalid(
        "the socket passed for native clients does not listen on a Unix stream socket");
  }
  const int flags = fcntl(socket.get(), F_GETFL);
  if (flags < 0 || fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0 ||
      fcntl(socket.get(), F_SETFD, FD_CLOEXEC) != 0)
    return base::Error::FromErrno("the socket passed for native clients", errno);
  NativeListener listener;
  listener.socket_ = std::move(socket);
  return listener;
}

void NativeListener::Remove() {
  if (!path_.empty()) unlink(path_.c_str());
}

}  // namespace partita::supervisor
