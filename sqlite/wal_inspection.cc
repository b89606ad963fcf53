#include "sqlite/wal_inspection.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <vector>

#include "base/fd.h"

namespace partita::sqlite {
namespace {

constexpr size_t kLogHeaderBytes = 32;
constexpr size_t kLogFrameBytes = 24;
constexpr uint32_t kMagic = 0x377f0682;  // the lowest bit: checksums of big-endian words
constexpr uint32_t kLargestPage = 65'536;

using Bytes = std::vector<uint8_t>;

uint32_t BigEndian(const uint8_t* at) {
  return uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | uint32_t{at[3]};
}

// The running checksum of the log; `size` is a multiple of 8.
struct WalChecksum {
  bool big_endian = false;
  uint32_t first = 0;
  uint32_t second = 0;

  void Add(const uint8_t* bytes, size_t size) {
    for (size_t at = 0; at < size; at += 8) {
      first += Word(bytes + at) + second;
      second += Word(bytes + at + 4) + first;
    }
  }
  uint32_t Word(const uint8_t* at) const {
    const uint32_t big = BigEndian(at);
    return big_endian ? big : __builtin_bswap32(big);
  }
  bool Is(const uint8_t* stored) const {
    return first == BigEndian(stored) && second == BigEndian(stored + 4);
  }
};

bool IsPageSize(uint32_t size) {
  return size >= 512 && size <= kLargestPage && std::has_single_bit(size);
}

// Reads the log frame by frame. A frame that is not whole ends it.
class WalReader {
 public:
  explicit WalReader(int fd) : fd_(fd) {}

  bool ReadHeader() {
    uint8_t header[kLogHeaderBytes];
    if (pread(fd_, header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) return false;
    page_bytes_ = BigEndian(header + 8);
    checksum_.big_endian = (BigEndian(header) & 1) != 0;
    checksum_.Add(header, 24);
    salts_ = {BigEndian(header + 16), BigEndian(header + 20)};
    good_ =
        (BigEndian(header) & ~1u) == kMagic && IsPageSize(page_bytes_) && checksum_.Is(header + 24);
    return IsPageSize(page_bytes_);
  }

  bool ReadFrame() {
    frame_.resize(kLogFrameBytes + page_bytes_);
    const off_t at = static_cast<off_t>(kLogHeaderBytes + frames_read_ * frame_.size());
    if (pread(fd_, frame_.data(), frame_.size(), at) != static_cast<ssize_t>(frame_.size()))
      return false;
    ++frames_read_;
    return true;
  }

  bool SaltsFit() const {
    return BigEndian(&frame_[8]) == salts_.first && BigEndian(&frame_[12]) == salts_.second;
  }
  bool EndsTransaction() const { return BigEndian(&frame_[4]) != 0; }
  // True as long as every frame so far is what was written.
  bool Good() {
    if (!good_) return false;
    checksum_.Add(frame_.data(), 8);
    checksum_.Add(&frame_[kLogFrameBytes], page_bytes_);
    good_ = SaltsFit() && checksum_.Is(&frame_[16]);
    return good_;
  }

 private:
  const int fd_;
  uint32_t page_bytes_ = 0;
  std::pair<uint32_t, uint32_t> salts_;
  WalChecksum checksum_;
  bool good_ = false;
  Bytes frame_;
  uint64_t frames_read_ = 0;
};

}  // namespace

base::Result<WalInspection> InspectWal(const std::string& path) {
  const base::UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid() && errno == ENOENT) return WalInspection{};
  if (!fd.valid()) return base::Error::FromErrno(fmt::format("opening {}", path), errno);
  WalInspection found;
  WalReader reader(fd.get());
  if (!reader.ReadHeader()) return found;
  while (reader.ReadFrame()) {
    if (reader.Good()) {
      ++found.frames;
      if (reader.EndsTransaction()) ++found.commits;
    } else if (reader.SaltsFit() && reader.EndsTransaction()) {
      ++found.commits_lost;
    }
  }
  return found;
}

}  // namespace partita::sqlite
