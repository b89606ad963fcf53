#include "shm/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <cerrno>
#include <utility>

namespace partita::shm {
namespace {

namespace interprocess = boost::interprocess;

// Without these a peer could shrink the file and make every reader fault, or add a seal that stops
// the writer.
constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// What mapped_region asks of a thing it can map.
class MemfdMapping {
 public:
  explicit MemfdMapping(int fd) : fd_(fd) {}
  interprocess::mapping_handle_t get_mapping_handle() const { return {fd_, false}; }

 private:
  int fd_;
};

base::Result<interprocess::mapped_region> MapWhole(int fd, size_t bytes, Access access) {
  try {
    const auto mode =
        access == Access::kReadWrite ? interprocess::read_write : interprocess::read_only;
    return interprocess::mapped_region(MemfdMapping(fd), mode, 0, bytes);
  } catch (const interprocess::interprocess_exception& refused) {
    return base::Error::FromErrno("mapping a segment", refused.get_native_error());
  }
}

base::Status SizeAndSeal(int fd, size_t bytes) {
  // Whoever holds a read-only descriptor cannot open it anew for writing through /proc.
  if (fchmod(fd, S_IRUSR) != 0) return base::Error::FromErrno("fchmod of a segment", errno);
  if (ftruncate(fd, static_cast<off_t>(bytes)) != 0) {
    return base::Error::FromErrno("sizing a segment", errno);
  }
  if (fcntl(fd, F_ADD_SEALS, kSeals) != 0)
    return base::Error::FromErrno("sealing a segment", errno);
  return {};
}

}  // namespace

struct Segment::Impl {
  base::UniqueFd fd;
  interprocess::mapped_region region;
};

base::Result<Segment> Segment::Create(const std::string& label, size_t bytes) {
  base::UniqueFd fd(memfd_create(label.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.valid()) return base::Error::FromErrno("memfd_create of " + label, errno);
  PARTITA_TRY(SizeAndSeal(fd.get(), bytes));
  return Map(std::move(fd), bytes, Access::kReadWrite);
}

base::Result<Segment> Segment::Map(base::UniqueFd fd, size_t min_bytes, Access access) {
  const int seals = fcntl(fd.get(), F_GET_SEALS);
  if (seals < 0 || (seals & kSeals) != kSeals) {
    return base::Error::Corrupt("the descriptor is not a sealed segment");
  }
  struct stat status {};
  if (fstat(fd.get(), &status) != 0) return base::Error::FromErrno("fstat of a segment", errno);
  const auto bytes = static_cast<size_t>(status.st_size);
  if (bytes == 0 || bytes < min_bytes) {
    return base::Error::Corrupt("the segment has " + std::to_string(bytes) + " bytes, needed are " +
                                std::to_string(min_bytes));
  }
  PARTITA_ASSIGN(auto region, MapWhole(fd.get(), bytes, access));
  return Segment(std::make_unique<Impl>(Impl{std::move(fd), std::move(region)}));
}

Segment::Segment(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Segment::Segment(Segment&&) noexcept = default;
Segment& Segment::operator=(Segment&&) noexcept = default;
Segment::~Segment() = default;

void* Segment::address() const { return impl_->region.get_address(); }
size_t Segment::size() const { return impl_->region.get_size(); }
int Segment::fd() const { return impl_->fd.get(); }

base::Result<base::UniqueFd> Segment::DuplicateReadOnly() const {
  const std::string path = "/proc/self/fd/" + std::to_string(fd());
  base::UniqueFd reopened(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!reopened.valid()) return base::Error::FromErrno("reopening a segment for reading", errno);
  return reopened;
}

}  // namespace partita::shm
