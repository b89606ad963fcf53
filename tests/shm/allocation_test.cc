// The fast path of a channel allocates nothing: counted by an operator new of this program's own.
// It stands out of line, where the compiler does not mistake it for a stranger to its delete.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "shm/channel.h"
#include "tests/shm/testing.h"

namespace {
thread_local size_t allocations = 0;
}  // namespace

[[gnu::noinline]] void* operator new(size_t bytes) {
  ++allocations;
  void* const memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) std::abort();
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace partita::shm {
namespace {

TEST(ChannelAllocation, AMessageThatFindsRoomCostsNone) {
  const Segment segment = testing::Good(Channel::Create("channel", 1));
  const auto first = testing::AttachEnd(segment, ChannelSide::kFirst, 1);
  const auto second = testing::AttachEnd(segment, ChannelSide::kSecond, 1);
  const std::string message = testing::Patterned(1, 4000);
  size_t bytes = 0;
  const std::function<void(std::string_view)> take = [&](std::string_view got) {
    bytes += got.size();
  };
  const auto turn = [&] {
    first->Send(message);
    first->Flush();
    EXPECT_TRUE(second->Receive(10, take).ok());
    second->Flush();
  };
  turn();  // the receive buffer is made here
  const size_t before = allocations;
  for (int i = 0; i < 2000; ++i) turn();
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(bytes, 4000u * 2001);
}

TEST(ChannelAllocation, IsSeenByTheCounter) {
  const size_t before = allocations;
  const auto something = std::make_unique<int>(1);
  EXPECT_EQ(allocations, before + 1);
}

}  // namespace
}  // namespace partita::shm
