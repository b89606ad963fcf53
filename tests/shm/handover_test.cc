#include "shm/handover.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "shm/mirror.h"
#include "tests/shm/testing.h"

namespace partita::shm {
namespace {

using testing::Child;
using testing::Good;

class HandoverTest : public ::testing::Test {
 protected:
  HandoverTest() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    supervisor.Reset(ends[0]);
    child.Reset(ends[1]);
  }

  void Hand(const HandoverHeader& header, const std::vector<int>& fds = {}) {
    const auto sent = SendHandover(supervisor.get(), header, fds);
    ASSERT_TRUE(sent.ok()) << sent.error().message;
  }
  void HandSelf(Role role, uint32_t index) {
    Hand({.kind = HandoverKind::kSelf, .role = role, .index = index, .epoch = 1},
         {control.fd(), bells[0].get()});
  }
  void HandChannel(const Segment& channel, Role role, uint32_t index, uint32_t epoch) {
    Hand({.kind = HandoverKind::kChannel, .role = role, .index = index, .epoch = epoch},
         {channel.fd(), bells[1].get()});
  }
  base::ErrorKind BirthFailure() {
    const auto birth = ReceiveBirth(child.get());
    EXPECT_FALSE(birth.ok());
    return birth.ok() ? base::ErrorKind::kFailed : birth.error().kind;
  }

  base::UniqueFd supervisor, child;
  Segment control = Good(ControlBlock::Create(4, 2));
  ControlBlock* block = Good(ControlBlock::In(control));
  Segment mirror = Good(MirrorPublisher::Create());
  base::UniqueFd bells[2] = {Good(Doorbell::CreateEventFd()), Good(Doorbell::CreateEventFd())};
};

TEST_F(HandoverTest, CarriesAHeaderAndItsDescriptors) {
  Hand({.kind = HandoverKind::kListener, .index = 1}, {bells[0].get()});
  const HandoverMessage message = Good(ReceiveHandover(child.get()));
  EXPECT_EQ(message.header.kind, HandoverKind::kListener);
  EXPECT_EQ(message.header.index, 1u);
  ASSERT_EQ(message.fds.size(), 1u);
  EXPECT_NE(message.fds[0].get(), bells[0].get());
  EXPECT_NE(fcntl(message.fds[0].get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST_F(HandoverTest, CarriesWordsOfTheChildBack) {
  const HandoverHeader bad{.kind = HandoverKind::kBadChannel, .role = Role::kPartition, .index = 2};
  ASSERT_TRUE(SendHandover(child.get(), bad, {}).ok());
  const HandoverMessage message = Good(ReceiveHandover(supervisor.get()));
  EXPECT_EQ(message.header.kind, HandoverKind::kBadChannel);
  EXPECT_EQ(message.header.role, Role::kPartition);
  EXPECT_EQ(message.header.index, 2u);
}

TEST_F(HandoverTest, TellsNothingThereFromTheEnd) {
  fcntl(child.get(), F_SETFL, O_NONBLOCK);
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kUnavailable);
  supervisor.Reset();
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kNotFound);
  const HandoverHeader ready{.kind = HandoverKind::kReady};
  EXPECT_EQ(SendHandover(child.get(), ready, {}).error().kind, base::ErrorKind::kNotFound);
}

TEST_F(HandoverTest, RefusesWhatIsNotItsProtocol) {
  const HandoverHeader unknown{.kind = static_cast<HandoverKind>(99)};
  ASSERT_GT(send(supervisor.get(), &unknown, sizeof unknown, 0), 0);
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kCorrupt);
  const HandoverHeader without{.kind = HandoverKind::kMirror};
  ASSERT_GT(send(supervisor.get(), &without, sizeof without, 0), 0);
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kCorrupt);
  ASSERT_GT(send(supervisor.get(), "short", 5, 0), 0);
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kCorrupt);
  ASSERT_GT(send(supervisor.get(), std::string(17, '\1').data(), 17, 0), 0);
  EXPECT_EQ(ReceiveHandover(child.get()).error().kind, base::ErrorKind::kCorrupt);
}

