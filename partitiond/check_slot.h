// `partita-partitiond --check`: looks at the file of a slot that nobody serves from and says what
// is wrong with it, in the lines of model/check_line.h.
//
// Tables, the next table id and the marks are read from standard input, as `partita-registryd
// --check` says them. The exit code is 0 when nothing is wrong, 1 when something is, 70 when the
// check itself could not be made (the reason is on standard error).
#pragma once

#include <cstdint>
#include <string>

namespace partita::partitiond {

struct CheckOptions {
  std::string data;
  uint32_t slot = 0;
  uint32_t slots = 1;
};

int CheckSlotFile(const CheckOptions& options);

}  // namespace partita::partitiond
