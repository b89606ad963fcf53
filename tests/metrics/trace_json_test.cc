#include "metrics/trace_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "metrics/trace_ids.h"

namespace partita::metrics {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Ticks At(int64_t us) { return ToTicks(1 + us * 1000, 1); }

Trace PutItem() {
  Trace trace;
  trace.operation = "PutItem";
  TraceRecord& record = trace.record;
  const std::string_view id = "0123456789ABCDEFGHIJKLMNOPQRSTUV0123456789ABCDEFGHIJ";
  id.copy(record.request_id.data(), id.size());
  record.table = 5;
  record.slot = 1;
  record.status = 200;
  record.hops = 1;
  record.batch_size = 3;
  record.bytes_in = 120;
  record.bytes_out = 2;
  record.arrived = At(0);
  record.parsed = At(16);
  record.authorised = At(16);
  record.replied = At(640);
  record.answered = At(656);
  record.sent = At(672);
  record.first_hop = {.routed = At(32),
                      .queued = At(48),
                      .dequeued = At(64),
                      .executed = At(80),
                      .committed = At(608),
                      .replied = At(640),
                      .question_bytes = 77,
                      .reply_bytes = 9,
                      .slot = 1,
                      .kind = 2,
                      .batch_size = 3,
                      .end = HopEnd::kReplied};
  trace.hops = {record.first_hop};
  return trace;
}

TraceWords Words() {
  TraceWords words;
  words.table = [](uint64_t id) { return id == 5 ? std::string("Music") : std::string(); };
  words.error = [](uint8_t type) -> std::string_view {
    return type == 16 ? "InternalServerError" : "";
  };
  words.question = [](uint16_t kind) { return kind == 2 ? "PutItem" : "?"; };
  words.version = "1.2.3";
  words.wall_minus_monotonic_ns = 1'700'000'000'000'000'000;
  return words;
}

TEST(TraceDocument, HasTheShapeThatIsDocumented) {
  EXPECT_EQ(
      TraceDocument(PutItem(), Words()),
      R"({"requestId":"0123456789ABCDEFGHIJKLMNOPQRSTUV0123456789ABCDEFGHIJ",)"
      R"("traceId":"00443214c74254b635cf84653a56d7c6","operation":"PutItem","table":"Music",)"
      R"("start":"2023-11-14T22:13:20.000000000Z","durationNs":672000,"status":200,"gateway":0,)"
      R"("slot":1,"questions":1,"batchSize":3,"bytesIn":120,"bytesOut":2,)"
      R"("stamps":{"received":0,"arrived":0,"parsed":16000,"authorised":16000,"routed":32000,)"
      R"("queued":48000,"dequeued":64000,"executed":80000,"committed":608000,"replied":640000,)"
      R"("answered":656000,"sent":672000},"spans":[)"
      R"({"name":"receive","startNs":0,"durationNs":0},)"
      R"({"name":"parse","startNs":0,"durationNs":16000},)"
      R"({"name":"authorise","startNs":16000,"durationNs":0},)"
      R"({"name":"check","startNs":16000,"durationNs":16000},)"
      R"({"name":"question","startNs":32000,"durationNs":608000,"message":"PutItem","slot":1,)"
      R"("batchSize":3,"questionBytes":77,"replyBytes":9},)"
      R"({"name":"enqueue","startNs":32000,"durationNs":16000,"parent":4},)"
      R"({"name":"ring","startNs":48000,"durationNs":16000,"parent":4},)"
      R"({"name":"execute","startNs":64000,"durationNs":16000,"parent":4},)"
      R"({"name":"commit","startNs":80000,"durationNs":528000,"parent":4},)"
      R"({"name":"return","startNs":608000,"durationNs":32000,"parent":4},)"
      R"({"name":"answer","startNs":640000,"durationNs":16000},)"
      R"({"name":"send","startNs":656000,"durationNs":16000}]})");
}

TEST(TraceDocument, SaysWhatWentWrong) {
  Trace trace = PutItem();
  trace.record.status = 500;
  trace.record.error = 16;
  trace.record.table = 0x1f;
  trace.kept = KeptFor::kFailed;
  TraceHop& hop = trace.hops[0];
  hop.dequeued = hop.executed = hop.committed = 0;
  hop.end = HopEnd::kUnknown;
  const std::string text = TraceDocument(trace, Words());
  EXPECT_THAT(text, HasSubstr(R"("error":"InternalServerError","failed":true,"kept":"failed")"));
  EXPECT_THAT(text, HasSubstr(R"("end":"owner died")"));
  EXPECT_THAT(text, HasSubstr(R"("table":"#1f")"));
  EXPECT_THAT(text, Not(HasSubstr(R"("name":"execute")")));
}

TEST(TraceDocument, TakesTheCallersTraceWhereItSentOne) {
  Trace trace = PutItem();
  trace.record.flags = kTraceHasParent | kTraceSampled;
  trace.record.trace_id.fill(0xab);
  trace.record.parent_span.fill(0xcd);
  EXPECT_THAT(TraceDocument(trace, Words()),
              HasSubstr(R"("traceId":"abababababababababababababababab",)"
                        R"("parentSpanId":"cdcdcdcdcdcdcdcd","sampled":true)"));
  EXPECT_EQ(*ParseTraceId("abababababababababababababababab"), trace.record.trace_id);
  EXPECT_FALSE(ParseTraceId("ABababababababababababababababab"));
  EXPECT_FALSE(ParseTraceId("ab"));
}

TEST(TraceIds, OfOtherRequestIdsAreHashedAndNeverZero) {
  TraceRecord native, other, zeros;
  native.request_id[0] = '-';
  other.request_id[0] = '_';
  zeros.request_id.fill('0');
  EXPECT_NE(TraceIdOf(native), TraceId());
  EXPECT_NE(TraceIdOf(native), TraceIdOf(other));
  EXPECT_NE(SpanIdOf(native), 0u);
  EXPECT_NE(TraceIdOf(zeros), TraceId());
  EXPECT_NE(SpanIdOf(zeros), 0u);
  EXPECT_NE(InnerSpanId(1, 1), InnerSpanId(1, 2));
}

TEST(OtlpDocument, BeginsWithWhoSpeaksAndTheRequestItself) {
  const Trace trace = PutItem();
  EXPECT_THAT(
      OtlpDocument({&trace, 1}, Words()),
      StartsWith(R"({"resourceSpans":[{"resource":{"attributes":[)"
                 R"({"key":"service.name","value":{"stringValue":"partita"}},)"
                 R"({"key":"service.version","value":{"stringValue":"1.2.3"}}]},)"
                 R"("scopeSpans":[{"scope":{"name":"partita","version":"1.2.3"},"spans":[)"
                 R"({"traceId":"00443214c74254b635cf84653a56d7c6","spanId":"d6f9df7c0110c853",)"
                 R"("flags":0,"name":"PutItem","kind":2,)"
                 R"("startTimeUnixNano":"1700000000000000000",)"
                 R"("endTimeUnixNano":"1700000000000672000","attributes":[)"
                 R"({"key":"db.system.name","value":{"stringValue":"aws.dynamodb"}},)"
                 R"({"key":"db.operation.name","value":{"stringValue":"PutItem"}},)"
                 R"({"key":"aws.dynamodb.table_names","value":{"arrayValue":{"values":[)"
                 R"({"stringValue":"Music"}]}}},)"));
}

TEST(OtlpDocument, OfNothingIsStillOne) {
  EXPECT_THAT(OtlpDocument({}, Words()), EndsWith(R"("spans":[]}]}]})"));
}

}  // namespace
}  // namespace partita::metrics
