// A command of `partita`: one file each, one row each in main.cc's table.
//
// Exit codes, of all commands (the numbers are those of sysexits.h):
//   0 done; 1 failed; 64 the command line makes no sense; 69 nobody serves the data directory;
//   70 one of our own programs did not do its work;
//   78 the configuration or the data directory must be changed first, trying again does not help
#pragma once

#include "base/error.h"

namespace CLI {
class App;
}

namespace partita::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitSoftware = 70;
inline constexpr int kExitConfiguration = 78;

// Adds the command to `app`, with its options and a callback that does the deed and leaves its exit
// code in `*exit_code`, which outlives the run.
using AddCommand = void (*)(CLI::App* app, int* exit_code);

void AddBench(CLI::App* app, int* exit_code);
void AddCheck(CLI::App* app, int* exit_code);
void AddGet(CLI::App* app, int* exit_code);
void AddPut(CLI::App* app, int* exit_code);
void AddQuery(CLI::App* app, int* exit_code);
void AddScan(CLI::App* app, int* exit_code);
void AddServe(CLI::App* app, int* exit_code);
void AddStatus(CLI::App* app, int* exit_code);
void AddTrace(CLI::App* app, int* exit_code);

// "partita: <message>" on standard error; the exit code is `code`.
int Fail(const base::Error& error, int code);

}  // namespace partita::cli
