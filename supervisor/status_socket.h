// data/status.sock: whoever connects is handed a read-only descriptor of the control block, and the
// connection is closed.
//
// SOCK_SEQPACKET, mode 0600. One packet: one byte that says nothing, and the descriptor
// (SCM_RIGHTS). Nothing is read from the client, so there is nothing to parse.
#pragma once

#include "base/fd.h"
#include "base/result.h"

namespace partita::supervisor {

// Binds it in `directory`, non-blocking; a left-over is replaced (the caller holds the directory's
// lock).
base::Result<base::UniqueFd> ListenStatus(int directory);

// Serves one client that waits on `listener`, if there is one; it never blocks.
void AnswerStatus(int listener, int read_only_control_block);

// The client's side: the descriptor. kNotFound: nobody serves here. kUnavailable: no answer within
// two seconds.
base::Result<base::UniqueFd> AskStatus(int directory);

}  // namespace partita::supervisor
