#include "shm/process_name.h"

#include <fmt/format.h>

namespace partita::shm {

std::string ProcessName(Role role, uint32_t index) {
  switch (role) {
    case Role::kSupervisor:
      return "supervisor";
    case Role::kRegistry:
      return "registryd";
    case Role::kPartition:
      return fmt::format("partition[{}]", index);
    case Role::kGateway:
      return fmt::format("gateway[{}]", index);
  }
  return "unknown";
}

std::string_view ProcessStateName(ProcessState state) {
  switch (state) {
    case ProcessState::kDown:
      return "down";
    case ProcessState::kStarting:
      return "starting";
    case ProcessState::kReady:
      return "ready";
    case ProcessState::kStopping:
      return "stopping";
    case ProcessState::kBackingOff:
      return "backing-off";
    case ProcessState::kQuarantined:
      return "quarantined";
  }
  return "unknown";
}

}  // namespace partita::shm
