// partita trace: where the time of a request went, as a waterfall or as JSON; lists of requests.
//
// Read from the house's shared memory, as `partita status` is: no process is asked, and a gateway
// may be dead.
#include <fcntl.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/command.h"
#include "metrics/trace_ids.h"
#include "metrics/trace_json.h"
#include "metrics/trace_ring.h"
#include "metrics/trace_spans.h"
#include "model/api_error.h"
#include "shm/mirror.h"
#include "supervisor/status_socket.h"
#include "wire/message_kind.h"
#include "wire/schema_snapshot.h"

namespace partita::cli {
namespace {

using metrics::Trace;

struct TraceOptions {
  std::string data = "./data";
  std::string id;
  size_t latest = 0, slowest = 0, failed = 0;
  std::string operation, table;
  bool json = false, otlp = false;
};

using TableNames = std::map<uint64_t, std::string>;

// Empty while nothing is published, or of another format: then tables are numbers.
TableNames ReadTableNames(base::UniqueFd mirror) {
  TableNames names;
  auto segment =
      shm::Segment::Map(std::move(mirror), shm::kMirrorBytes, shm::Access::kReadOnly);
  if (!segment.ok() || !shm::CheckMirror(*segment).ok()) return names;
  const auto snapshot = shm::MirrorReader(*std::move(segment)).Read();
  if (!snapshot.ok()) return names;
  const auto schemas = wire::DecodeSchemaSnapshot(snapshot->bytes);
  if (!schemas.ok()) return names;
  for (const model::TableSchema& table : schemas->tables) names[table.id] = table.name;
  return names;
}

metrics::TraceWords WordsWith(const TableNames& names) {
  metrics::TraceWords words;
  words.table = [&names](uint64_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
  };
  words.error = [](uint8_t type) -> std::string_view {
    if (!model::IsApiErrorType(type)) return {};
    return model::ApiErrorName(static_cast<model::ApiErrorType>(type));
  };
  words.question = [](uint16_t kind) {
    return wire::MessageKindName(static_cast<wire::MessageKind>(kind));
  };
  words.version = PARTITA_VERSION;
  words.wall_minus_monotonic_ns = base::WallMicros() * 1000 - base::MonotonicNs();
  return words;
}

// ---- for people

constexpr int kBarColumns = 40;

std::string Time(int64_t ns) {
  const auto value = static_cast<double>(ns);
  if (ns < 1'000'000) return fmt::format("{:.1f} us", value / 1e3);
  if (ns < 1'000'000'000) return fmt::format("{:.2f} ms", value / 1e6);
  return fmt::format("{:.2f} s", value / 1e9);
}

std::string Bar(const metrics::TraceSpan& span, int64_t total_ns) {
  const double scale = kBarColumns / static_cast<double>(std::max<int64_t>(1, total_ns));
  const auto at = [&](int64_t ns) {
    return std::clamp(static_cast<int>(static_cast<double>(ns) * scale), 0, kBarColumns);
  };
  const int from = std::min(at(span.start_ns), kBarColumns - 1);
  const int width = std::max(1, at(span.start_ns + span.duration_ns) - from);
  return std::string(from, ' ') + std::string(width, '=') +
         std::string(kBarColumns - std::min(kBarColumns, from + width), ' ');
}

std::string HopText(const metrics::TraceHop& hop, const metrics::TraceWords& words) {
  const std::string owner =
      hop.slot == metrics::kTraceRegistry ? "the registry" : fmt::format("slot {}", hop.slot);
  const std::string batch =
      hop.committed != 0 ? fmt::format(", {} in the commit", hop.batch_size) : "";
  const std::string_view end = metrics::HopEndText(hop.end);
  return fmt::format("{} to {}{}, {} B, {} B back{}{}", words.question(hop.kind), owner, batch,
                     hop.question_bytes, hop.reply_bytes, end.empty() ? "" : ", ", end);
}

std::string TableName(const Trace& trace, const metrics::TraceWords& words) {
  if (trace.record.table == 0) return "-";
  const std::string name = words.table(trace.record.table);
  return name.empty() ? fmt::format("#{:x}", trace.record.table) : name;
}

std::string Outcome(const Trace& trace, const metrics::TraceWords& words) {
  const metrics::TraceRecord& record = trace.record;
  std::string text = record.status == 0 ? "unanswered" : std::to_string(record.status);
  if (record.error != 0) text += fmt::format(" {}", words.error(record.error));
  if ((record.flags & metrics::kTraceClientLeft) != 0) text += ", the client had left";
  return text;
}

std::string StartText(const Trace& trace, const metrics::TraceWords& words) {
  const int64_t ns = trace.record.received_ns + words.wall_minus_monotonic_ns;
  return metrics::WallTimeText(ns).substr(0, sizeof "2026-01-01T00:00:00.000000" - 1) + "Z";
}

void PrintWaterfall(const Trace& trace, const metrics::TraceWords& words) {
  const metrics::TraceRecord& record = trace.record;
  const int64_t total_ns = metrics::DurationNs(record);
  fmt::print("{} {}  {}  {}\n", trace.operation.empty() ? "-" : trace.operation,
             TableName(trace, words), Outcome(trace, words), Time(total_ns));
  fmt::print("request {}\ntrace   {}\n", trace.request_id(),
             metrics::TraceIdText(metrics::TraceIdOf(record)));
  fmt::print("{}, gateway {}, {} B in, {} B out, {} question{}{}{}\n\n", StartText(trace, words),
             trace.gateway, record.bytes_in, record.bytes_out, record.hops,
             record.hops == 1 ? "" : "s",
             trace.kept == metrics::KeptFor::kNothing ? "" : ", kept: ",
             metrics::KeptForText(trace.kept));
  for (const metrics::TraceSpan& span : metrics::SpansOf(trace)) {
    const bool inner = span.parent >= 0;
    fmt::print("{:<13} {:>10} {:>10} |{}|{}\n",
               fmt::format("{}{}", inner ? "  " : "", span.name), Time(span.start_ns),
               Time(span.duration_ns), Bar(span, total_ns),
               span.hop >= 0 && !inner ? " " + HopText(trace.hops[span.hop], words) : "");
  }
}

void PrintList(const std::vector<Trace>& traces, const metrics::TraceWords& words) {
  fmt::print("{:<27} {:>10} {:<20} {:<16} {:>4} {:>5} {:<52} {}\n", "START", "DURATION",
             "OPERATION", "TABLE", "SLOT", "BATCH", "REQUEST", "OUTCOME");
  for (const Trace& trace : traces) {
    const metrics::TraceRecord& record = trace.record;
    fmt::print("{:<27} {:>10} {:<20} {:<16} {:>4} {:>5} {:<52} {}\n", StartText(trace, words),
               Time(metrics::DurationNs(record)), trace.operation.empty() ? "-" : trace.operation,
               TableName(trace, words),
               record.slot < metrics::kTraceRegistry ? std::to_string(record.slot) : "-",
               record.batch_size, trace.request_id(), Outcome(trace, words));
  }
}

// ---- the command

std::vector<Trace> Select(const metrics::TraceReader& reader, const TraceOptions& options,
                          const TableNames& names) {
  metrics::TraceFilter filter;
  filter.operation = options.operation;
  filter.failed = options.failed > 0;
  if (!options.table.empty()) {
    filter.table = UINT64_MAX;  // of no table
    for (const auto& [id, name] : names) {
      if (name == options.table) filter.table = id;
    }
  }
  if (options.slowest > 0) return reader.Slowest(options.slowest, filter);
  constexpr size_t kUsual = 20;
  const size_t count = std::max(options.latest, options.failed);
  return reader.Latest(count > 0 ? count : kUsual, filter);
}

std::optional<Trace> FindOne(const metrics::TraceReader& reader, const std::string& id) {
  if (auto trace = reader.Find(id)) return trace;
  metrics::TraceFilter filter;
  filter.trace_id = metrics::ParseTraceId(id);
  if (!filter.trace_id) return std::nullopt;
  std::vector<Trace> newest = reader.Latest(1, filter);
  if (newest.empty()) return std::nullopt;
  return std::move(newest.front());
}

int ShowOne(const metrics::TraceReader& reader, const TraceOptions& options,
            const metrics::TraceWords& words) {
  const std::optional<Trace> trace = FindOne(reader, options.id);
  if (!trace) {
    return Fail(base::Error::NotFound("no such trace, or it is not remembered any more"),
                kExitFailed);
  }
  if (options.otlp) {
    std::puts(metrics::OtlpDocument({&*trace, 1}, words).c_str());
  } else if (options.json) {
    std::puts(metrics::TraceDocument(*trace, words).c_str());
  } else {
    PrintWaterfall(*trace, words);
  }
  return kExitOk;
}

int ShowList(const std::vector<Trace>& traces, const TraceOptions& options,
             const metrics::TraceWords& words) {
  if (options.otlp) {
    std::puts(metrics::OtlpDocument(traces, words).c_str());
  } else if (options.json) {
    std::puts(metrics::TraceListDocument(traces, words).c_str());
  } else {
    PrintList(traces, words);
  }
  return kExitOk;
}

base::Result<supervisor::StatusDescriptors> Ask(const std::string& data) {
  const base::UniqueFd directory(open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid())
    return base::Error::FromErrno(fmt::format("opening data directory {}", data), errno);
  return supervisor::AskStatus(directory.get());
}

int ShowTraces(const TraceOptions& options) {
  auto descriptors = Ask(options.data);
  if (!descriptors.ok()) {
    const bool nobody = descriptors.error().kind == base::ErrorKind::kNotFound;
    return Fail(descriptors.error(), nobody ? kExitUnavailable : kExitFailed);
  }
  const auto segment =
      shm::Segment::Map(std::move(descriptors->traces), 1, shm::Access::kReadOnly);
  if (!segment.ok()) return Fail(segment.error(), kExitFailed);
  const auto regions = metrics::CheckTraceSegment(*segment);
  if (!regions.ok()) return Fail(regions.error(), kExitFailed);
  const metrics::TraceReader reader(&*segment, *regions);
  const TableNames names = ReadTableNames(std::move(descriptors->mirror));
  const metrics::TraceWords words = WordsWith(names);
  if (!options.id.empty()) return ShowOne(reader, options, words);
  return ShowList(Select(reader, options, names), options, words);
}

}  // namespace

void AddTrace(CLI::App* app, int* exit_code) {
  CLI::App* trace = app->add_subcommand("trace", "Show where the time of requests went");
  const auto options = std::make_shared<TraceOptions>();
  constexpr size_t kMost = 100'000;
  const CLI::Range count(size_t{1}, kMost);
  auto* id = trace->add_option("id", options->id, "x-amzn-RequestId of an answer, or a trace id");
  auto* latest = trace->add_option("--latest", options->latest, "List the latest N")->check(count);
  auto* slowest =
      trace->add_option("--slowest", options->slowest, "List the slowest N")->check(count);
  auto* failed = trace
                     ->add_option("--failed", options->failed,
                                  "List the latest N that failed: errors of the server, throttled "
                                  "ones, cancelled transactions")
                     ->check(count);
  latest->excludes(id)->excludes(slowest)->excludes(failed);
  slowest->excludes(id)->excludes(failed);
  failed->excludes(id);
  trace->add_option("--operation", options->operation, "Only of this operation")->excludes(id);
  trace->add_option("--table", options->table, "Only of this table")->excludes(id);
  trace->add_option("--data", options->data, "Data directory of the house")->capture_default_str();
  auto* json = trace->add_flag("--json", options->json, "Print JSON instead of a table");
  trace->add_flag("--otlp", options->otlp, "Print OpenTelemetry's JSON")->excludes(json);
  trace->footer(
      "Without an id and a number: the latest 20.\n\n"
      "Exit codes: 0 shown, 1 there is no such trace, 69 nobody serves the data directory.\n\n"
      "Examples:\n"
      "  partita trace --slowest 10 --table Music\n"
      "  partita trace CF32RUD5C1EKFNA9O8U9EG03KIF3PJSJT0IUJ41B64O8Q0NF6TVG");
  trace->callback([options, exit_code] { *exit_code = ShowTraces(*options); });
}

}  // namespace partita::cli
