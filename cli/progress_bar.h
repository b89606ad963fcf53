// A line on standard error that says how far something long has come; nothing where that is no
// terminal.
//
//   slot 2 of 4   [##########..............]  42 %
// Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <string>

namespace partita::cli {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `total` 0: not known.
  void Show(const std::string& what, uint64_t done, uint64_t total);
  // Makes room for a line of something else.
  void Clear();

 private:
  const bool visible_;
  bool shown_ = false;
  int64_t shown_at_ns_ = 0;
};

}  // namespace partita::cli
