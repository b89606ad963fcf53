#include "partitiond/kill_point.h"

#ifdef PARTITA_KILL_POINTS
#include <csignal>
#include <cstdlib>
#include <string>

namespace partita::partitiond {
namespace {

struct KillAt {
  std::string label;
  long countdown = 0;
};

KillAt FromEnvironment() {
  const char* setting = std::getenv("PARTITA_KILL_AT");
  const std::string_view text = setting == nullptr ? "" : setting;
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  return {std::string(text.substr(0, colon)), std::strtol(text.data() + colon + 1, nullptr, 10)};
}

}  // namespace

void PassKillPoint(std::string_view label) {
  static KillAt kill_at = FromEnvironment();
  if (kill_at.label == label && --kill_at.countdown == 0) std::raise(SIGKILL);
}

}  // namespace partita::partitiond
#endif
