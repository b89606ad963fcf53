// OpenTelemetry's encoding of traces. Names of attributes: its semantic conventions for database
// clients, AWS SDKs and HTTP where they have one, else "partita.…".
// Source: opentelemetry-proto, trace.proto; the OTLP specification, "JSON Protobuf Encoding".
#include <fmt/format.h>

#include "metrics/trace_ids.h"
#include "metrics/trace_json.h"
#include "metrics/trace_json_text.h"
#include "metrics/trace_spans.h"

namespace partita::metrics {
namespace {

// SpanKind and StatusCode of trace.proto.
constexpr int kInternal = 1, kServer = 2, kClient = 3;
constexpr int kStatusError = 2;

void TextAttribute(std::string_view key, std::string_view value, JsonText* json) {
  json->BeginObject();
  json->Text("key", key);
  json->BeginObject("value");
  json->Text("stringValue", value);
  json->EndObject();
  json->EndObject();
}

// A 64-bit integer is a string in this encoding.
void NumberAttribute(std::string_view key, uint64_t value, JsonText* json) {
  json->BeginObject();
  json->Text("key", key);
  json->BeginObject("value");
  json->Text("intValue", std::to_string(value));
  json->EndObject();
  json->EndObject();
}

// The table's name is a list of one, as DynamoDB's conventions have it.
void TableAttribute(std::string_view name, JsonText* json) {
  json->BeginObject();
  json->Text("key", "aws.dynamodb.table_names");
  json->BeginObject("value");
  json->BeginObject("arrayValue");
  json->BeginArray("values");
  json->BeginObject();
  json->Text("stringValue", name);
  json->EndObject();
  json->EndArray();
  json->EndObject();
  json->EndObject();
  json->EndObject();
}

void Times(int64_t start_ns, int64_t duration_ns, JsonText* json) {
  json->Text("startTimeUnixNano", std::to_string(start_ns));
  json->Text("endTimeUnixNano", std::to_string(start_ns + duration_ns));
}

void Failed(std::string_view message, JsonText* json) {
  json->BeginObject("status");
  json->Number("code", kStatusError);
  json->Text("message", message);
  json->EndObject();
}

void RequestAttributes(const Trace& trace, const TraceWords& words, JsonText* json) {
  const TraceRecord& record = trace.record;
  json->BeginArray("attributes");
  TextAttribute("db.system.name", "aws.dynamodb", json);
  if (!trace.operation.empty()) TextAttribute("db.operation.name", trace.operation, json);
  if (record.table != 0) TableAttribute(TableText(record.table, words), json);
  TextAttribute("aws.request_id", trace.request_id(), json);
  if (record.status != 0) NumberAttribute("http.response.status_code", record.status, json);
  if (record.error != 0) TextAttribute("error.type", ErrorText(record.error, words), json);
  NumberAttribute("http.request.body.size", record.bytes_in, json);
  NumberAttribute("http.response.body.size", record.bytes_out, json);
  NumberAttribute("partita.gateway", trace.gateway, json);
  if (record.slot < kTraceRegistry) NumberAttribute("partita.slot", record.slot, json);
  NumberAttribute("partita.questions", record.hops, json);
  if (record.batch_size != 0) NumberAttribute("partita.batch_size", record.batch_size, json);
  json->EndArray();
}

void RequestSpan(const Trace& trace, const TraceWords& words, int64_t start_ns, JsonText* json) {
  const TraceRecord& record = trace.record;
  json->BeginObject();
  json->Text("traceId", TraceIdText(TraceIdOf(record)));
  json->Text("spanId", SpanIdText(SpanIdOf(record)));
  if ((record.flags & kTraceHasParent) != 0) json->Text("parentSpanId", ParentSpanText(record));
  json->Number("flags", (record.flags & kTraceSampled) != 0 ? 1 : 0);
  json->Text("name", trace.operation.empty() ? "request" : trace.operation);
  json->Number("kind", kServer);
  Times(start_ns, DurationNs(record), json);
  RequestAttributes(trace, words, json);
  if (record.status >= 500) Failed(ErrorText(record.error, words), json);
  json->EndObject();
}

void HopAttributes(const TraceHop& hop, const TraceWords& words, JsonText* json) {
  json->BeginArray("attributes");
  TextAttribute("partita.message", words.question(hop.kind), json);
  if (hop.slot < kTraceRegistry) NumberAttribute("partita.slot", hop.slot, json);
  if (hop.batch_size != 0) NumberAttribute("partita.batch_size", hop.batch_size, json);
  NumberAttribute("partita.question_bytes", hop.question_bytes, json);
  NumberAttribute("partita.reply_bytes", hop.reply_bytes, json);
  json->EndArray();
}

void InnerSpan(const Trace& trace, const TraceWords& words, const TraceSpan& span, size_t number,
               int64_t start_ns, JsonText* json) {
  const uint64_t request = SpanIdOf(trace.record);
  const bool question = span.hop >= 0 && span.parent < 0;
  json->BeginObject();
  json->Text("traceId", TraceIdText(TraceIdOf(trace.record)));
  json->Text("spanId", SpanIdText(InnerSpanId(request, number)));
  json->Text("parentSpanId",
             SpanIdText(span.parent < 0
                            ? request
                            : InnerSpanId(request, static_cast<size_t>(span.parent) + 1)));
  json->Text("name", span.name);
  json->Number("kind", question ? kClient : kInternal);
  Times(start_ns + span.start_ns, span.duration_ns, json);
  if (question) {
    const TraceHop& hop = trace.hops[span.hop];
    HopAttributes(hop, words, json);
    if (hop.end != HopEnd::kReplied) Failed(HopEndText(hop.end), json);
  }
  json->EndObject();
}

void SpansOfOne(const Trace& trace, const TraceWords& words, JsonText* json) {
  const int64_t start_ns = trace.record.received_ns + words.wall_minus_monotonic_ns;
  RequestSpan(trace, words, start_ns, json);
  size_t number = 0;
  for (const TraceSpan& span : SpansOf(trace))
    InnerSpan(trace, words, span, ++number, start_ns, json);
}

}  // namespace

std::string OtlpDocument(std::span<const Trace> traces, const TraceWords& words) {
  JsonText json;
  json.BeginObject();
  json.BeginArray("resourceSpans");
  json.BeginObject();
  json.BeginObject("resource");
  json.BeginArray("attributes");
  TextAttribute("service.name", "partita", &json);
  TextAttribute("service.version", words.version, &json);
  json.EndArray();
  json.EndObject();
  json.BeginArray("scopeSpans");
  json.BeginObject();
  json.BeginObject("scope");
  json.Text("name", "partita");
  json.Text("version", words.version);
  json.EndObject();
  json.BeginArray("spans");
  for (const Trace& trace : traces) SpansOfOne(trace, words, &json);
  json.EndArray();
  json.EndObject();
  json.EndArray();
  json.EndObject();
  json.EndArray();
  json.EndObject();
  return json.Take();
}

}  // namespace partita::metrics