TEST_F(HandoverTest, GivesAGatewayAllItIsBornWith) {
  const Segment first = Good(Channel::Create("first", 5));
  const Segment second = Good(Channel::Create("second", 6));
  HandSelf(Role::kGateway, 1);
  Hand({.kind = HandoverKind::kMirror}, {Good(mirror.DuplicateReadOnly()).get()});
  HandChannel(first, Role::kRegistry, 0, 5);
  HandChannel(second, Role::kPartition, 3, 6);
  Hand({.kind = HandoverKind::kListener, .index = 1}, {supervisor.get()});
  Hand({.kind = HandoverKind::kListener, .index = 0}, {bells[0].get()});
  Hand({.kind = HandoverKind::kGo});
  const Birth birth = Good(ReceiveBirth(child.get()));
  EXPECT_EQ(birth.self.role, Role::kGateway);
  EXPECT_EQ(birth.self.index, 1u);
  EXPECT_EQ(birth.entry, &birth.control_block->gateway[1]);
  birth.entry->beat = 7;
  EXPECT_EQ(block->gateway[1].beat, 7u);
  ASSERT_EQ(birth.peers.size(), 2u);
  EXPECT_EQ(birth.peers[0].role, Role::kRegistry);
  EXPECT_EQ(birth.peers[1].role, Role::kPartition);
  EXPECT_EQ(birth.peers[1].index, 3u);
  EXPECT_EQ(birth.peers[1].channel->epoch(), 6u);
  ASSERT_EQ(birth.listeners.size(), 2u);
  EXPECT_TRUE(birth.listeners[0].valid());
  EXPECT_TRUE(birth.listeners[1].valid());
  ASSERT_TRUE(birth.mirror.has_value());
  EXPECT_EQ(MirrorReader(Good(Segment::Map(base::UniqueFd(dup(birth.mirror->fd())), kMirrorBytes,
                                           Access::kReadOnly)))
                .version(),
            0u);
}

TEST_F(HandoverTest, GivesTheRegistryAMirrorItCanWrite) {
  HandSelf(Role::kRegistry, 0);
  Hand({.kind = HandoverKind::kMirror}, {mirror.fd()});
  Hand({.kind = HandoverKind::kGo});
  Birth birth = Good(ReceiveBirth(child.get()));
  MirrorPublisher publisher(std::move(*birth.mirror));
  EXPECT_EQ(Good(publisher.Publish("schemas")), 1u);
}

TEST_F(HandoverTest, DoesNotLetTheRegistryStartWithAMirrorItCannotWrite) {
  HandSelf(Role::kRegistry, 0);
  Hand({.kind = HandoverKind::kMirror}, {Good(mirror.DuplicateReadOnly()).get()});
  Hand({.kind = HandoverKind::kGo});
  EXPECT_EQ(BirthFailure(), base::ErrorKind::kFailed);
}

