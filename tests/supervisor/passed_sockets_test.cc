// Sockets that a service manager opens and keeps: who connects while no supervisor lives waits, and
// is refused by nobody.
#include "supervisor/passed_sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/supervisor/house.h"

namespace partita::supervisor {
namespace {

using ::testing::HasSubstr;
using testing::House;

// What systemd does between fork and exec, for one socket.
void Pass(int socket, const char* name) {
  dup2(socket, 3);
  setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
  setenv("LISTEN_FDS", "1", 1);
  name == nullptr ? unsetenv("LISTEN_FDNAMES") : setenv("LISTEN_FDNAMES", name, 1);
}

sockaddr_in AddressOf(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return address;
}

base::UniqueFd Connected(const sockaddr_in& address) {
  base::UniqueFd client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    client.Reset();
  return client;
}

TEST(PassedSockets, AreServedInsteadOfAnAddressOfOurOwn) {
  const auto manager = ListenHttp("127.0.0.1", 0, 0);
  ASSERT_TRUE(manager.ok());
  House house;
  house.before_serving = [&] { Pass(manager->socket.get(), "http"); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_THAT(house.Log(), HasSubstr("serving http://" + manager->address));
  EXPECT_TRUE(house.AwaitEvent("gateway[0] channel registryd epoch 1"));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(PassedSockets, NeedNoName) {
  const auto manager = ListenHttp("127.0.0.1", 0, 0);
  House house;
  house.before_serving = [&] { Pass(manager->socket.get(), nullptr); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_THAT(house.Log(), HasSubstr("serving http://" + manager->address));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(PassedSockets, LetClientsConnectWhileTheSupervisorIsDead) {
  const auto manager = ListenHttp("127.0.0.1", 0, 0);
  const sockaddr_in address = AddressOf(manager->socket.get());
  House house;
  house.before_serving = [&] { Pass(manager->socket.get(), "http"); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  kill(house.pid(), SIGKILL);
  EXPECT_EQ(house.Wait(), 128 + SIGKILL);
  EXPECT_TRUE(Connected(address).valid()) << "nobody lives, and yet nobody is refused";
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_TRUE(Connected(address).valid());
  EXPECT_EQ(house.Stop(), 0);
}

TEST(PassedSockets, OfAnUnknownNameAreClosedWithAWarning) {
  const auto manager = ListenHttp("127.0.0.1", 0, 0);
  House house;
  house.before_serving = [&] { Pass(manager->socket.get(), "gopher"); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_THAT(house.Log(), HasSubstr("'gopher' is not used"));
  EXPECT_NE(house.Port(), ntohs(AddressOf(manager->socket.get()).sin_port));
  EXPECT_EQ(house.Stop(), 0);
}

TEST(PassedSockets, ThatOthersCanReachAreRefused) {
  base::UniqueFd open_to_all(socket(AF_INET, SOCK_STREAM, 0));
  ASSERT_EQ(listen(open_to_all.get(), 1), 0);  // without an address: all of them
  EXPECT_EQ(AdoptHttp(std::move(open_to_all)).error().kind, base::ErrorKind::kInvalid);
}

TEST(PassedSockets, ThatDoNotListenAreRefused) {
  base::UniqueFd idle(socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_EQ(AdoptHttp(std::move(idle)).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(AdoptHttp(base::UniqueFd(open("/dev/null", O_RDONLY))).error().kind,
            base::ErrorKind::kInvalid);
}

TEST(PassedSockets, BecomeNonBlockingAndStayOursAlone) {
  base::UniqueFd blocking(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(blocking.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(blocking.get(), 1), 0);
  const auto adopted = AdoptHttp(std::move(blocking));
  ASSERT_TRUE(adopted.ok());
  EXPECT_NE(fcntl(adopted->socket.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(fcntl(adopted->socket.get(), F_GETFD) & FD_CLOEXEC, 0);
}

}  // namespace
}  // namespace partita::supervisor
