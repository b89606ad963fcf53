#include "gateway/call_timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "gateway/call_tracker.h"
#include "gateway/partition_link.h"
#include "tests/gateway/ended_call.h"
#include "wire/frame.h"

namespace partita::gateway {
namespace {

using shm::Channel;
using shm::ChannelSide;

class Counter : public CallObserver {
 public:
  void OnFinished(const ApiCall& call) override { seen.push_back(call.timeline()); }
  std::vector<CallTimeline> seen;
};

// A link and the owner at the other end of its channel, both in this process.
class CallTimelineTest : public ::testing::Test {
 protected:
  CallTimelineTest() {
    tracker_.Tell(&counter_);
    auto segment = Channel::Create("test", 1);
    auto other = shm::Segment::Map(base::UniqueFd(dup(segment->fd())), 1, shm::Access::kReadWrite);
    owner_ = Channel::Attach(std::move(segment).value(), ChannelSide::kSecond, 1, nullptr).value();
    link_.Connect(
        Channel::Attach(std::move(other).value(), ChannelSide::kFirst, 1, nullptr).value());
  }

  void Ask(OnReply on_reply = [](auto) {}) {
    link_.Ask(
        wire::MessageKind::kPutItem, [](base::ByteWriter* writer) { writer->Raw("question"); },
        std::move(on_reply));
  }

  std::vector<wire::FrameHeader> Questions() {
    link_.Flush();
    std::vector<wire::FrameHeader> questions;
    EXPECT_TRUE(owner_
                    ->Receive(1000,
                              [&](std::string_view message) {
                                questions.push_back(wire::DecodeFrame(message)->header);
                              })
                    .ok());
    return questions;
  }

  void Reply(const wire::FrameHeader& question, const wire::FrameTimes& times) {
    wire::FrameHeader header = question;
    header.flags = wire::kReplyBit;
    std::string frame;
    wire::StartFrame(header, &frame);
    frame.append("reply");
    wire::FinishFrame(&frame);
    wire::AppendTimes(times, &frame);
    owner_->Send(frame);
    owner_->Flush();
  }

  CallTracker tracker_;
  Counter counter_;
  PartitionLink link_{"partition 5", {}, 5, &tracker_};
  std::unique_ptr<Channel> owner_;
};

TEST_F(CallTimelineTest, StampsEveryStepNoEarlierThanTheOneBefore) {
  const std::shared_ptr<ApiCall> call = std::make_shared<testing::EndedCall>(&tracker_);
  call->timeline().parsed_ns = tracker_.Now();
  {
    const CallTracker::Scope scope(&tracker_, call);
    Ask([call](auto) { call->Succeed("four"); });
  }
  const auto questions = Questions();
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(&questions[0].trace_id), 8), "REQUEST0");
  const int64_t taken = base::MonotonicNs(), run = base::MonotonicNs();
  Reply(questions[0], {taken, run, base::MonotonicNs(), 7});
  ASSERT_TRUE(link_.Drain(10).ok());
  ASSERT_EQ(counter_.seen.size(), 1u);
  const CallTimeline& seen = counter_.seen[0];
  const CallHop& hop = seen.first_hop;
  EXPECT_THAT((std::vector{seen.parsed_ns, seen.routed_ns, hop.queued_ns, hop.dequeued_ns,
                           hop.executed_ns, hop.committed_ns, hop.replied_ns, seen.answered_ns}),
              ::testing::WhenSorted(::testing::ElementsAre(
                  seen.parsed_ns, seen.routed_ns, hop.queued_ns, hop.dequeued_ns, hop.executed_ns,
                  hop.committed_ns, hop.replied_ns, seen.answered_ns)));
  EXPECT_GT(seen.parsed_ns, 0);
  EXPECT_EQ(hop.dequeued_ns, taken);
  EXPECT_EQ(hop.executed_ns, run);
  EXPECT_EQ(hop.slot, 5);
  EXPECT_EQ(hop.batch_size, 7u);
  EXPECT_EQ(hop.question_bytes, wire::kFrameHeaderBytes + 8);
  EXPECT_EQ(hop.reply_bytes, 5u);
  EXPECT_EQ(hop.end, CallHopEnd::kReplied);
  EXPECT_EQ(seen.slot, 5);
  EXPECT_EQ(seen.hops, 1u);
  EXPECT_EQ(seen.batch_size, 7u);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.bytes_out, 4u);
}

