// partita: the command of the house. Each command is a row of the table and a file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace {

constexpr partita::cli::AddCommand kCommands[] = {
    partita::cli::AddServe,
    partita::cli::AddStatus,
    partita::cli::AddTrace,
    partita::cli::AddBench,
    partita::cli::AddCheck,
    partita::cli::AddGet,
    partita::cli::AddPut,
    partita::cli::AddQuery,
    partita::cli::AddScan,
};

constexpr const char* kFooter =
    "partita COMMAND --help says more of each, and so does man partita-COMMAND.\n\n"
    "Exit codes: 0 done, 1 failed, 64 wrong usage, 69 nobody serves the data directory, 70 a\n"
    "program of ours failed, 78 the configuration or the data directory must be changed first.";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Partita: a storage daemon that speaks the DynamoDB API", "partita"};
  app.set_version_flag("--version", PARTITA_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return fmt::format("partita: {} (partita --help says more)\n", error.what());
  });
  int exit_code = partita::cli::kExitOk;
  for (const partita::cli::AddCommand add : kCommands) add(&app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? partita::cli::kExitOk : partita::cli::kExitUsage;
  }
  return exit_code;
}
