#include "gateway/partition_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "wire/frame.h"

namespace partita::gateway {
namespace {

using shm::Channel;
using shm::ChannelSide;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Question {
  wire::MessageKind kind;
  uint64_t request_id;
  std::string payload;
};

// A link and the owner at the other end of its channel, both in this process.
class PartitionLinkTest : public ::testing::Test {
 protected:
  PartitionLinkTest() { Join(1); }

  void Join(uint32_t epoch) {
    auto segment = Channel::Create("test", epoch);
    auto other = shm::Segment::Map(base::UniqueFd(dup(segment->fd())), 1, shm::Access::kReadWrite);
    owner_ =
        Channel::Attach(std::move(segment).value(), ChannelSide::kSecond, epoch, nullptr).value();
    link_.Connect(
        Channel::Attach(std::move(other).value(), ChannelSide::kFirst, epoch, nullptr).value());
  }

  void Ask(const std::string& payload) {
    link_.Ask(
        wire::MessageKind::kGetItem, [&](base::ByteWriter* writer) { writer->Raw(payload); },
        [this](base::Result<base::ByteReader> reply) {
          answers_.push_back(reply.ok() ? std::string(reply->rest())
                                        : std::string(ErrorKindName(reply.error().kind)));
        });
  }

  std::vector<Question> Questions() {
    link_.Flush();
    std::vector<Question> questions;
    EXPECT_TRUE(owner_
                    ->Receive(1000,
                              [&](std::string_view message) {
                                const auto frame = wire::DecodeFrame(message);
                                ASSERT_TRUE(frame.has_value());
                                EXPECT_FALSE(frame->header.is_reply());
                                questions.push_back({frame->header.kind, frame->header.request_id,
                                                     std::string(frame->payload)});
                              })
                    .ok());
    return questions;
  }

  void Reply(uint64_t request_id, std::string_view payload, uint16_t flags = wire::kReplyBit) {
    wire::FrameHeader header;
    header.kind = wire::MessageKind::kGetItem;
    header.flags = flags;
    header.request_id = request_id;
    std::string frame;
    wire::StartFrame(header, &frame);
    frame.append(payload);
    wire::FinishFrame(&frame);
    owner_->Send(frame);
    owner_->Flush();
  }

  PartitionLink link_{"partition 0", {.open_questions = 4, .outbox_bytes = 3u << 20}};
  std::unique_ptr<Channel> owner_;
  std::vector<std::string> answers_;
};

TEST_F(PartitionLinkTest, GivesEachReplyToWhoeverAsked) {
  Ask("a");
  Ask("b");
  Ask("c");
  const auto questions = Questions();
  ASSERT_EQ(questions.size(), 3u);
  Reply(questions[2].request_id, "for c");
  Reply(questions[0].request_id, "for a");
  EXPECT_EQ(link_.Drain(10).value(), 2u);
  EXPECT_THAT(answers_, ElementsAre("for c", "for a"));
  EXPECT_EQ(link_.open_questions(), 1u);
}

TEST_F(PartitionLinkTest, TellsEverybodyWhoWaitsThatTheOutcomeIsUnknownWhenThePeerDies) {
  Ask("a");
  Ask("b");
  link_.Disconnect();
  EXPECT_THAT(answers_, IsEmpty()) << "not from within Disconnect";
  EXPECT_TRUE(link_.HasWork());
  ASSERT_TRUE(link_.Drain(10).ok());
  const std::string unknown(ErrorKindName(base::ErrorKind::kUnknown));
  EXPECT_THAT(answers_, ElementsAre(unknown, unknown));
  EXPECT_FALSE(link_.HasWork());
}

TEST_F(PartitionLinkTest, RefusesAtOnceWhatItCannotAsk) {
  link_.Disconnect();
  Ask("a");
  EXPECT_THAT(answers_, IsEmpty()) << "not from within Ask";
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_THAT(answers_, ElementsAre(std::string(ErrorKindName(base::ErrorKind::kUnavailable))));
}

TEST_F(PartitionLinkTest, WorksAgainOverTheChannelOfThePeersNextLife) {
  Ask("lost");
  Join(2);
  Ask("asked again");
  const auto questions = Questions();
  ASSERT_EQ(questions.size(), 1u);
  EXPECT_EQ(questions[0].payload, "asked again");
  Reply(questions[0].request_id, "yes");
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_THAT(answers_, ElementsAre(std::string(ErrorKindName(base::ErrorKind::kUnknown)), "yes"));
}

TEST_F(PartitionLinkTest, RefusesMoreQuestionsThanMayBeOpen) {
  for (int i = 0; i < 5; ++i) Ask("q");
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_THAT(answers_, ElementsAre(std::string(ErrorKindName(base::ErrorKind::kUnavailable))));
  EXPECT_EQ(Questions().size(), 4u);
}

TEST_F(PartitionLinkTest, RefusesQuestionsWhileTooMuchWaitsForRoomInTheRing) {
  Ask(std::string(5u << 20, 'x'));
  Ask("small");
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_THAT(answers_, ElementsAre(std::string(ErrorKindName(base::ErrorKind::kUnavailable))));
}

TEST_F(PartitionLinkTest, RefusesAQuestionLongerThanAnyMessage) {
  Ask(std::string(wire::kMaxPayloadBytes + 1, 'x'));
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_EQ(answers_.size(), 1u);
  EXPECT_EQ(link_.open_questions(), 0u);
}

TEST_F(PartitionLinkTest, NeverUsesARequestIdTwice) {
  Ask("a");
  const uint64_t first = Questions().at(0).request_id;
  Reply(first, "1");
  ASSERT_TRUE(link_.Drain(10).ok());
  Ask("b");
  const uint64_t second = Questions().at(0).request_id;
  EXPECT_NE(first, second);
}

TEST_F(PartitionLinkTest, GivesUpAChannelWithAReplyThatNobodyWaitsFor) {
  Ask("a");
  const uint64_t id = Questions().at(0).request_id;
  Reply(id, "once");
  Reply(id, "twice");
  EXPECT_EQ(link_.Drain(10).error().kind, base::ErrorKind::kCorrupt);
  EXPECT_FALSE(link_.connected());
  EXPECT_THAT(answers_, ElementsAre("once"));
}

TEST_F(PartitionLinkTest, GivesUpAChannelThatCarriesQuestionsInTheWrongDirection) {
  Ask("a");
  Reply(Questions().at(0).request_id, "?", 0);
  EXPECT_EQ(link_.Drain(10).error().kind, base::ErrorKind::kCorrupt);
}

TEST_F(PartitionLinkTest, GivesUpAChannelWithBytesThatAreNoFrame) {
  Ask("a");
  owner_->Send("nonsense");
  owner_->Flush();
  EXPECT_EQ(link_.Drain(10).error().kind, base::ErrorKind::kCorrupt);
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_THAT(answers_, ElementsAre(std::string(ErrorKindName(base::ErrorKind::kUnknown))));
}

TEST_F(PartitionLinkTest, LetsAnAnswerAskAgain) {
  link_.Ask(
      wire::MessageKind::kGetItem, [](base::ByteWriter* writer) { writer->U8(1); },
      [&](base::Result<base::ByteReader>) {
        for (int i = 0; i < 3; ++i) Ask("again");
      });
  Reply(Questions().at(0).request_id, "1");
  ASSERT_TRUE(link_.Drain(10).ok());
  EXPECT_EQ(Questions().size(), 3u);
}

}  // namespace
}  // namespace partita::gateway
