#include "libclient/connection.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace partita::libclient {
namespace {

constexpr size_t kReadBytes = 256u << 10;
constexpr int kReadsAtOnce = 16;  // then others get their turn

// A Unix address holds 107 characters: longer paths go through their open directory.
struct Place {
  base::UniqueFd directory;
  sockaddr_un address{};
};

base::Result<Place> PlaceOf(const std::string& path) {
  Place place;
  place.address.sun_family = AF_UNIX;
  std::string name = path;
  if (name.size() >= sizeof place.address.sun_path) {
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    place.directory.Reset(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!place.directory.valid()) return base::Error::NotFound("no such directory: " + folder);
    name = "/proc/self/fd/" + std::to_string(place.directory.get()) + "/" +
           path.substr(slash == std::string::npos ? 0 : slash + 1);
  }
  if (name.size() >= sizeof place.address.sun_path)
    return base::Error::Invalid("no socket can have this path: " + path);
  std::memcpy(place.address.sun_path, name.c_str(), name.size() + 1);
  return place;
}

}  // namespace

base::Result<Connection> Connection::Open(const std::string& path) {
  PARTITA_ASSIGN(const Place place, PlaceOf(path));
  Connection connection;
  connection.socket_.Reset(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!connection.socket_.valid()) return base::Error::FromErrno("creating a socket", errno);
  const auto* address = reinterpret_cast<const sockaddr*>(&place.address);
  if (connect(connection.fd(), address, sizeof place.address) == 0) return connection;
  if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR)
    return base::Error::NotFound("nobody serves at " + path);
  if (errno == EAGAIN) return base::Error::Unavailable("the house is busy at " + path);
  return base::Error::FromErrno("connecting to " + path, errno);
}

uint64_t Connection::Queue(std::string_view frame) {
  const uint64_t begin = queued_;
  out_.append(frame);
  queued_ += frame.size();
  return begin;
}

base::Status Connection::Send() {
  while (out_at_ < out_.size()) {
    const ssize_t sent =
        send(fd(), out_.data() + out_at_, out_.size() - out_at_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) break;
    if (sent < 0) return base::Error::FromErrno("sending", errno);
    out_at_ += static_cast<size_t>(sent);
    sent_ += static_cast<uint64_t>(sent);
  }
  if (out_at_ == out_.size()) {
    out_.clear();
    out_at_ = 0;
  } else if (out_at_ > kReadBytes) {
    out_.erase(0, std::exchange(out_at_, 0));
  }
  return {};
}

base::Status Connection::Receive(const std::function<void(const wire::Frame&)>& on_frame) {
  if (read_ == nullptr) read_ = std::make_unique_for_overwrite<char[]>(kReadBytes);
  for (int reads = 0; reads < kReadsAtOnce; ++reads) {
    const ssize_t got = recv(fd(), read_.get(), kReadBytes, MSG_DONTWAIT);
    if (got == 0) return base::Error::Unavailable("the house closed the connection");
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return {};
    if (got < 0) return base::Error::FromErrno("receiving", errno);
    in_.append(read_.get(), static_cast<size_t>(got));
    std::string_view rest(in_);
    while (rest.size() >= wire::kFrameHeaderBytes) {
      uint32_t payload_bytes = 0;
      std::memcpy(&payload_bytes, rest.data(), sizeof payload_bytes);
      if (payload_bytes > wire::kMaxPayloadBytes)
        return base::Error::Corrupt("a frame larger than any");
      const size_t size = wire::kFrameHeaderBytes + payload_bytes;
      if (rest.size() < size) break;
      const auto frame = wire::DecodeFrame(rest.substr(0, size));
      if (!frame || !frame->header.is_reply()) return base::Error::Corrupt("no frame of a house");
      on_frame(*frame);
      rest.remove_prefix(size);
    }
    in_.erase(0, in_.size() - rest.size());
    if (static_cast<size_t>(got) < kReadBytes) return {};
  }
  return {};
}

}  // namespace partita::libclient
