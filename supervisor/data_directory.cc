#include "supervisor/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace partita::supervisor {
namespace {

constexpr const char* kLockName = "partita.lock";

base::Status CheckClosedToOthers(int directory, const std::string& path) {
  struct stat found {};
  if (fstat(directory, &found) != 0) return base::Error::FromErrno(path, errno);
  if (found.st_uid != geteuid()) {
    return base::Error::Invalid(fmt::format(
        "data directory {} belongs to user {}, not to this one ({}): start as its owner", path,
        found.st_uid, geteuid()));
  }
  if ((found.st_mode & 077) != 0) {
    return base::Error::Invalid(
        fmt::format("data directory {} is open to others (mode {:04o}): close it with chmod 700 {}",
                    path, found.st_mode & 07777, path));
  }
  return {};
}

std::string ReadText(int fd) {
  char text[32];
  const ssize_t size = pread(fd, text, sizeof text, 0);
  std::string line(text, size > 0 ? static_cast<size_t>(size) : 0);
  return line.substr(0, line.find('\n'));
}

}  // namespace

base::Result<DataDirectory> DataDirectory::Open(const std::string& path) {
  std::error_code failed;
  const mode_t before = umask(0077);
  std::filesystem::create_directories(path, failed);
  umask(before);
  if (failed)
    return base::Error::Failed(
        fmt::format("creating data directory {}: {}", path, failed.message()));
  DataDirectory data;
  data.path_ = path;
  data.directory_.Reset(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!data.directory_.valid())
    return base::Error::FromErrno(fmt::format("opening data directory {}", path), errno);
  PARTITA_TRY(CheckClosedToOthers(data.fd(), path));
  PARTITA_TRY(data.TakeLock());
  return data;
}

base::Status DataDirectory::TakeLock() {
  lock_.Reset(openat(fd(), kLockName, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!lock_.valid())
    return base::Error::FromErrno(fmt::format("opening {}/{}", path_, kLockName), errno);
  struct flock whole {};
  whole.l_type = F_WRLCK;
  if (fcntl(lock_.get(), F_OFD_SETLK, &whole) != 0) {
    if (errno != EAGAIN && errno != EACCES)
      return base::Error::FromErrno(fmt::format("locking {}/{}", path_, kLockName), errno);
    return base::Error::Unavailable(
        fmt::format("data directory {} is in use by the supervisor with pid {}: stop that one "
                    "first or choose another --data",
                    path_, ReadText(lock_.get())));
  }
  left_behind_ = !ReadText(lock_.get()).empty();
  const std::string pid = fmt::format("{}\n", getpid());
  if (ftruncate(lock_.get(), 0) != 0 ||
      pwrite(lock_.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return base::Error::FromErrno(fmt::format("writing {}/{}", path_, kLockName), errno);
  }
  return {};
}

base::Result<Manifest> DataDirectory::Settle(std::optional<uint32_t> wanted_slots,
                                             uint32_t default_slots) {
  auto found = ReadManifest(fd());
  if (!found.ok() && found.error().kind != base::ErrorKind::kNotFound)
    return std::move(found).error().Within(path_);
  if (!found.ok()) {
    const Manifest fresh{wanted_slots.value_or(default_slots), UtcNow()};
    PARTITA_TRY(WriteManifest(fd(), fresh));
    return fresh;
  }
  if (wanted_slots.has_value() && *wanted_slots != found->slots) {
    return base::Error::Invalid(
        fmt::format("data directory {0} was made with {1} slots and their number is fixed: leave "
                    "--slots away (or say --slots {1}), or choose "
                    "another --data for {2} slots",
                    path_, found->slots, *wanted_slots));
  }
  return found;
}

void DataDirectory::ReleaseInOrder() {
  [[maybe_unused]] const int ignored = ftruncate(lock_.get(), 0);
}

}  // namespace partita::supervisor
