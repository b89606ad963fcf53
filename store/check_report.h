// Where a check of a slot file says what it found; the first thousand findings, then only how many.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "model/check_line.h"

namespace partita::store {

class CheckReport {
 public:
  using Say = std::function<void(const model::CheckFinding& finding)>;

  // `file`: what all findings are about, "slot-0001.db".
  CheckReport(std::string file, Say say) : file_(std::move(file)), say_(std::move(say)) {}

  void Add(std::string_view table, std::string_view key, std::string text) {
    if (++findings_ > kMostSaid) return;
    say_({file_, std::string(table), std::string(key), std::move(text)});
  }
  void Add(std::string text) { Add({}, {}, std::move(text)); }
  // After the last one.
  void End() {
    if (findings_ <= kMostSaid) return;
    say_({file_, {}, {}, "and " + std::to_string(findings_ - kMostSaid) + " more findings"});
  }
  uint64_t findings() const { return findings_; }

 private:
  static constexpr uint64_t kMostSaid = 1'000;

  const std::string file_;
  const Say say_;
  uint64_t findings_ = 0;
};

}  // namespace partita::store