TEST_F(HandoverTest, WaitsForGoAlsoOnANonBlockingSocket) {
  fcntl(child.get(), F_SETFL, O_NONBLOCK);
  std::thread late([&] {
    HandSelf(Role::kPartition, 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    Hand({.kind = HandoverKind::kGo});
  });
  const Birth birth = Good(ReceiveBirth(child.get()));
  EXPECT_EQ(birth.self.role, Role::kPartition);
  late.join();
}

TEST_F(HandoverTest, ForgetsAPeerThatDiedMeanwhileAndTakesItsNextLife) {
  const Segment old_life = Good(Channel::Create("old", 5));
  const Segment new_life = Good(Channel::Create("new", 6));
  HandSelf(Role::kGateway, 0);
  HandChannel(old_life, Role::kPartition, 1, 5);
  Hand({.kind = HandoverKind::kPeerGone, .role = Role::kPartition, .index = 1});
  HandChannel(new_life, Role::kPartition, 1, 6);
  Hand({.kind = HandoverKind::kGo});
  const Birth birth = Good(ReceiveBirth(child.get()));
  ASSERT_EQ(birth.peers.size(), 1u);
  EXPECT_EQ(birth.peers[0].channel->epoch(), 6u);
}

TEST_F(HandoverTest, AttachesALaterChannelAndRingsThePeersDoorbell) {
  const Segment segment = Good(Channel::Create("channel", 9));
  HandChannel(segment, Role::kPartition, 2, 9);
  Birth::Peer peer = Good(AttachPeer(Good(ReceiveHandover(child.get())), block));
  Doorbell bell(&block->partition[2].doorbell, base::UniqueFd(dup(bells[1].get())));
  bell.Announce();
  peer.channel->Send("wake up");
  EXPECT_EQ(block->partition[2].doorbell.asleep, 1u);
  peer.channel->Flush();
  EXPECT_EQ(block->partition[2].doorbell.asleep, 0u);
  uint64_t rings = 0;
  ASSERT_EQ(read(bells[1].get(), &rings, sizeof rings), 8);
  EXPECT_EQ(rings, 1u);
}

TEST_F(HandoverTest, RefusesAChannelOfAnotherEpochOrToNobody) {
  const Segment segment = Good(Channel::Create("channel", 9));
  HandChannel(segment, Role::kPartition, 2, 8);
  EXPECT_EQ(AttachPeer(Good(ReceiveHandover(child.get())), block).error().kind,
            base::ErrorKind::kCorrupt);
  HandChannel(segment, Role::kPartition, kMaxPartitions, 9);
  EXPECT_EQ(AttachPeer(Good(ReceiveHandover(child.get())), block).error().kind,
            base::ErrorKind::kCorrupt);
}

TEST_F(HandoverTest, RefusesABirthThatDoesNotBeginWithWhoTheChildIs) {
  Hand({.kind = HandoverKind::kGo});
  EXPECT_EQ(BirthFailure(), base::ErrorKind::kCorrupt);
}

TEST_F(HandoverTest, RefusesABirthAsNobody) {
  HandSelf(Role::kGateway, kMaxGateways);
  EXPECT_EQ(BirthFailure(), base::ErrorKind::kCorrupt);
}

TEST_F(HandoverTest, EndsABirthWhoseSupervisorIsGone) {
  HandSelf(Role::kGateway, 0);
  supervisor.Reset();
  EXPECT_EQ(BirthFailure(), base::ErrorKind::kNotFound);
}

TEST_F(HandoverTest, BearsAChildInAnotherProcess) {
  const Segment channel = Good(Channel::Create("channel", 4));
  HandSelf(Role::kPartition, 0);
  Hand({.kind = HandoverKind::kMirror}, {Good(mirror.DuplicateReadOnly()).get()});
  Hand({.kind = HandoverKind::kChannel,
        .role = Role::kGateway,
        .side = ChannelSide::kSecond,
        .epoch = 4},
       {channel.fd(), bells[1].get()});
  Hand({.kind = HandoverKind::kGo});
  Child born([&] {
    supervisor.Reset();
    auto birth = ReceiveBirth(child.get());
    if (!birth.ok() || birth->peers.size() != 1) return 1;
    birth->peers[0].channel->Send("I live");
    birth->peers[0].channel->Flush();
    return SendHandover(child.get(), {.kind = HandoverKind::kReady}, {}).ok() ? 0 : 2;
  });
  EXPECT_EQ(Good(ReceiveHandover(supervisor.get())).header.kind, HandoverKind::kReady);
  EXPECT_EQ(born.Wait(), 0);
  const auto end = testing::AttachEnd(channel, ChannelSide::kFirst, 4);
  std::string heard;
  ASSERT_TRUE(end->Receive(1, [&](std::string_view message) { heard = message; }).ok());
  EXPECT_EQ(heard, "I live");
}

}  // namespace
}  // namespace partita::shm
