// partita serve: the options of a house, checked here, and the supervisor's entry.
#include "supervisor/serve.h"

#include <grp.h>
#include <pwd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cli/command.h"

namespace partita::cli {
namespace {

constexpr uint32_t kMostSlots = 64;
constexpr uint32_t kMostGateways = 16;

constexpr const char* kServeFooter =
    "A listening socket that systemd passes (partita.socket) takes the place of --host and\n"
    "--port. SIGTERM, SIGINT and SIGHUP stop the house in order; what was accepted is answered.\n\n"
    "Example: partita serve --data ~/tables --slots 4 --port 8000\n\n"
    "Exit codes: 0 stopped in order; 1 the address or the data is in use, or the house ended\n"
    "otherwise; 64 wrong usage; 78 the configuration or the data directory must be changed first.";

int ExitCode(const base::Error& error) {
  const bool must_be_changed =
      error.kind == base::ErrorKind::kInvalid || error.kind == base::ErrorKind::kCorrupt;
  return must_be_changed ? kExitConfiguration : kExitFailed;
}

std::string CheckHost(const std::string& host) {
  const auto address = supervisor::LoopbackAddress(host);
  return address.ok() ? std::string() : address.error().message;
}

std::string CheckAccount(const std::string& account) {
  const bool twelve_digits =
      account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos;
  return twelve_digits ? std::string() : "an account is 12 digits";
}

std::string CheckRegion(const std::string& region) {
  const bool plain =
      !region.empty() && region.size() <= 32 &&
      region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  return plain ? std::string() : "a region is 1 to 32 lower-case letters, digits and hyphens";
}

void AddPlace(CLI::App* serve, supervisor::Options* options) {
  serve
      ->add_option("--data", options->data,
                   "Data directory, made if missing; closed to others (0700)")
      ->type_name("DIR")
      ->capture_default_str();
  serve
      ->add_option("--host", options->host,
                   "Address to listen on; loopback only, authentication is not available yet")
      ->check(CheckHost)
      ->type_name("ADDRESS")
      ->capture_default_str();
  serve->add_option("--port", options->port, "Port to listen on; 0 lets the kernel choose")
      ->type_name("N")
      ->capture_default_str();
  serve
      ->add_option("--cors-origin", options->cors_origins,
                   "Origin whose web pages may call; repeatable")
      ->take_all()
      ->expected(1)
      ->type_name("ORIGIN");
  serve
      ->add_option("--host-allow", options->host_names,
                   "Host name that requests may use, beside loopback names; repeatable")
      ->take_all()
      ->expected(1)
      ->type_name("NAME");
}

// "33", not a name.
std::optional<uint32_t> PlainId(const std::string& name) {
  uint32_t id = 0;
  const char* end = name.data() + name.size();
  const auto [stopped, error] = std::from_chars(name.data(), end, id);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return id;
}

uint32_t UserId(const std::string& name) {
  if (const auto id = PlainId(name)) return *id;
  const passwd* user = getpwnam(name.c_str());
  if (user == nullptr) throw CLI::ValidationError("--native-allow-user", "no user " + name);
  return user->pw_uid;
}

uint32_t GroupId(const std::string& name) {
  if (const auto id = PlainId(name)) return *id;
  const group* found = getgrnam(name.c_str());
  if (found == nullptr) throw CLI::ValidationError("--native-allow-group", "no group " + name);
  return found->gr_gid;
}

void AddNative(CLI::App* serve, supervisor::Options* options) {
  serve
      ->add_option("--native-socket", options->native_socket,
                   "Unix socket of native clients; empty: none (default: partita.sock in the data "
                   "directory)")
      ->expected(1)
      ->type_name("PATH");
  serve
      ->add_option_function<std::vector<std::string>>(
          "--native-allow-user",
          [options](const std::vector<std::string>& names) {
            for (const std::string& name : names)
              options->native_users.push_back(UserId(name));
          },
          "User who may use the native socket beside this one and root; repeatable")
      ->take_all()
      ->expected(1)
      ->type_name("NAME|UID");
  serve
      ->add_option_function<std::vector<std::string>>(
          "--native-allow-group",
          [options](const std::vector<std::string>& names) {
            for (const std::string& name : names)
              options->native_groups.push_back(GroupId(name));
          },
          "Group whose members may use the native socket; repeatable")
      ->take_all()
      ->expected(1)
      ->type_name("NAME|GID");
}

void AddConsole(CLI::App* serve, supervisor::Options* options) {
  serve->add_flag("!--no-console", options->console, "Do not serve the web console at /console");
  serve
      ->add_option("--bench-results", options->bench_results,
                   "Directory of benchmark results that the console shows")
      ->type_name("DIR");
}

void AddSize(CLI::App* serve, supervisor::Options* options) {
  serve
      ->add_option("--slots", options->slots,
                   "Partitions, each a process with a file of its own, 1 to 64; fixed at the first "
                   "start (default: one per "
                   "core, at least 2)")
      ->check(CLI::Range(1u, kMostSlots))
      ->type_name("N");
  serve->add_option("--gateways", options->gateways, "Processes that speak HTTP, 1 to 16")
      ->check(CLI::Range(1u, kMostGateways))
      ->type_name("N")
      ->capture_default_str();
  serve
      ->add_option(
          "--durability", options->durability,
          "full: acknowledged means fsynced. relaxed: a power failure may lose the last writes")
      ->check(CLI::IsMember({"full", "relaxed"}))
      ->type_name("WORD")
      ->capture_default_str();
}

void AddNames(CLI::App* serve, supervisor::Options* options) {
  serve->add_option("--region", options->region, "Region in ARNs")
      ->check(CheckRegion)
      ->type_name("NAME")
      ->capture_default_str();
  serve->add_option("--account", options->account, "Account in ARNs, 12 digits")
      ->check(CheckAccount)
      ->type_name("DIGITS")
      ->capture_default_str();
  serve
      ->add_option("--hold-states-ms", options->hold_states_ms,
                   "How long a table stays CREATING, UPDATING or DELETING, to try out waiters")
      ->type_name("N")
      ->capture_default_str();
}

void AddApi(CLI::App* serve, supervisor::Options* options) {
  serve->add_flag("!--no-throttling", options->throttling,
                  "Do not hold tables and indexes to the throughput they have bought");
  serve->add_flag("--partition-limits", options->partition_limits,
                  "Hold each partition of a table to 3,000 read and 1,000 write units a second");
  serve->add_flag("--consistent-global-indexes", options->consistent_global_indexes,
                  "Serve ConsistentRead on global secondary indexes, which DynamoDB refuses");
}

void AddCare(CLI::App* serve, supervisor::Options* options) {
  serve->add_option("--log-level", options->log_level, "error, warning, notice, info or debug")
      ->check(CLI::IsMember(std::set<std::string>(std::begin(supervisor::kLogLevels),
                                                  std::end(supervisor::kLogLevels))))
      ->type_name("WORD")
      ->capture_default_str();
  serve
      ->add_option("--ttl-sweep-ms", options->ttl_sweep_ms,
                   "How long from one sweep for expired items to the next")
      ->check(CLI::Range(10, 3'600'000))
      ->type_name("N")
      ->capture_default_str();
  serve->add_flag("!--no-traces", options->traces, "Do not record the timelines of requests");
  serve
      ->add_option("--trace-slow-ms", options->traces_slow_ms,
                   "Keep the traces of requests that take longer than others; 0: of none")
      ->check(CLI::Range(0u, 60'000u))
      ->capture_default_str();
  serve
      ->add_option("--quarantine-after", options->restart.quarantine_failures,
                   "So many failures of one process within a minute, and it is not started again")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N")
      ->capture_default_str();
}

}  // namespace

void AddServe(CLI::App* app, int* exit_code) {
  CLI::App* serve =
      app->add_subcommand("serve", "Start the house and serve until SIGTERM or Ctrl-C");
  const auto options = std::make_shared<supervisor::Options>();
  AddPlace(serve, options.get());
  AddNative(serve, options.get());
  AddConsole(serve, options.get());
  AddSize(serve, options.get());
  AddNames(serve, options.get());
  AddApi(serve, options.get());
  AddCare(serve, options.get());
  serve->footer(kServeFooter);
  serve->callback([options, exit_code] {
    const auto served = supervisor::Serve(*options);
    *exit_code = served.ok() ? *served : Fail(served.error(), ExitCode(served.error()));
  });
}

}  // namespace partita::cli
