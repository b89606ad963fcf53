// partita-registryd: the process that knows the tables. Started by the supervisor, which hands it
// its shared memory.
#include <fmt/format.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "base/fd.h"
#include "base/log.h"
#include "registryd/check_catalog.h"
#include "registryd/registry.h"

namespace partita::registryd {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitMisconfigured = 78;  // sysexits' EX_CONFIG: a restart would not help

struct Options {
  std::string data;
  House house = {.slots = 1, .account_id = "123456789012", .region = "us-east-1"};
  int64_t hold_states_ms = 0;
  base::LogLevel log_level = base::LogLevel::kInfo;
  bool check = false;
};

const std::map<std::string, base::LogLevel> kLogLevels = {{"error", base::LogLevel::kError},
                                                          {"warning", base::LogLevel::kWarning},
                                                          {"notice", base::LogLevel::kNotice},
                                                          {"info", base::LogLevel::kInfo},
                                                          {"debug", base::LogLevel::kDebug}};

void Declare(CLI::App* app, Options* options) {
  app->add_option("--data", options->data, "The data directory")->required();
  app->add_option("--slots", options->house.slots, "How many slots there are")
      ->required()
      ->check(CLI::Range(1u, 64u));
  app->add_option("--region", options->house.region, "The region in ARNs");
  app->add_option("--account", options->house.account_id, "The account in ARNs, 12 digits");
  app->add_option("--hold-states-ms", options->hold_states_ms,
                  "How long a table stays CREATING, UPDATING or DELETING at least")
      ->check(CLI::Range(0, 3'600'000));
  app->add_option("--log-level", options->log_level, "error, warning, notice, info or debug")
      ->transform(CLI::CheckedTransformer(kLogLevels));
  app->add_flag("--check", options->check,
                "Serve nobody: say what is wrong with the catalog (for `partita check`)");
}

// The supervisor decides when to stop (SIGTERM); a terminal's Ctrl-C is its business too.
base::Result<base::UniqueFd> StopDescriptor() {
  signal(SIGINT, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  base::UniqueFd fd(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd.valid()) return base::Error::FromErrno("signalfd", errno);
  return fd;
}

base::Status Serve(const Options& options) {
  PARTITA_ASSIGN(const base::UniqueFd stop, StopDescriptor());
  PARTITA_ASSIGN(shm::Birth birth, shm::ReceiveBirth(shm::kHandoverFd));
  if (!birth.mirror) return base::Error::Invalid("no mirror was handed over");
  PARTITA_ASSIGN(auto catalog, Catalog::Open(options.data + "/catalog.db"));
  RegistryOptions wanted;
  wanted.stop_fd = stop.get();
  wanted.hold_ns = options.hold_states_ms * 1'000'000;
  wanted.house = options.house;
  Registry registry(std::move(wanted), std::move(birth), std::move(catalog));
  return registry.Run();
}

int Main(int argc, char** argv) {
  CLI::App app("Keeps the tables of a Partita data directory; started by `partita serve`",
               "partita-registryd");
  Options options;
  Declare(&app, &options);
  CLI11_PARSE(app, argc, argv);
  umask(0077);
  base::InitLog("registryd", options.log_level);
  if (options.check) return CheckCatalog(options.data, options.house.slots);
  const base::Status done = Serve(options);
  if (done.ok()) return EXIT_SUCCESS;
  base::Log(base::LogLevel::kError, "{}", done.error().message);
  return done.error().kind == base::ErrorKind::kInvalid ? kExitMisconfigured : kExitFailed;
}

}  // namespace
}  // namespace partita::registryd

int main(int argc, char** argv) { return partita::registryd::Main(argc, argv); }
