// A temporary directory (0700) that goes with its object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace partita::testing {

class ScratchDirectory {
 public:
  ScratchDirectory() {
    char name[] = "/tmp/partita-scratch-XXXXXX";
    path_ = mkdtemp(name);
  }
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace partita::testing
