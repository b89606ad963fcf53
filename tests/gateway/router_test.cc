#include "gateway/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <tuple>
#include <utility>
#include <vector>

namespace partita::gateway {
namespace {

using shm::Channel;
using shm::ChannelSide;
using shm::Role;
using ::testing::ElementsAre;

TableView NoTables() {
  const shm::Segment mirror = shm::MirrorPublisher::Create().value();
  return TableView(shm::MirrorReader(shm::Segment::Map(mirror.DuplicateReadOnly().value(),
                                                       shm::kMirrorBytes, shm::Access::kReadOnly)
                                         .value()));
}

// A router of two slots, and the owners at the other ends of its channels.
class RouterTest : public ::testing::Test {
 protected:
  std::unique_ptr<Channel> Join(Role role, uint32_t index, uint32_t epoch) {
    auto segment = Channel::Create("test", epoch);
    auto other = shm::Segment::Map(base::UniqueFd(dup(segment->fd())), 1, shm::Access::kReadWrite);
    router_.Connect(
        role, index,
        Channel::Attach(std::move(other).value(), ChannelSide::kFirst, epoch, nullptr).value());
    return Channel::Attach(std::move(segment).value(), ChannelSide::kSecond, epoch, nullptr)
        .value();
  }

  std::vector<std::tuple<Role, uint32_t, uint32_t>> complaints_;
  Router router_{2, NoTables(), {}, [this](Role role, uint32_t index, uint32_t epoch) {
                   complaints_.emplace_back(role, index, epoch);
                 }};
};

// The supervisor takes a complaint about another epoch for an old one and ignores it.
TEST_F(RouterTest, ComplainsOfAPeersGarbageWithTheEpochOfThatChannel) {
  const auto first = Join(Role::kPartition, 1, 1);
  const auto second = Join(Role::kPartition, 1, 7);
  second->Send("no frame");
  second->Flush();
  router_.Drain();
  EXPECT_THAT(complaints_, ElementsAre(std::tuple(Role::kPartition, 1u, 7u)));
}

TEST_F(RouterTest, TellsWhoeverWaitsForAPeerThatSpeaksGarbage) {
  const auto owner = Join(Role::kPartition, 0, 1);
  std::vector<base::ErrorKind> outcomes;
  router_.AskPartition(
      0, wire::MessageKind::kGetItem, [](base::ByteWriter*) {},
      [&](const auto& reply) { outcomes.push_back(reply.error().kind); });
  owner->Send("no frame");
  owner->Flush();
  router_.Drain();
  EXPECT_TRUE(router_.HasWork());
  router_.Drain();
  EXPECT_THAT(outcomes, ElementsAre(base::ErrorKind::kUnknown));
}

}  // namespace
}  // namespace partita::gateway
