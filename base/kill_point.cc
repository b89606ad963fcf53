#include "base/kill_point.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

namespace partita::base {
namespace {

struct KillAt {
  std::string label;
  long countdown = 0;
  std::string once;  // the file that must still be there; empty: none is needed
};

KillAt FromEnvironment() {
  const char* setting = std::getenv("PARTITA_KILL_AT");
  const std::string text = setting == nullptr ? "" : setting;
  const size_t colon = text.find(':');
  if (colon == std::string::npos) return {};
  KillAt kill_at{text.substr(0, colon), std::strtol(text.c_str() + colon + 1, nullptr, 10), {}};
  const size_t second = text.find(':', colon + 1);
  if (second != std::string::npos) kill_at.once = text.substr(second + 1);
  return kill_at;
}

}  // namespace

const bool kill_points_armed = std::getenv("PARTITA_KILL_AT") != nullptr;

void PassKillPoint(std::string_view label) {
  static KillAt kill_at = FromEnvironment();
  if (kill_at.label != label || --kill_at.countdown != 0) return;
  if (kill_at.once.empty() || unlink(kill_at.once.c_str()) == 0) std::raise(SIGKILL);
}

}  // namespace partita::base
