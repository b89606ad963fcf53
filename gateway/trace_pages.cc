#include "gateway/trace_pages.h"

#include <charconv>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "metrics/trace_ids.h"
#include "metrics/trace_json.h"
#include "model/api_error.h"
#include "wire/message_kind.h"

namespace partita::gateway {
namespace {

constexpr size_t kUsualCount = 20;
constexpr size_t kMostCount = 1000;
constexpr std::string_view kTraceJson = "application/json";

enum class Order : uint8_t { kLatest, kSlowest };

struct Query {
  Order order = Order::kLatest;
  size_t count = kUsualCount;
  metrics::TraceFilter filter;
  bool otlp = false;
};

HttpResponse Json(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.content_type = kTraceJson;
  response.fields = "Cache-Control: no-store\r\n";
  response.body = std::move(body);
  return response;
}

HttpResponse Refusal(int status, std::string_view message) {
  return Json(status, "{\"message\":\"" + std::string(message) + "\"}");
}

// None: no number from 1 to kMostCount.
std::optional<size_t> ReadCount(std::string_view text) {
  size_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count == 0 || count > kMostCount)
    return std::nullopt;
  return count;
}

// A table that is not there has no id, and no trace has this one.
uint64_t TableOf(std::string_view name, Edge* edge) {
  const auto table = edge->FindTable(name);
  return table == nullptr ? UINT64_MAX : table->id;
}

// False: the name or its value is not known.
bool ReadPart(std::string_view name, std::string_view value, Edge* edge, Query* query) {
  if (name == "format") {
    query->otlp = value == "otlp";
    return value == "otlp" || value == "json";
  }
  if (name == "operation") {
    query->filter.operation = value;
    return !value.empty();
  }
  if (name == "table") {
    query->filter.table = TableOf(value, edge);
    return !value.empty();
  }
  if (name == "trace") {
    query->filter.trace_id = metrics::ParseTraceId(value);
    return query->filter.trace_id.has_value();
  }
  if (name != "latest" && name != "slowest" && name != "failed") return false;
  const std::optional<size_t> count = ReadCount(value);
  query->count = count.value_or(0);
  if (name == "slowest") query->order = Order::kSlowest;
  if (name == "failed") query->filter.failed = true;
  return count.has_value();
}

std::optional<Query> ReadQuery(std::string_view text, Edge* edge) {
  Query query;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    if (!ReadPart(part.substr(0, equals), part.substr(equals + 1), edge, &query))
      return std::nullopt;
  }
  return query;
}

metrics::TraceWords WordsOf(Edge* edge) {
  auto names = std::make_shared<std::unordered_map<uint64_t, std::string>>();
  for (const model::TableSchema& table : edge->Schemas()->tables) (*names)[table.id] = table.name;
  metrics::TraceWords words;
  words.table = [names](uint64_t id) {
    const auto found = names->find(id);
    return found == names->end() ? std::string() : found->second;
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

}  // namespace

HttpResponse TracePages::One(std::string_view id, std::string_view query) const {
  const std::optional<Query> wanted = ReadQuery(query, edge_);
  if (!wanted) return Refusal(400, "the query may say format=json or format=otlp");
  std::optional<metrics::Trace> trace = traces_->Find(id);
  if (const auto trace_id = metrics::ParseTraceId(id); !trace && trace_id) {
    std::vector<metrics::Trace> newest = traces_->Latest(1, {.trace_id = trace_id});
    if (!newest.empty()) trace = std::move(newest.front());
  }
  if (!trace) return Refusal(404, "no such trace, or it is not remembered any more");
  const metrics::TraceWords words = WordsOf(edge_);
  return Json(200, wanted->otlp ? metrics::OtlpDocument({&*trace, 1}, words)
                                : metrics::TraceDocument(*trace, words));
}

HttpResponse TracePages::List(std::string_view query) const {
  const std::optional<Query> wanted = ReadQuery(query, edge_);
  if (!wanted) {
    return Refusal(400,
                   "the query may say latest, slowest or failed (1 to 1000), operation, table, "
                   "trace, format=json or format=otlp");
  }
  const std::vector<metrics::Trace> traces =
      wanted->order == Order::kSlowest ? traces_->Slowest(wanted->count, wanted->filter)
                                       : traces_->Latest(wanted->count, wanted->filter);
  const metrics::TraceWords words = WordsOf(edge_);
  return Json(200, wanted->otlp ? metrics::OtlpDocument(traces, words)
                                : metrics::TraceListDocument(traces, words));
}

void AddTracePages(const TracePages* traces, Pages* pages) {
  pages->Add("/trace/", [traces](const PageRequest& request) {
    return traces->One(request.rest, request.query);
  });
  pages->Add("/traces",
             [traces](const PageRequest& request) { return traces->List(request.query); });
}

}  // namespace partita::gateway
