#include "store/ballast.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"

namespace partita::store {

base::Status Ballast::Take() {
  base::UniqueFd fd(open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return base::Error::FromErrno(fmt::format("opening {}", path_), errno);
  const int code = posix_fallocate(fd.get(), 0, bytes_);
  if (code == ENOSPC || code == EDQUOT) {
    unlink(path_.c_str());
    return base::Error::Unavailable(fmt::format("no room for {}", path_));
  }
  if (code != 0) return base::Error::FromErrno(fmt::format("allocating {}", path_), code);
  taken_ = true;
  return {};
}

void Ballast::Release() {
  unlink(path_.c_str());
  taken_ = false;
}

}  // namespace partita::store
