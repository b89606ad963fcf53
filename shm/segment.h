// A sealed memfd and its mapping: shared memory without a name, gone with its last descriptor.
//
// The creator (the supervisor) sizes it and seals it against shrinking and growing, so that no
// reader can be made to fault. Mapped by Boost.Interprocess. Thread safety: as the memory in it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace partita::shm {

enum class Access { kReadWrite, kReadOnly };

class Segment {
 public:
  // A new zero-filled segment. `label` is what /proc/<pid>/maps shows.
  static base::Result<Segment> Create(const std::string& label, size_t bytes);
  // Maps a descriptor received from the supervisor; refused unless sealed and at least `min_bytes`
  // long.
  static base::Result<Segment> Map(base::UniqueFd fd, size_t min_bytes, Access access);

  Segment(Segment&&) noexcept;
  Segment& operator=(Segment&&) noexcept;
  ~Segment();

  void* address() const;
  size_t size() const;
  int fd() const;  // still open: to hand over
  base::Result<base::UniqueFd> DuplicateReadOnly()
      const;  // a descriptor that can only be mapped for reading

 private:
  struct Impl;
  explicit Segment(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace partita::shm
