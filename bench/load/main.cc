// partita-load: a closed-loop load generator for anything that speaks the DynamoDB API.
//
// Creates its table, loads it, runs one mix at one or more numbers of connections, prints a line
// for each (and JSON on request). Exit code 1 when any answer was an error.
#include <cjson/cJSON.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "bench/load/http_client.h"
#include "bench/load/workload.h"

namespace {

using namespace partita;
using namespace partita::load;

struct Options {
  std::string endpoint = "http://127.0.0.1:8000";
  std::string mix = "get";
  std::string keys = "uniform";
  std::vector<uint32_t> connections = {32};
  double seconds = 5;
  double warmup_seconds = 1;
  bool no_load = false;
  bool json = false;
  WorkloadOptions workload;
};

int Fail(const std::string& why) {
  fmt::print(stderr, "partita-load: {}\n", why);
  return 1;
}

base::Status CreateTable(const Endpoint& endpoint, const Workload& workload) {
  PARTITA_ASSIGN(const Answer created, Ask(endpoint, workload.CreateTableRequest()));
  if (created.status != 200 && created.body.find("ResourceInUseException") == std::string::npos) {
    return base::Error::Failed("CreateTable: " + created.body);
  }
  return {};
}

// Puts every item once; a table that is still being created refuses the first ones, so they are
// asked again.
base::Status LoadItems(const Endpoint& endpoint, const WorkloadOptions& options,
                       Workload* workload) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    PARTITA_ASSIGN(const Answer first, Ask(endpoint, workload->LoadRequest(0)));
    if (first.status == 200) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  uint64_t number = 0;
  RunOptions run{.endpoint = endpoint, .connections = 32, .operations = options.items};
  const RunResult result = Run(run, [&] {
    return std::optional<Workload::Request>({Operation::kPut, workload->LoadRequest(number++)});
  });
  if (result.Errors() > 0) return base::Error::Failed("loading: " + result.first_error);
  return {};
}

double Us(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1000; }

void PrintRow(uint32_t connections, std::string_view name, const Histogram& latency, double seconds,
              uint64_t errors) {
  fmt::print("{:>5} {:<11} {:>10.0f} {:>9.0f} {:>9.0f} {:>9.0f} {:>9.0f} {:>9.0f} {:>7}\n",
             connections, name, static_cast<double>(latency.count()) / seconds,
             latency.MeanNs() / 1000, Us(latency.Percentile(50)), Us(latency.Percentile(99)),
             Us(latency.Percentile(99.9)), Us(latency.Percentile(100)), errors);
  std::fflush(stdout);
}

cJSON* RowJson(uint32_t connections, std::string_view name, const Histogram& latency,
               double seconds, uint64_t errors) {
  cJSON* row = cJSON_CreateObject();
  cJSON_AddNumberToObject(row, "connections", connections);
  cJSON_AddStringToObject(row, "operation", std::string(name).c_str());
  cJSON_AddNumberToObject(row, "operations_per_second",
                          static_cast<double>(latency.count()) / seconds);
  cJSON_AddNumberToObject(row, "mean_us", latency.MeanNs() / 1000);
  cJSON_AddNumberToObject(row, "p50_us", Us(latency.Percentile(50)));
  cJSON_AddNumberToObject(row, "p99_us", Us(latency.Percentile(99)));
  cJSON_AddNumberToObject(row, "p99_9_us", Us(latency.Percentile(99.9)));
  cJSON_AddNumberToObject(row, "max_us", Us(latency.Percentile(100)));
  cJSON_AddNumberToObject(row, "errors", static_cast<double>(errors));
  return row;
}

// All operations of the run together, then each kind that occurred when there was more than one.
template <typename Emit>
void ForEachRow(const RunResult& result, const Emit& emit) {
  Histogram all;
  int kinds = 0;
  for (const Histogram& histogram : result.latency) {
    all.Merge(histogram);
    kinds += histogram.count() > 0 ? 1 : 0;
  }
  emit("all", all, result.Errors());
  for (size_t i = 0; kinds > 1 && i < kOperations; ++i) {
    if (result.latency[i].count() > 0)
      emit(OperationName(static_cast<Operation>(i)), result.latency[i], 0);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Closed-loop load on anything that speaks the DynamoDB API");
  app.add_option("--endpoint", options.endpoint, "http://ADDRESS:PORT")->capture_default_str();
  app.add_option("--table", options.workload.table)->capture_default_str();
  app.add_option("--mix", options.mix,
                 "get, put, update, delete, query-index, scan, batch-write, transact, 50/50 or "
                 "weights: get:95,put:5")
      ->capture_default_str();
  app.add_option("--keys", options.keys, "uniform, or hot: one partition key for everything")
      ->check(CLI::IsMember({"uniform", "hot"}))
      ->capture_default_str();
  app.add_option("--items", options.workload.items, "how many items there are")
      ->capture_default_str();
  app.add_option("--item-bytes", options.workload.item_bytes)
      ->check(CLI::Range(64, 400'000))
      ->capture_default_str();
  app.add_option("--indexes", options.workload.indexes, "global secondary indexes of the table")
      ->check(CLI::Range(0, 20))
      ->capture_default_str();
  app.add_option("--actions", options.workload.actions, "of a transaction")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "one run for each number")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "of counting, for each run")->capture_default_str();
  app.add_option("--warmup-seconds", options.warmup_seconds)->capture_default_str();
  app.add_option("--seed", options.workload.seed)->capture_default_str();
  app.add_flag("--no-load", options.no_load, "the table and its items are there already");
  app.add_flag("--json", options.json, "print one JSON document instead of the table");
  CLI11_PARSE(app, argc, argv);

  const auto endpoint = ParseEndpoint(options.endpoint);
  if (!endpoint.ok()) return Fail(endpoint.error().message);
  const auto mix = ParseMix(options.mix);
  if (!mix.ok()) return Fail(mix.error().message);
  options.workload.share = *mix;
  options.workload.keys = options.keys == "hot" ? KeyChoice::kHot : KeyChoice::kUniform;
  options.workload.host = fmt::format("{}:{}", endpoint->host, endpoint->port);
  Workload workload(options.workload);

  if (!options.no_load) {
    if (const auto created = CreateTable(*endpoint, workload); !created.ok())
      return Fail(created.error().message);
    if (const auto loaded = LoadItems(*endpoint, options.workload, &workload); !loaded.ok()) {
      return Fail(loaded.error().message);
    }
  }
  if (!options.json) {
    fmt::print("{:>5} {:<11} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7}\n", "conns", "op", "ops/s",
               "mean us", "p50 us", "p99 us", "p99.9 us", "max us", "errors");
  }
  cJSON* rows = cJSON_CreateArray();
  uint64_t errors = 0;
  for (const uint32_t connections : options.connections) {
    const RunOptions run{*endpoint, connections, options.seconds, 0, options.warmup_seconds};
    const RunResult result = Run(run, [&] { return std::optional(workload.Next()); });
    errors += result.Errors();
    ForEachRow(result, [&](std::string_view name, const Histogram& latency, uint64_t row_errors) {
      if (options.json) {
        cJSON_AddItemToArray(rows, RowJson(connections, name, latency, result.seconds, row_errors));
      } else {
        PrintRow(connections, name, latency, result.seconds, row_errors);
      }
    });
    if (result.Errors() > 0) fmt::print(stderr, "first error: {}\n", result.first_error);
  }
  if (options.json) {
    char* text = cJSON_Print(rows);
    fmt::print("{}\n", text);
    cJSON_free(text);
  }
  cJSON_Delete(rows);
  return errors == 0 ? 0 : 1;
}
