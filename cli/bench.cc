// partita bench: hands its words to the benchmark scripts, which are Python (docs/benchmarks.md).
//
// They stand in ../libexec/partita/bench beside an installed command, or in the source tree that
// the command was built in.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/command.h"

namespace partita::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kScripts = {"run", "compare", "reach", "curves"};
constexpr std::array<const char*, 2> kPlaces = {"../libexec/partita/bench", "../../../bench"};

// The folder of the scripts; empty: they are nowhere.
fs::path ScriptFolder() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* place : kPlaces) {
    const fs::path folder = self / place;
    if (fs::exists(folder / "harness", error)) return folder.lexically_normal();
  }
  return {};
}

// Replaces this process by the script that the first word names, `run` when it names none.
int RunScript(std::vector<std::string> words) {
  const fs::path folder = ScriptFolder();
  if (folder.empty())
    return Fail(base::Error::NotFound("bench: the benchmarks are not installed"), kExitFailed);
  std::string script = "run";
  if (!words.empty() && std::find(kScripts.begin(), kScripts.end(), words[0]) != kScripts.end()) {
    script = words[0];
    words.erase(words.begin());
  }
  setenv("PARTITA_BENCH_NAME", fmt::format("partita bench {}", script).c_str(), 1);
  const std::string path = folder / script;
  std::vector<char*> arguments{const_cast<char*>(path.c_str())};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(path.c_str(), arguments.data());
  return Fail(base::Error::FromErrno("bench: starting " + path + " (it needs python3)", errno),
              kExitFailed);
}

}  // namespace

void AddBench(CLI::App* app, int* exit_code) {
  CLI::App* bench = app->add_subcommand(
      "bench", "Measure Partita, also beside others: bench [run|compare|reach|curves] [--help]");
  bench->set_help_flag();  // the script's own --help knows more
  bench->prefix_command();
  bench->callback([bench, exit_code] { *exit_code = RunScript(bench->remaining()); });
}

}  // namespace partita::cli
