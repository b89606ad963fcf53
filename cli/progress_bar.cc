#include "cli/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/clock.h"

namespace partita::cli {
namespace {

constexpr int kBarCells = 24;
constexpr int64_t kShowEveryNs = 100'000'000;  // faster than that nobody reads

}  // namespace

ProgressBar::ProgressBar() : visible_(isatty(STDERR_FILENO) == 1) {}

void ProgressBar::Show(const std::string& what, uint64_t done, uint64_t total) {
  if (!visible_) return;
  const int64_t now_ns = base::MonotonicNs();
  if (shown_ && now_ns - shown_at_ns_ < kShowEveryNs) return;
  shown_ = true;
  shown_at_ns_ = now_ns;
  const uint64_t share = total == 0 ? 0 : std::min<uint64_t>(100, done * 100 / total);
  const auto cells = static_cast<size_t>(share * kBarCells / 100);
  fmt::print(stderr, "\r\x1b[K{}  [{}{}] {:>3} %", what, std::string(cells, '#'),
             std::string(kBarCells - cells, '.'), share);
  std::fflush(stderr);
}

void ProgressBar::Clear() {
  if (!shown_) return;
  shown_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace partita::cli