TEST_F(CallTimelineTest, MovesAnOwnersLiesBetweenWhatItKnowsItself) {
  const std::shared_ptr<ApiCall> call = std::make_shared<testing::EndedCall>(&tracker_);
  const CallTracker::Scope scope(&tracker_, call);
  Ask();
  Reply(Questions()[0], {-1, INT64_MAX, 1, 1});
  ASSERT_TRUE(link_.Drain(10).ok());
  const CallHop& hop = call->timeline().first_hop;
  EXPECT_EQ(hop.dequeued_ns, hop.queued_ns);
  EXPECT_EQ(hop.executed_ns, hop.replied_ns);
  EXPECT_EQ(hop.committed_ns, hop.replied_ns);
  EXPECT_LE(hop.replied_ns, base::MonotonicNs());
}

TEST_F(CallTimelineTest, BelongsToTheCallWhoseReplyLedToTheQuestion) {
  const std::shared_ptr<ApiCall> call = std::make_shared<testing::EndedCall>(&tracker_);
  {
    const CallTracker::Scope scope(&tracker_, call);
    Ask([this](auto) { Ask(); });
  }
  Reply(Questions()[0], {});
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_EQ(call->timeline().hops, 2u);
  EXPECT_NE(Questions()[0].trace_id, 0u);
  Ask();  // upkeep: nobody's
  EXPECT_EQ(Questions()[0].trace_id, 0u);
  EXPECT_EQ(call->timeline().hops, 2u);
}

TEST_F(CallTimelineTest, TimesTheFirstQuestionsAndCountsTheRest) {
  const std::shared_ptr<ApiCall> call = std::make_shared<testing::EndedCall>(&tracker_);
  {
    const CallTracker::Scope scope(&tracker_, call);
    for (int i = 0; i < 100; ++i) Ask();
  }
  const int64_t now = base::MonotonicNs();
  for (const wire::FrameHeader& question : Questions()) Reply(question, {now, now, 0, 1});
  ASSERT_TRUE(link_.Drain(1000).ok());
  EXPECT_EQ(call->timeline().hops, 100u);
  ASSERT_EQ(call->timeline().further_hops.size(), kMaxTimedHops - 1);
  EXPECT_EQ(call->timeline().further_hops.back().end, CallHopEnd::kReplied);
  EXPECT_EQ(call->timeline().further_hops.back().committed_ns, 0);
}

TEST_F(CallTimelineTest, SaysThatTheOwnerDiedOrWasNotThere) {
  const std::shared_ptr<ApiCall> call = std::make_shared<testing::EndedCall>(&tracker_);
  {
    const CallTracker::Scope scope(&tracker_, call);
    Ask();
    link_.Disconnect();
    Ask();
  }
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_EQ(call->timeline().first_hop.end, CallHopEnd::kUnknown);
  EXPECT_EQ(call->timeline().further_hops.at(0).end, CallHopEnd::kUnavailable);
  EXPECT_GE(call->timeline().first_hop.replied_ns, call->timeline().first_hop.queued_ns);
}

TEST_F(CallTimelineTest, KeepsTheErrorAndItsKind) {
  testing::EndedCall throttled(&tracker_);
  throttled.Fail(model::ApiError::Of(model::ApiErrorType::kThrottling));
  testing::EndedCall cancelled(&tracker_);
  cancelled.Fail(model::ApiError::Of(model::ApiErrorType::kTransactionCanceled));
  ASSERT_EQ(counter_.seen.size(), 2u);
  EXPECT_EQ(counter_.seen[0].flags, kCallThrottled);
  EXPECT_EQ(counter_.seen[0].error, static_cast<uint8_t>(model::ApiErrorType::kThrottling));
  EXPECT_EQ(counter_.seen[1].flags, kCallTransaction);
}

}  // namespace
}  // namespace partita::gateway
