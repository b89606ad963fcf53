// partita-load: load on anything that speaks the DynamoDB API.
//
// Creates its table, loads it, runs one workload at one or more numbers of connections, prints a
// line for each (JSON on request). Exit code 1 when any answer was an error.
#include <fmt/format.h>
#include <unistd.h>
#include <uv.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/load/driver.h"
#include "bench/load/report.h"
#include "bench/load/target.h"
#include "bench/load/workload.h"

namespace {

using namespace partita;
using namespace partita::load;

struct Options {
  std::string endpoint = "http://127.0.0.1:8000";
  std::string native;
  std::string workload;
  std::string mix;
  std::string keys;
  std::string one_partition = "hot";
  std::string histograms;
  std::vector<uint32_t> connections;
  size_t item_bytes = 0;
  RunOptions run;
  bool load = true;
  bool run_it = true;
  bool eventual = false;
  bool json = false;
  bool quiet = false;
  bool sockets = false;
  WorkloadOptions given;  // what the command line says of the workload
};

// Every option of the workload that was not given is the workload's own.
base::Result<WorkloadOptions> Resolve(const CLI::App& app, const Options& options) {
  WorkloadOptions workload = options.given;
  if (!options.workload.empty()) {
    PARTITA_ASSIGN(workload, FindWorkload(options.workload));
    workload.table = options.given.table;
    workload.indexes = options.given.indexes;
    workload.seed = options.given.seed;
    if (app.count("--items") > 0) workload.items = options.given.items;
    if (app.count("--fields") > 0) workload.fields = options.given.fields;
    if (app.count("--field-bytes") > 0) workload.field_bytes = options.given.field_bytes;
  }
  const bool mixes = !options.mix.empty() || options.workload.empty();
  const std::string mix = options.mix.empty() ? "get" : options.mix;
  if (mixes) {
    PARTITA_ASSIGN(workload.share, ParseMix(mix));
  }
  if (workload.name.empty()) workload.name = mix;
  if (options.item_bytes > 0)
    workload.field_bytes = std::max<size_t>(options.item_bytes / workload.fields, 1);
  if (options.keys == "hot") {
    workload.keys = KeyChoice::kUniform;
    workload.one_partition = options.one_partition;
  } else if (!options.keys.empty()) {
    PARTITA_ASSIGN(workload.keys, ParseKeyChoice(options.keys));
  }
  workload.consistent = !options.eventual;
  if (app.count("--operations") > 0) workload.operations = options.run.operations;
  if (options.run.seconds > 0 && app.count("--operations") == 0) workload.operations = 0;
  return workload;
}

base::Status LoadItems(Target* target, const WorkloadOptions& workload, bool progress) {
  constexpr uint32_t kLoaders = 32;
  uint64_t number = 0;
  const CallSource source{[&]() -> std::optional<Call> {
                            if (number == workload.items) return std::nullopt;
                            return Call{Operation::kInsert, number++};
                          },
                          [](const Call&) {}};
  const RunOptions run{
      .connections = kLoaders, .operations = workload.items, .progress = progress ? "loading" : ""};
  const RunResult result = Driver(run, source, target->Connector()).Run();
  if (result.Errors() > 0) return base::Error::Failed("loading: " + result.first_error);
  return {};
}

// Runs every number of connections; the errors of all together.
base::Result<uint64_t> RunAll(const Options& options, const WorkloadOptions& workload_options,
                              Target* target, bool progress) {
  Workload workload(workload_options);
  const CallSource source{[&] { return std::optional(workload.Next()); },
                          [&](const Call& call) {
                            if (call.operation == Operation::kInsert)
                              workload.Inserted(call.number);
                          }};
  uint64_t errors = 0;
  if (!options.json) PrintHeader();
  if (options.json) fmt::print("[");
  for (size_t i = 0; i < options.connections.size(); ++i) {
    RunOptions run = options.run;
    run.connections = options.connections[i];
    run.operations = workload_options.operations;
    if (run.operations > 0) run.warmup_seconds = 0;
    if (progress) run.progress = fmt::format("{} {:>3}c", workload_options.name, run.connections);
    const RunResult result = Driver(run, source, target->Connector()).Run();
    workload.ForgetOpenInserts();
    errors += result.Errors();
    const Report report{workload_options, run, target->transport(), result};
    const std::string folder = options.histograms.empty() || options.connections.size() == 1
                                   ? options.histograms
                                   : fmt::format("{}/{}", options.histograms, run.connections);
    PARTITA_ASSIGN(const std::string json, ReportJson(report, folder));
    if (options.json) fmt::print("{}{}", i == 0 ? "" : ",\n", json);
    if (!options.json) PrintRows(report);
    if (result.Errors() > 0) fmt::print(stderr, "first error: {}\n", result.first_error);
  }
  if (options.json) fmt::print("]\n");
  return errors;
}

base::Result<uint64_t> Main(const CLI::App& app, Options options) {
  PARTITA_ASSIGN(const WorkloadOptions workload, Resolve(app, options));
  PARTITA_ASSIGN(const std::unique_ptr<Target> target,
                 MakeTarget(options.endpoint, options.native, options.sockets, workload));
  if (options.connections.empty()) options.connections = {workload.connections};
  if (workload.operations == 0 && options.run.seconds <= 0) options.run.seconds = 5;
  const bool progress = !options.quiet && isatty(STDERR_FILENO) != 0;
  if (options.load) {
    PARTITA_TRY(target->CreateTable());
    PARTITA_TRY(LoadItems(target.get(), workload, progress));
  }
  if (!options.run_it) return uint64_t{0};
  return RunAll(options, workload, target.get(), progress);
}

void AddWork(CLI::App* app, Options* options) {
  app->add_option("--workload", options->workload, "one of " + KnownWorkloads());
  app->add_option("--mix", options->mix,
                  "get, put, update, delete, insert, read-modify-write, short-scan, query-index, "
                  "scan, batch-write, transact, 50/50 or weights: get:95,put:5");
  app->add_option("--keys", options->keys,
                  "uniform, zipfian, latest, or hot: one partition key for everything")
      ->check(CLI::IsMember({"uniform", "zipfian", "latest", "hot"}));
  app->add_option("--partition-key", options->one_partition, "which one, with --keys hot")
      ->capture_default_str();
  app->add_option("--items", options->given.items, "how many items there are")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_option("--fields", options->given.fields, "of an item, beside its key")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app->add_option("--field-bytes", options->given.field_bytes)
      ->check(CLI::Range(1, 400'000))
      ->capture_default_str();
  app->add_option("--item-bytes", options->item_bytes, "instead of --field-bytes: of all fields")
      ->check(CLI::Range(64, 400'000));
  app->add_option("--indexes", options->given.indexes, "global secondary indexes of the table")
      ->check(CLI::Range(0, 20))
      ->capture_default_str();
  app->add_option("--actions", options->given.actions, "of a transaction")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app->add_flag("--eventual", options->eventual, "reads need not be consistent");
  app->add_option("--seed", options->given.seed)->capture_default_str();
}

void AddPace(CLI::App* app, Options* options) {
  app->add_option("--connections", options->connections, "one run for each number")
      ->delimiter(',')
      ->check(CLI::Range(1, 65'535));
  app->add_option("--seconds", options->run.seconds, "of counting, for each run (default: 5)");
  app->add_option("--operations", options->run.operations, "instead of --seconds, without warm-up");
  app->add_option("--warmup-seconds", options->run.warmup_seconds)->capture_default_str();
  app->add_option("--rate", options->run.rate,
                  "open loop: so many calls a second are due, latency counts from then")
      ->check(CLI::PositiveNumber);
  app->add_flag("!--no-load", options->load, "the table and its items are there already");
  app->add_flag("!--load-only", options->run_it, "make the table and its items, run nothing");
}

void AddOutput(CLI::App* app, Options* options) {
  app->add_flag("--json", options->json, "print a JSON array with an element per run");
  app->add_option("--histograms", options->histograms, "folder for the raw histograms");
  app->add_flag("--quiet", options->quiet, "no progress, though it is a terminal");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.run.warmup_seconds = 1;
  CLI::App app("Load on anything that speaks the DynamoDB API");
  app.add_option("--endpoint", options.endpoint, "http://ADDRESS:PORT")->capture_default_str();
  app.add_option("--native", options.native,
                 "ask over the native socket at this path instead: one client, as many calls in "
                 "flight as connections; everything but transact");
  app.add_flag("--sockets", options.sockets, "with --native: a socket for each connection");
  app.add_option("--table", options.given.table)->capture_default_str();
  AddWork(&app, &options);
  AddPace(&app, &options);
  AddOutput(&app, &options);
  app.set_version_flag("--version", std::string("libuv ") + uv_version_string());
  CLI11_PARSE(app, argc, argv);
  const auto errors = Main(app, options);
  if (!errors.ok()) {
    fmt::print(stderr, "partita-load: {}\n", errors.error().message);
    return 1;
  }
  return *errors == 0 ? 0 : 1;
}
