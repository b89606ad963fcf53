#include "bench/load/report.h"

#include <cjson/cJSON.h>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>

namespace partita::load {
namespace {

using Json = std::unique_ptr<cJSON, decltype(&cJSON_Delete)>;

double Us(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1000; }

double PerSecond(uint64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

Histogram Together(const RunResult& result) {
  Histogram all;
  for (const Histogram& histogram : result.latency) all.Merge(histogram);
  return all;
}

// The operations that were answered at all, with their histograms.
template <typename Use>
void ForEachOperation(const RunResult& result, const Use& use) {
  for (size_t i = 0; i < kOperations; ++i)
    if (result.latency[i].count() > 0)
      use(OperationName(static_cast<Operation>(i)), result.latency[i]);
}

void PrintRow(const Report& report, std::string_view operation, const Histogram& latency,
              uint64_t errors) {
  fmt::print("{:<10} {:>5} {:<17} {:>9.0f} {:>8.0f} {:>8.0f} {:>8.0f} {:>8.0f} {:>8.0f} {:>6}\n",
             report.workload.name, report.run.connections, operation,
             PerSecond(latency.count(), report.result.seconds), latency.MeanNs() / 1000,
             Us(latency.Percentile(50)), Us(latency.Percentile(99)), Us(latency.Percentile(99.9)),
             Us(latency.Percentile(100)), errors);
}

void AddLatency(cJSON* object, const char* name, const Histogram& latency) {
  cJSON* times = cJSON_AddObjectToObject(object, name);
  cJSON_AddNumberToObject(times, "mean", latency.MeanNs() / 1000);
  cJSON_AddNumberToObject(times, "p50", Us(latency.Percentile(50)));
  cJSON_AddNumberToObject(times, "p90", Us(latency.Percentile(90)));
  cJSON_AddNumberToObject(times, "p95", Us(latency.Percentile(95)));
  cJSON_AddNumberToObject(times, "p99", Us(latency.Percentile(99)));
  cJSON_AddNumberToObject(times, "p99_9", Us(latency.Percentile(99.9)));
  cJSON_AddNumberToObject(times, "max", Us(latency.Percentile(100)));
}

void AddCount(cJSON* object, const char* name, uint64_t count) {
  cJSON_AddNumberToObject(object, name, static_cast<double>(count));
}

void AddSettings(cJSON* json, const Report& report) {
  const WorkloadOptions& workload = report.workload;
  cJSON_AddStringToObject(json, "workload", workload.name.c_str());
  cJSON_AddStringToObject(json, "transport", report.transport.c_str());
  const double sum = std::accumulate(workload.share.begin(), workload.share.end(), 0.0);
  cJSON* mix = cJSON_AddObjectToObject(json, "mix");
  for (size_t i = 0; i < kOperations; ++i) {
    if (workload.share[i] > 0) {
      const std::string name(OperationName(static_cast<Operation>(i)));
      cJSON_AddNumberToObject(mix, name.c_str(), workload.share[i] / sum);
    }
  }
  cJSON_AddStringToObject(json, "distribution", std::string(KeyChoiceName(workload.keys)).c_str());
  cJSON_AddBoolToObject(json, "one_partition", !workload.one_partition.empty());
  cJSON_AddNumberToObject(json, "connections", report.run.connections);
  cJSON_AddStringToObject(json, "loop", report.run.rate > 0 ? "open" : "closed");
  if (report.run.rate > 0) cJSON_AddNumberToObject(json, "rate", report.run.rate);
  if (report.run.rate <= 0) cJSON_AddNullToObject(json, "rate");
  AddCount(json, "records", workload.items);
  cJSON_AddNumberToObject(json, "fields", workload.fields);
  AddCount(json, "field_bytes", workload.field_bytes);
  AddCount(json, "indexes", workload.indexes);
  cJSON_AddNumberToObject(json, "warmup_seconds", report.run.warmup_seconds);
}

void AddCounts(cJSON* json, const RunResult& result) {
  AddCount(json, "operations", result.Operations());
  cJSON_AddNumberToObject(json, "seconds", result.seconds);
  cJSON_AddNumberToObject(json, "throughput", PerSecond(result.Operations(), result.seconds));
  AddCount(json, "errors", result.Errors());
  cJSON* by_status = cJSON_AddObjectToObject(json, "errors_by_status");
  for (const auto& [status, count] : result.errors_by_status)
    AddCount(by_status, std::to_string(status).c_str(), count);
  if (result.first_error.empty()) cJSON_AddNullToObject(json, "first_error");
  if (!result.first_error.empty())
    cJSON_AddStringToObject(json, "first_error", result.first_error.c_str());
  AddCount(json, "misses", result.misses);
  AddCount(json, "unsent", result.unsent);
  AddCount(json, "answers", result.answers);
  cJSON_AddNumberToObject(
      json, "client_cpu_us_per_operation",
      result.answers == 0 ? 0 : result.cpu_seconds * 1e6 / static_cast<double>(result.answers));
}

void AddTimeline(cJSON* json, const RunResult& result) {
  cJSON* timeline = cJSON_AddArrayToObject(json, "timeline");
  for (const Slice& slice : result.timeline) {
    const double row[] = {slice.end_seconds, static_cast<double>(slice.operations),
                          static_cast<double>(slice.errors), slice.p50_us, slice.p99_us};
    cJSON_AddItemToArray(timeline, cJSON_CreateDoubleArray(row, std::size(row)));
  }
}

base::Status WriteListing(const std::string& path, const Histogram& histogram) {
  std::ofstream file(path);
  file << histogram.Listing();
  file.close();
  if (file.fail()) return base::Error::Failed("cannot write " + path);
  return {};
}

base::Status WriteListings(const RunResult& result, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  PARTITA_TRY(WriteListing(folder + "/all.hgrm", Together(result)));
  base::Status written;
  ForEachOperation(result, [&](std::string_view name, const Histogram& latency) {
    if (written.ok()) written = WriteListing(fmt::format("{}/{}.hgrm", folder, name), latency);
  });
  return written;
}

}  // namespace

void PrintHeader() {
  fmt::print("{:<10} {:>5} {:<17} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6}\n", "workload", "conns",
             "operation", "ops/s", "mean us", "p50 us", "p99 us", "p99.9 us", "max us", "errors");
}

void PrintRows(const Report& report) {
  int kinds = 0;
  ForEachOperation(report.result, [&](std::string_view, const Histogram&) { ++kinds; });
  PrintRow(report, "all", Together(report.result), report.result.Errors());
  if (kinds > 1) {
    ForEachOperation(report.result, [&](std::string_view name, const Histogram& latency) {
      PrintRow(report, name, latency, 0);
    });
  }
  std::fflush(stdout);
}

base::Result<std::string> ReportJson(const Report& report, const std::string& histograms) {
  const Json json(cJSON_CreateObject(), &cJSON_Delete);
  AddSettings(json.get(), report);
  AddCounts(json.get(), report.result);
  AddLatency(json.get(), "latency_us", Together(report.result));
  if (report.run.rate > 0) AddLatency(json.get(), "service_us", report.result.service);
  if (report.run.rate <= 0) cJSON_AddNullToObject(json.get(), "service_us");
  cJSON* by_operation = cJSON_AddObjectToObject(json.get(), "by_operation");
  ForEachOperation(report.result, [&](std::string_view name, const Histogram& latency) {
    cJSON* one = cJSON_AddObjectToObject(by_operation, std::string(name).c_str());
    AddCount(one, "count", latency.count());
    cJSON_AddNumberToObject(one, "throughput", PerSecond(latency.count(), report.result.seconds));
    AddLatency(one, "latency_us", latency);
  });
  AddTimeline(json.get(), report.result);
  if (!histograms.empty()) PARTITA_TRY(WriteListings(report.result, histograms));
  const std::unique_ptr<char, decltype(&cJSON_free)> text(cJSON_PrintUnformatted(json.get()),
                                                          &cJSON_free);
  return std::string(text.get());
}

}  // namespace partita::load
