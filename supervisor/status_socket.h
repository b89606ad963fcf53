// data/status.sock: whoever connects is handed read-only descriptors of the control block, the
// counters and the mirror, and the connection is closed.
//
// SOCK_SEQPACKET, mode 0600. One packet: one byte that says nothing, and the descriptors
// (SCM_RIGHTS), in the order of StatusFds. Nothing is read from the client, so there is nothing to
// parse.
#pragma once

#include "base/fd.h"
#include "base/result.h"

namespace partita::supervisor {

// Of the house's shared memory, borrowed.
struct StatusFds {
  int control_block = -1;
  int counters = -1;
  int mirror = -1;
  int traces = -1;
};

// The same, received.
struct StatusDescriptors {
  base::UniqueFd control_block;
  base::UniqueFd counters;
  base::UniqueFd mirror;
  base::UniqueFd traces;
};

// Binds it in `directory`, non-blocking; a left-over is replaced (the caller holds the directory's
// lock).
base::Result<base::UniqueFd> ListenStatus(int directory);

// Serves one client that waits on `listener`, if there is one; it never blocks.
void AnswerStatus(int listener, const StatusFds& fds);

// The client's side. kNotFound: nobody serves here. kUnavailable: no answer within
// two seconds.
base::Result<StatusDescriptors> AskStatus(int directory);

}  // namespace partita::supervisor
