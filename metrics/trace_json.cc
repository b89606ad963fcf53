#include "metrics/trace_json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "metrics/trace_ids.h"
#include "metrics/trace_json_text.h"
#include "metrics/trace_spans.h"

namespace partita::metrics {
namespace {

struct Stamp {
  std::string_view name;
  Ticks ticks;
};

// The first question's where it has several; the whole of each is among the spans.
void AppendStamps(const TraceRecord& record, JsonText* json) {
  const TraceHop hop = record.hops == 0 ? TraceHop() : record.first_hop;
  json->BeginObject("stamps");
  for (const Stamp& stamp :
       {Stamp{"received", 1}, Stamp{"arrived", record.arrived}, Stamp{"parsed", record.parsed},
        Stamp{"authorised", record.authorised}, Stamp{"routed", hop.routed},
        Stamp{"queued", hop.queued}, Stamp{"dequeued", hop.dequeued},
        Stamp{"executed", hop.executed}, Stamp{"committed", hop.committed},
        Stamp{"replied", record.replied}, Stamp{"answered", record.answered},
        Stamp{"sent", record.sent}}) {
    if (stamp.ticks != 0) json->Number(stamp.name, ToNs(stamp.ticks));
  }
  json->EndObject();
}

void AppendSpans(const Trace& trace, const TraceWords& words, JsonText* json) {
  json->BeginArray("spans");
  for (const TraceSpan& span : SpansOf(trace)) {
    json->BeginObject();
    json->Text("name", span.name);
    json->Number("startNs", span.start_ns);
    json->Number("durationNs", span.duration_ns);
    if (span.parent >= 0) json->Number("parent", span.parent);
    if (span.hop >= 0 && span.parent < 0) AppendHop(trace.hops[span.hop], words, json);
    json->EndObject();
  }
  json->EndArray();
}

void AppendSummary(const Trace& trace, const TraceWords& words, JsonText* json) {
  const TraceRecord& record = trace.record;
  const int64_t start_ns = record.received_ns + words.wall_minus_monotonic_ns;
  json->Text("requestId", trace.request_id());
  json->Text("traceId", TraceIdText(TraceIdOf(record)));
  if ((record.flags & kTraceHasParent) != 0) {
    json->Text("parentSpanId", ParentSpanText(record));
    json->Flag("sampled", (record.flags & kTraceSampled) != 0);
  }
  json->Text("operation", trace.operation);
  if (record.table != 0) json->Text("table", TableText(record.table, words));
  json->Text("start", WallTimeText(start_ns));
  json->Number("durationNs", DurationNs(record));
  json->Number("status", record.status);
  if (record.error != 0) json->Text("error", ErrorText(record.error, words));
  if ((record.flags & kTraceClientLeft) != 0) json->Flag("clientLeft", true);
  if (HasFailed(record)) json->Flag("failed", true);
  if (trace.kept != KeptFor::kNothing) json->Text("kept", KeptForText(trace.kept));
  json->Number("gateway", trace.gateway);
  if (record.slot < kTraceRegistry) json->Number("slot", record.slot);
  json->Number("questions", record.hops);
  if (record.batch_size != 0) json->Number("batchSize", record.batch_size);
  json->Number("bytesIn", record.bytes_in);
  json->Number("bytesOut", record.bytes_out);
}

}  // namespace

std::string WallTimeText(int64_t ns) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:09}Z",
                     fmt::gmtime(static_cast<time_t>(ns / 1'000'000'000)), ns % 1'000'000'000);
}

std::string_view HopEndText(HopEnd end) {
  switch (end) {
    case HopEnd::kReplied:
      return {};
    case HopEnd::kUnknown:
      return "owner died";
    case HopEnd::kUnavailable:
      return "owner unavailable";
    case HopEnd::kOpen:
      break;
  }
  return "no reply yet";
}

std::string_view KeptForText(KeptFor kept) {
  switch (kept) {
    case KeptFor::kSlow:
      return "slow";
    case KeptFor::kFailed:
      return "failed";
    case KeptFor::kOutlier:
      return "slower than 999 of 1000";
    case KeptFor::kSampled:
      return "sampled";
    case KeptFor::kNothing:
      break;
  }
  return {};
}

void AppendHop(const TraceHop& hop, const TraceWords& words, JsonText* json) {
  json->Text("message", words.question(hop.kind));
  if (hop.slot == kTraceRegistry) {
    json->Text("owner", "registry");
  } else {
    json->Number("slot", hop.slot);
  }
  if (hop.batch_size != 0) json->Number("batchSize", hop.batch_size);
  json->Number("questionBytes", hop.question_bytes);
  json->Number("replyBytes", hop.reply_bytes);
  if (const std::string_view text = HopEndText(hop.end); !text.empty()) json->Text("end", text);
}

std::string ParentSpanText(const TraceRecord& record) {
  uint64_t id = 0;
  for (const uint8_t byte : record.parent_span) id = id << 8 | byte;
  return SpanIdText(id);
}

std::string TableText(uint64_t table, const TraceWords& words) {
  const std::string name = words.table(table);
  return name.empty() ? fmt::format("#{:x}", table) : name;
}

std::string ErrorText(uint8_t error, const TraceWords& words) {
  const std::string_view name = words.error(error);
  return name.empty() ? fmt::format("#{}", error) : std::string(name);
}

std::string TraceDocument(const Trace& trace, const TraceWords& words) {
  JsonText json;
  json.BeginObject();
  AppendSummary(trace, words, &json);
  AppendStamps(trace.record, &json);
  AppendSpans(trace, words, &json);
  json.EndObject();
  return json.Take();
}

std::string TraceListDocument(std::span<const Trace> traces, const TraceWords& words) {
  JsonText json;
  json.BeginObject();
  json.BeginArray("traces");
  for (const Trace& trace : traces) {
    json.BeginObject();
    AppendSummary(trace, words, &json);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return json.Take();
}

}  // namespace partita::metrics
