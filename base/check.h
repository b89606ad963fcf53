// PARTITA_CHECK: what must hold or the program is broken. On in release; ends the process with
// file, line and reason.
//
// A restart is the one recovery path for a broken program, so nothing unwinds and nothing is
// caught.
#pragma once

namespace partita::base {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition, const char* why);

}  // namespace partita::base

#define PARTITA_CHECK(condition, why)                                    \
  do {                                                                   \
    if (!(condition)) [[unlikely]]                                       \
      ::partita::base::CheckFailed(__FILE__, __LINE__, #condition, why); \
  } while (false)
