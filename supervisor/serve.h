// The supervisor's entry: one call from a command's options to a house that has come and gone.
#pragma once

#include "base/result.h"
#include "supervisor/options.h"

namespace partita::supervisor {

// Serves until SIGTERM, SIGINT or SIGHUP. The value is the exit code: 0 stopped in order; 1 it
// ended otherwise; 78 a child cannot use its configuration. An error means that no child was
// started: kInvalid when the options or the data must be changed first.
//
// Changes the process: umask 0077, SIGPIPE ignored, as many descriptors as are allowed.
base::Result<int> Serve(const Options& options);

}  // namespace partita::supervisor
