// The mirror: an immutable snapshot of bytes with a version, published by one process and read by all without a message.
//
// Two halves in one segment. The publisher writes the half that is not current and then moves the version; a reader copies the current
// half and looks at the version again: if it moved by more than one the copy may be torn and is made anew. A reader pays one atomic
// load per request to know that nothing has changed.
//
// Thread safety: one publisher (registryd); any number of readers, in any process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "shm/segment.h"

namespace partita::shm {

inline constexpr size_t kMirrorHalfBytes = 32u << 20;  // untouched pages cost nothing

class MirrorPublisher {
 public:
  static base::Result<Segment> Create();  // by the supervisor
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
  uint64_t version() const;  // one relaxed-acquire load; 0: nothing published yet
  // A consistent copy; says which version it is. kUnavailable when nothing is published.
  struct Snapshot {
    uint64_t version;
    std::string bytes;
  };
  base::Result<Snapshot> Read() const;

 private:
  Segment segment_;
};

}  // namespace partita::shm
