// Results of benchmark runs, as bench left them (docs/benchmarks.md): index.json and, below a
// folder per run, results.json.
//
// The files are handed on as they are. A run's name is letters, digits, "_" and "-", and no link is
// followed: whatever is asked, only these two kinds of files are read.
#pragma once

#include <string>
#include <string_view>

#include "gateway/console_house.h"

namespace partita::gateway {

// `directory`: empty if none was named at the start. 404: there are no results.
ConsoleAnswer BenchmarkIndex(const std::string& directory);
ConsoleAnswer BenchmarkRun(const std::string& directory, std::string_view run);

}  // namespace partita::gateway
