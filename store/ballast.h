// A file that holds disk space back for the moment when there is none: released on a full disk, so
// that deletes and checkpoints still find room, and taken again before new items are accepted. It
// must hold what the database file has to grow by to take in the WAL (at most CheckpointLimits::max
// pages, mostly far less), or deletes end early too.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace partita::store {

class Ballast {
 public:
  Ballast(std::string path, int64_t bytes) : path_(std::move(path)), bytes_(bytes) {}

  base::Status Take();  // kUnavailable: there is no room
  void Release();
  bool taken() const { return taken_; }

 private:
  const std::string path_;
  const int64_t bytes_;
  bool taken_ = false;
};

}  // namespace partita::store
