// Running one of the programs that check their own files (partita-registryd --check,
// partita-partitiond --check) and reading what they say (model/check_line.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace partita::cli {

using OnCheckLine = std::function<void(const std::vector<std::string>& words)>;

// Runs `program` with `input` as its standard input, calls `on_line` for every line it says, and
// waits for its end. The value is its exit code; 128 + signal if it was killed.
base::Result<int> RunCheck(const std::string& program, const std::vector<std::string>& arguments,
                           const std::string& input, const OnCheckLine& on_line);

}  // namespace partita::cli
