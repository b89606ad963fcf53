#include "supervisor/listener.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

namespace partita::supervisor {
namespace {

uint16_t PortOf(const std::string& address) {
  return static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

TEST(Listener, SaysThePortTheKernelChose) {
  const auto listener = ListenHttp("127.0.0.1", 0, 0);
  ASSERT_TRUE(listener.ok());
  EXPECT_EQ(listener->address.substr(0, 10), "127.0.0.1:");
  EXPECT_GT(PortOf(listener->address), 0);
}

TEST(Listener, SaysInOneLineThatTheAddressIsInUse) {
  const auto first = ListenHttp("127.0.0.1", 0, 0);
  const auto second = ListenHttp("127.0.0.1", PortOf(first->address), 0);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, base::ErrorKind::kUnavailable);
  EXPECT_NE(second.error().message.find("choose another --port"), std::string::npos);
  EXPECT_EQ(second.error().message.find('\n'), std::string::npos);
}

TEST(Listener, WaitsForADyingOwnerOfTheAddress) {
  auto first = ListenHttp("127.0.0.1", 0, 0);
  const uint16_t port = PortOf(first->address);
  std::thread dying([&] {
    usleep(50'000);
    first->socket.Reset();
  });
  EXPECT_TRUE(ListenHttp("127.0.0.1", port, 5'000).ok());
  dying.join();
}

TEST(Listener, RefusesWhatIsNotANumericAddress) {
  EXPECT_EQ(ListenHttp("localhost", 0, 0).error().kind, base::ErrorKind::kInvalid);
}

}  // namespace
}  // namespace partita::supervisor
