#include "store/slot_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace partita::store {
namespace {

base::Result<base::UniqueFd> OpenPrivate(const std::string& path) {
  base::UniqueFd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return base::Error::FromErrno(fmt::format("opening {}", path), errno);
  struct stat status {};
  if (fstat(fd.get(), &status) != 0)
    return base::Error::FromErrno(fmt::format("looking at {}", path), errno);
  if ((status.st_mode & 077) != 0) {
    return base::Error::Invalid(fmt::format("{} may be touched by others: chmod 600 it", path));
  }
  return fd;
}

base::Status Lock(const base::UniqueFd& fd, const std::string& path) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (fcntl(fd.get(), F_OFD_SETLK, &whole) == 0) return {};
  if (errno == EAGAIN || errno == EACCES) {
    return base::Error::Unavailable(fmt::format("{} is held by another owner", path));
  }
  return base::Error::FromErrno(fmt::format("locking {}", path), errno);
}

// A new file is there after a power loss only if its directory was synced.
base::Status SyncDirectory(const std::string& path) {
  const std::string directory = std::filesystem::absolute(path).parent_path().string();
  base::UniqueFd fd(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || fsync(fd.get()) != 0) {
    return base::Error::FromErrno(fmt::format("syncing {}", directory), errno);
  }
  return {};
}

off_t SizeOf(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

}  // namespace

base::Result<SlotFile> SlotFile::Claim(const std::string& path) {
  const std::string lock_path = path + ".lock";
  PARTITA_ASSIGN(base::UniqueFd lock, OpenPrivate(lock_path));
  PARTITA_TRY(Lock(lock, lock_path));
  {
    // Closed again before SQLite opens it: closing later would drop SQLite's POSIX locks.
    PARTITA_ASSIGN(base::UniqueFd file, OpenPrivate(path));
  }
  const bool is_new = SizeOf(path) == 0;
  if (is_new) PARTITA_TRY(SyncDirectory(path));
  return SlotFile(std::move(lock), is_new, SizeOf(path + "-wal") > 0);
}

}  // namespace partita::store
