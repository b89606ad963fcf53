// fork and exec of a child, with everything it must not inherit taken away.
//
// The child gets: standard input from /dev/null, output and error of the supervisor, the handover
// socket as descriptor shm::kHandoverFd, and nothing above it; default signal dispositions and an
// empty mask; the supervisor's environment without systemd's notification variables. It is a
// session of its own, so that Ctrl-C in a terminal reaches the supervisor alone, which then stops
// the house in order. It is killed by the kernel when the supervisor dies (PR_SET_PDEATHSIG),
// whatever it is doing.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace partita::supervisor {

struct Spawned {
  pid_t pid = 0;
  base::UniqueFd pidfd;  // readable once the child is dead and can be waited for
};

// `program` is a path. A program that cannot be executed shows as a child that exits with 127.
base::Result<Spawned> Spawn(const std::string& program, const std::vector<std::string>& arguments,
                            int handover_socket);

// Where the programs of the children are: beside this program's own file, as they are built, or
// else in ../libexec/partita, as they are installed.
base::Result<std::string> ProgramDirectory();

}  // namespace partita::supervisor
