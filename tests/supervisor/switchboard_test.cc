#include "supervisor/switchboard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace partita::supervisor {
namespace {

using shm::Birth;

constexpr ProcessId kRegistry{Role::kRegistry, 0};
constexpr ProcessId kGateway{Role::kGateway, 0};
constexpr ProcessId kFirstSlot{Role::kPartition, 0};
constexpr ProcessId kSecondSlot{Role::kPartition, 1};

class SwitchboardTest : public ::testing::Test {
 protected:
  SwitchboardTest() : plan_(MakePlan(Options{}, 2)) {
    auto made = Switchboard::Create(plan_);
    EXPECT_TRUE(made.ok());
    board_ = std::move(made).value();
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    supervisor_end_.Reset(ends[0]);
    child_end_.Reset(ends[1]);
  }
  base::Result<Birth> Bear(size_t process, uint32_t life) {
    const base::UniqueFd listener(dup(2));
    PARTITA_TRY(
        board_->HandBirth(supervisor_end_.get(), plan_.processes[process], life, {listener.get()}));
    return shm::ReceiveBirth(child_end_.get());
  }

  Plan plan_;  // registryd, partition[0], partition[1], gateway[0]
  std::unique_ptr<Switchboard> board_;
  base::UniqueFd supervisor_end_;
  base::UniqueFd child_end_;
};

std::vector<uint32_t> Epochs(const Birth& birth) {
  std::vector<uint32_t> epochs;
  for (const auto& peer : birth.peers) epochs.push_back(peer.channel->epoch());
  return epochs;
}

TEST_F(SwitchboardTest, HandsAPartitionItsBirth) {
  const auto birth = Bear(2, 7);
  ASSERT_TRUE(birth.ok()) << birth.error().message;
  EXPECT_EQ(birth->self.role, Role::kPartition);
  EXPECT_EQ(birth->self.index, 1u);
  EXPECT_EQ(birth->self.epoch, 7u);
  EXPECT_EQ(birth->control_block->partitions, 2u);
  EXPECT_TRUE(birth->mirror.has_value());
  EXPECT_TRUE(birth->listeners.empty());
  ASSERT_EQ(birth->peers.size(), 2u);
  EXPECT_EQ(birth->peers[0].role, Role::kRegistry);
  EXPECT_EQ(birth->peers[1].role, Role::kGateway);
}

TEST_F(SwitchboardTest, HandsTheListenerToAGateway) {
  const auto birth = Bear(3, 1);
  ASSERT_TRUE(birth.ok());
  EXPECT_EQ(birth->listeners.size(), 1u);
  EXPECT_EQ(birth->peers.size(), 3u);
}

TEST_F(SwitchboardTest, JoinsTheTwoEndsOfAChannel) {
  const auto gateway = Bear(3, 1);
  const auto partition = Bear(1, 1);
  ASSERT_TRUE(gateway.ok() && partition.ok());
  gateway->peers[0].channel->Send("hello");
  gateway->peers[0].channel->Flush();
  std::string heard;
  const auto received =
      partition->peers[1].channel->Receive(10, [&](std::string_view message) { heard = message; });
  EXPECT_EQ(*received, 1u);
  EXPECT_EQ(heard, "hello");
}

TEST_F(SwitchboardTest, RenewsTheChannelsOfOneProcessAloneUnderANewEpoch) {
  ASSERT_TRUE(board_->RenewChannels(kFirstSlot).ok());
  EXPECT_EQ(board_->ChannelEpoch(kFirstSlot, kRegistry), 2u);
  EXPECT_EQ(board_->ChannelEpoch(kGateway, kFirstSlot), 2u);
  EXPECT_EQ(board_->ChannelEpoch(kGateway, kSecondSlot), 1u);
  EXPECT_EQ(board_->ChannelEpoch(kFirstSlot, kSecondSlot), 0u);
  EXPECT_THAT(Epochs(*Bear(3, 1)), ::testing::ElementsAre(2, 1, 1));
}

TEST_F(SwitchboardTest, LosesWhatWasInAChannelThatIsRenewed) {
  auto gateway = Bear(3, 1);
  gateway->peers[0].channel->Send("late");
  gateway->peers[0].channel->Flush();
  ASSERT_TRUE(board_->RenewChannels(kFirstSlot).ok());
  const auto partition = Bear(1, 2);
  EXPECT_FALSE(partition->peers[1].channel->HasMessages());
}

}  // namespace
}  // namespace partita::supervisor
