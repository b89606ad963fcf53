// The mirror: an immutable snapshot of bytes with a version, published by one process and read by
// all without a message.
//
//   offset  size  field
//        0     4  format      the creator, last; kMirrorFormat
//        4     4  reserved    0
//        8     8  half_bytes  the creator; kMirrorHalfBytes
//       64     8  version     the publisher: counts publications, 0 is none
//      128     8  size[0]     the publisher: bytes in half 0, which holds the even versions
//      136     8  size[1]     the same of half 1, which holds the odd versions
//     4096        half 0      half_bytes long
//                 half 1      half_bytes long
//
// The publisher writes the half that is not current and then moves the version; a reader copies the
// current half and looks at the version again: if it has moved, the publisher may already be at
// work in the half that was copied, and the copy is made anew. A publisher that dies in the middle
// has touched only the half nobody reads; its next life writes that half again. A reader pays one
// atomic load per request to know that nothing has changed. Every word is copied as a relaxed
// atomic: a copy that may be torn is not a data race.
//
// Only registryd can write: it alone is handed the writable descriptor, everybody else one reopened
// for reading (Segment::DuplicateReadOnly), with which no writable mapping can be made.
// F_SEAL_FUTURE_WRITE would promise the same by the file itself, but it holds for every descriptor:
// the next life of registryd could not map the mirror any more, and the published schemas must
// outlive a life of registryd.
//
// Thread safety: one publisher (registryd); any number of readers, in any process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "shm/segment.h"

namespace partita::shm {

inline constexpr size_t kMirrorHalfBytes = 32u << 20;  // untouched pages cost nothing
inline constexpr size_t kMirrorHeaderBytes = 4096;
inline constexpr size_t kMirrorBytes = kMirrorHeaderBytes + 2 * kMirrorHalfBytes;
inline constexpr uint32_t kMirrorFormat = 1;

// kCorrupt unless the segment is a mirror of this format; to be asked before the constructors
// below, for which it must hold.
base::Status CheckMirror(const Segment& segment);

class MirrorPublisher {
 public:
  static base::Result<Segment> Create();      // by the supervisor
  explicit MirrorPublisher(Segment segment);  // mapped kReadWrite
  // Returns the new version (the first is 1); kInvalid when `bytes` exceed a half.
  base::Result<uint64_t> Publish(std::string_view bytes);
  uint64_t version() const;

 private:
  Segment segment_;
};

class MirrorReader {
 public:
  explicit MirrorReader(Segment segment);  // mapped kReadOnly
  uint64_t version() const;                // one acquire load; 0: nothing published yet
  // A consistent copy; says which version it is. kUnavailable when nothing is published, or when
  // the publisher is so quick that no copy of many was whole.
  struct Snapshot {
    uint64_t version;
    std::string bytes;
  };
  base::Result<Snapshot> Read() const;

 private:
  Segment segment_;
};

}  // namespace partita::shm
