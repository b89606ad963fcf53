// How a process ended, in words: "exited with 1", "was killed by SIGSEGV", "was killed by SIGABRT
// (core dumped)".
#pragma once

#include <string>

namespace partita::base {

// `wait_status` as waitpid gives it.
std::string DescribeDeath(int wait_status);

// Exit code 0, or SIGTERM before the program was ready to handle it: what a child does that was
// told to end.
bool EndedAsAsked(int wait_status);

}  // namespace partita::base
