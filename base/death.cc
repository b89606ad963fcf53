#include "base/death.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>

namespace partita::base {

std::string DescribeDeath(int wait_status) {
  if (WIFEXITED(wait_status)) return fmt::format("exited with {}", WEXITSTATUS(wait_status));
  const char* name = sigabbrev_np(WTERMSIG(wait_status));
  const std::string signal = name == nullptr ? fmt::format("signal {}", WTERMSIG(wait_status))
                                             : fmt::format("SIG{}", name);
  return fmt::format("was killed by {}{}", signal, WCOREDUMP(wait_status) ? " (core dumped)" : "");
}

bool EndedAsAsked(int wait_status) {
  if (WIFEXITED(wait_status)) return WEXITSTATUS(wait_status) == 0;
  return WTERMSIG(wait_status) == SIGTERM;
}

}  // namespace partita::base
