#include "gateway/trace_recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gateway/api_call.h"
#include "gateway/call_tracker.h"
#include "gateway/dynamodb_api.h"
#include "metrics/trace_ring.h"

namespace partita::gateway {
namespace {

using metrics::KeptFor;

constexpr int64_t kMs = 1'000'000;
constexpr int64_t kStart = 5'000'000'000;

class RecordedCall : public ApiCall {
 public:
  explicit RecordedCall(std::string id) : id_(std::move(id)) {}
  std::string_view target() const override { return {}; }
  std::string_view body() const override { return {}; }
  std::string_view request_id() const override { return id_; }
  void Succeed(std::string) override {}
  void Fail(const model::ApiError&) override {}

 private:
  std::string id_;
};

class TraceRecorderTest : public ::testing::Test {
 protected:
  // A GetItem that took so long, answered so many milliseconds after the start of the house.
  CallTimeline Took(int64_t duration_ns, int64_t at_ms = 0) {
    CallTimeline timeline;
    timeline.operation = 17;
    timeline.status = 200;
    timeline.received_ns = kStart + at_ms * kMs;
    timeline.arrived_ns = timeline.received_ns;
    timeline.answered_ns = timeline.sent_ns = timeline.received_ns + duration_ns;
    return timeline;
  }
  void Record(const std::string& id, CallTimeline timeline) {
    RecordedCall call(id);
    call.timeline() = std::move(timeline);
    recorder_.OnFinished(call);
  }
  KeptFor Kept(const std::string& id) {
    const auto trace = reader_.Find(id);
    EXPECT_TRUE(trace) << id;
    return trace ? trace->kept : KeptFor::kNothing;
  }
  // Until what is usual is known.
  void Accustom() {
    for (int i = 0; i < 1000; ++i) Record("usual", Took(kMs));
  }

  const shm::Segment segment_ = metrics::CreateTraceSegment(1).value();
  TraceRecorder recorder_{&segment_, 0, {.on = true, .slow_ns = 100 * kMs}};
  const metrics::TraceReader reader_{&segment_, 1};
};

TEST_F(TraceRecorderTest, WritesEveryCallOfTheApiAndNoPage) {
  Record("call", Took(kMs));
  EXPECT_EQ(reader_.Find("call")->operation, OperationName(17));
  CallTimeline page = Took(kMs);
  page.operation = kNoOperation;
  Record("page", page);
  EXPECT_FALSE(reader_.Find("page"));
  page.status = 503;
  Record("refused", page);
  EXPECT_TRUE(reader_.Find("refused"));
}

TEST_F(TraceRecorderTest, WritesEveryStampAndHop) {
  CallTimeline timeline = Took(672'000);
  timeline.hops = 10;
  timeline.slot = 3;
  timeline.bytes_in = uint64_t{1} << 40;
  timeline.first_hop = {.slot = 3,
                        .kind = wire::MessageKind::kPutItem,
                        .end = CallHopEnd::kReplied,
                        .batch_size = 70'000,
                        .routed_ns = kStart + 16'000,
                        .replied_ns = kStart + 32'000};
  timeline.further_hops.resize(kMaxTimedHops - 1);
  timeline.further_hops[6].slot = kRegistryHop;
  Record("call", timeline);
  const metrics::Trace trace = *reader_.Find("call");
  EXPECT_EQ(metrics::ToNs(trace.record.sent), 672'000);
  EXPECT_EQ(metrics::ToNs(trace.hops[0].routed), 16'000);
  EXPECT_EQ(trace.hops[0].queued, 0u);
  EXPECT_EQ(trace.hops[0].kind, 2);
  EXPECT_EQ(trace.hops[0].batch_size, UINT16_MAX) << "what is too large is as large as can be";
  EXPECT_EQ(trace.record.bytes_in, UINT32_MAX);
  EXPECT_EQ(trace.record.hops, 10);
  ASSERT_EQ(trace.hops.size(), kMaxTimedHops);
  EXPECT_EQ(trace.hops[7].slot, metrics::kTraceRegistry);
}

TEST_F(TraceRecorderTest, KeepsSlowFailedAndSampledOnes) {
  Accustom();
  Record("slow", Took(101 * kMs));
  Record("quick", Took(kMs / 2));
  CallTimeline failed = Took(kMs / 2), throttled = failed, refused = failed, sampled = failed;
  failed.status = 500;
  throttled.status = refused.status = 400;
  throttled.flags = kCallThrottled;
  sampled.flags = kCallTraced | kCallSampled;
  Record("failed", failed);
  Record("throttled", throttled);
  Record("refused", refused);
  Record("sampled", sampled);
  EXPECT_EQ(Kept("slow"), KeptFor::kSlow);
  EXPECT_EQ(Kept("quick"), KeptFor::kNothing);
  EXPECT_EQ(Kept("failed"), KeptFor::kFailed);
  EXPECT_EQ(Kept("throttled"), KeptFor::kFailed);
  EXPECT_EQ(Kept("refused"), KeptFor::kNothing) << "the request's own fault";
  EXPECT_EQ(Kept("sampled"), KeptFor::kSampled);
}

TEST_F(TraceRecorderTest, KeepsAnOutlierASecond) {
  Accustom();
  Record("first", Took(50 * kMs, 2000));
  Record("second", Took(50 * kMs, 2000));
  Record("later", Took(50 * kMs, 4000));
  EXPECT_EQ(Kept("first"), KeptFor::kOutlier);
  EXPECT_EQ(Kept("second"), KeptFor::kNothing);
  EXPECT_EQ(Kept("later"), KeptFor::kOutlier);
}

TEST_F(TraceRecorderTest, KeepsOnlySoManyOfAFlood) {
  CallTimeline failed = Took(kMs);
  failed.status = 500;
  for (int i = 0; i < 1000; ++i) Record("flood" + std::to_string(i), failed);
  int kept = 0;
  for (int i = 0; i < 1000; ++i) kept += Kept("flood" + std::to_string(i)) == KeptFor::kFailed;
  EXPECT_EQ(kept, 4);
}

}  // namespace
}  // namespace partita::gateway
