// partita-partitiond: the process that owns one slot. Started by the supervisor, which hands it its
// shared memory.
#include <fmt/format.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/fd.h"
#include "base/log.h"
#include "partitiond/check_slot.h"
#include "partitiond/partition.h"

namespace partita::partitiond {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitMisconfigured = 78;  // sysexits' EX_CONFIG: a restart would not help

struct Options {
  uint32_t slot = 0;
  uint32_t slots = 1;
  std::string data;
  std::string durability = "full";
  base::LogLevel log_level = base::LogLevel::kInfo;
  int64_t spin_us = 0;
  int64_t ttl_sweep_ms = 1000;
  bool check = false;
};

const std::map<std::string, base::LogLevel> kLogLevels = {{"error", base::LogLevel::kError},
                                                          {"warning", base::LogLevel::kWarning},
                                                          {"notice", base::LogLevel::kNotice},
                                                          {"info", base::LogLevel::kInfo},
                                                          {"debug", base::LogLevel::kDebug}};

void Declare(CLI::App* app, Options* options) {
  app->add_option("--slot", options->slot, "Which slot this process owns")->required();
  app->add_option("--slots", options->slots, "How many slots there are")
      ->required()
      ->check(CLI::Range(1u, 64u));
  app->add_option("--data", options->data, "The data directory")->required();
  app->add_option("--durability", options->durability,
                  "full: every write is synced before its answer; relaxed: not")
      ->check(CLI::IsMember({"full", "relaxed"}));
  app->add_option("--log-level", options->log_level, "error, warning, notice, info or debug")
      ->transform(CLI::CheckedTransformer(kLogLevels));
  app->add_option("--spin-us", options->spin_us,
                  "How long to look for work before sleeping, where cores are idle")
      ->check(CLI::Range(0, 1000));
  app->add_option("--ttl-sweep-ms", options->ttl_sweep_ms,
                  "How long from one sweep for expired items to the next")
      ->check(CLI::Range(10, 3'600'000));
  app->add_flag("--check", options->check,
                "Serve nobody: say what is wrong with the slot's file (for `partita check`)");
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

base::Result<std::unique_ptr<store::ItemStore>> OpenStore(const Options& options,
                                                          const shm::ProcessEntry& entry) {
  const int64_t start = base::MonotonicNs();
  store::StoreOptions wanted;
  wanted.path = fmt::format("{}/slot-{:04}.db", options.data, options.slot);
  wanted.acknowledged = {.epoch = entry.durable_epoch.load(), .seq = entry.durable_seq.load()};
  wanted.relaxed_durability = options.durability == "relaxed";
  wanted.slot = fmt::format("{}/{}", options.slot, options.slots);
  PARTITA_ASSIGN(auto store, store::ItemStore::Open(wanted));
  base::Log(base::LogLevel::kInfo, "opened {} in {} ms at ({}, {})", wanted.path,
            (base::MonotonicNs() - start) / 1'000'000, store->mark().epoch, store->mark().seq);
  return store;
}

base::Status Serve(const Options& options) {
  PARTITA_ASSIGN(const base::UniqueFd stop, StopDescriptor());
  PARTITA_ASSIGN(shm::Birth birth, shm::ReceiveBirth(shm::kHandoverFd));
  if (!birth.mirror) return base::Error::Invalid("no mirror was handed over");
  PARTITA_ASSIGN(auto store, OpenStore(options, *birth.entry));
  Partition partition({.stop_fd = stop.get(), .spin_ns = options.spin_us * 1000,
                       .ttl_sweep_ns = options.ttl_sweep_ms * 1'000'000}, std::move(birth),
                      std::move(store));
  return partition.Run();
}

int Main(int argc, char** argv) {
  CLI::App app("Owns one slot of a Partita data directory; started by `partita serve`",
               "partita-partitiond");
  Options options;
  Declare(&app, &options);
  CLI11_PARSE(app, argc, argv);
  umask(0077);
  store::AssumeOneThread();
  base::InitLog(fmt::format("partition[{}]", options.slot), options.log_level);
  if (options.check)
    return CheckSlotFile(
        {.data = options.data, .slot = options.slot, .slots = options.slots});
  const base::Status done = Serve(options);
  if (done.ok()) return EXIT_SUCCESS;
  base::Log(base::LogLevel::kError, "{}", done.error().message);
  return done.error().kind == base::ErrorKind::kInvalid ? kExitMisconfigured : kExitFailed;
}

}  // namespace
}  // namespace partita::partitiond

int main(int argc, char** argv) { return partita::partitiond::Main(argc, argv); }
