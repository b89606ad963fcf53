#include "shm/segment.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Good;
using testing::MapAgain;

TEST(Segment, IsZeroFilledAndAsLongAsAskedFor) {
  const Segment segment = Good(Segment::Create("test", 10000));
  ASSERT_EQ(segment.size(), 10000u);
  const char* bytes = static_cast<const char*>(segment.address());
  EXPECT_EQ(std::string_view(bytes, 10000), std::string(10000, '\0'));
}

TEST(Segment, ShowsTheSameBytesInEveryMapping) {
  const Segment first = Good(Segment::Create("test", 4096));
  const Segment second = MapAgain(first);
  ASSERT_NE(first.address(), second.address());
  std::memcpy(first.address(), "hello", 5);
  EXPECT_EQ(std::memcmp(second.address(), "hello", 5), 0);
}

TEST(Segment, CannotBeShrunkGrownOrUnsealed) {
  const Segment segment = Good(Segment::Create("test", 8192));
  EXPECT_NE(ftruncate(segment.fd(), 4096), 0);
  EXPECT_NE(ftruncate(segment.fd(), 16384), 0);
  EXPECT_NE(fcntl(segment.fd(), F_ADD_SEALS, F_SEAL_WRITE), 0);
}

TEST(Segment, RefusesADescriptorThatIsNotSealed) {
  base::UniqueFd fd(memfd_create("loose", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  ASSERT_EQ(ftruncate(fd.get(), 4096), 0);
  const auto mapped = Segment::Map(std::move(fd), 4096, Access::kReadWrite);
  ASSERT_FALSE(mapped.ok());
  EXPECT_EQ(mapped.error().kind, base::ErrorKind::kCorrupt);
}

TEST(Segment, RefusesWhatIsNoMemoryAtAll) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const base::UniqueFd writer(ends[1]);
  EXPECT_FALSE(Segment::Map(base::UniqueFd(ends[0]), 1, Access::kReadOnly).ok());
  EXPECT_FALSE(Segment::Map(base::UniqueFd(), 1, Access::kReadOnly).ok());
}

TEST(Segment, RefusesOneThatIsTooShort) {
  const Segment segment = Good(Segment::Create("test", 4096));
  const auto mapped = Segment::Map(base::UniqueFd(dup(segment.fd())), 4097, Access::kReadWrite);
  ASSERT_FALSE(mapped.ok());
  EXPECT_EQ(mapped.error().kind, base::ErrorKind::kCorrupt);
}

TEST(Segment, RefusesToBeEmpty) { EXPECT_FALSE(Segment::Create("test", 0).ok()); }

TEST(Segment, ReadOnlyDescriptorCanBeReadButNotMappedForWriting) {
  const Segment segment = Good(Segment::Create("test", 4096));
  std::memcpy(segment.address(), "hello", 5);
  const int fd = Good(segment.DuplicateReadOnly()).Release();
  const auto writable = Segment::Map(base::UniqueFd(dup(fd)), 4096, Access::kReadWrite);
  EXPECT_FALSE(writable.ok());
  const Segment readable = Good(Segment::Map(base::UniqueFd(fd), 4096, Access::kReadOnly));
  EXPECT_EQ(std::memcmp(readable.address(), "hello", 5), 0);
  EXPECT_NE(mprotect(readable.address(), 4096, PROT_READ | PROT_WRITE), 0);
  EXPECT_LT(write(fd, "x", 1), 0);
}

TEST(Segment, ReadOnlyDescriptorCannotBeOpenedAnewForWriting) {
  if (geteuid() == 0) GTEST_SKIP() << "root may open anything";
  const Segment segment = Good(Segment::Create("test", 4096));
  const base::UniqueFd fd = Good(segment.DuplicateReadOnly());
  const std::string path = "/proc/self/fd/" + std::to_string(fd.get());
  EXPECT_LT(open(path.c_str(), O_RDWR | O_CLOEXEC), 0);
}

}  // namespace
}  // namespace partita::shm
