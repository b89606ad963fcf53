#include "registryd/uuid.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"

namespace partita::registryd {
namespace {

constexpr const char* kSource = "/proc/sys/kernel/random/uuid";
constexpr size_t kUuidLength = 36;

}  // namespace

base::Result<std::string> RandomUuid() {
  const base::UniqueFd fd(open(kSource, O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return base::Error::FromErrno(kSource, errno);
  std::string uuid(kUuidLength, '\0');
  if (read(fd.get(), uuid.data(), uuid.size()) != static_cast<ssize_t>(uuid.size())) {
    return base::Error::FromErrno(kSource, errno);
  }
  return uuid;
}

}  // namespace partita::registryd
