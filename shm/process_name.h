// Processes and their states in words, as logs, `partita status` and the console show them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shm/control_block.h"

namespace partita::shm {

// "supervisor", "registryd", "partition[0]", "gateway[0]".
std::string ProcessName(Role role, uint32_t index);

// "ready", "backing-off".
std::string_view ProcessStateName(ProcessState state);

}  // namespace partita::shm
