// systemd's watchdog, played by the test: it is fed while every process moves, and not while one
// stands still.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/fd.h"
#include "tests/supervisor/house.h"

namespace partita::supervisor {
namespace {

using testing::Eventually;
using testing::House;

constexpr int kWatchdogMs = 400;  // as WatchdogSec= says

class ServiceManager {
 public:
  explicit ServiceManager(const std::string& directory) : path_(directory + "/notify") {
    socket_.Reset(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path_.c_str());
    EXPECT_EQ(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }

  void SetEnvironment() const {  // in the supervisor's process
    setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    setenv("WATCHDOG_USEC", std::to_string(kWatchdogMs * 1000).c_str(), 1);
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  }

  // The next message; empty: none came within that time.
  std::string Hear(int patience_ms) {
    pollfd ready{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, patience_ms) != 1) return {};
    char text[1024];
    const ssize_t size = recv(socket_.get(), text, sizeof text, 0);
    return {text, size > 0 ? static_cast<size_t>(size) : 0};
  }
  bool HearsWithin(const std::string& part, int patience_ms) {
    for (;;) {
      const std::string message = Hear(patience_ms);
      if (message.empty()) return false;
      if (message.find(part) != std::string::npos) return true;
    }
  }

 private:
  const std::string path_;
  base::UniqueFd socket_;
};

TEST(Watchdog, IsFedWhileTheHouseLives) {
  House house;
  ServiceManager manager(house.directory());
  house.before_serving = [&] { manager.SetEnvironment(); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  EXPECT_TRUE(manager.HearsWithin("READY=1", 5'000));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(manager.HearsWithin("WATCHDOG=1", 5'000));
  EXPECT_EQ(house.Stop(), 0);
  EXPECT_TRUE(manager.HearsWithin("STOPPING=1", 5'000));
}

TEST(Watchdog, IsHeldBackWhileAChildHangsAndFedAgainOnceItIsReplaced) {
  House house;
  ServiceManager manager(house.directory());
  house.options.beat = {.check_ms = 20, .warn_ms = 200, .abort_ms = 3'000, .kill_ms = 100};
  house.before_serving = [&] { manager.SetEnvironment(); };
  house.Start();
  ASSERT_TRUE(house.AwaitReady());
  ASSERT_TRUE(manager.HearsWithin("WATCHDOG=1", 5'000));
  const pid_t hung = house.Status().slots[1].process.pid;
  kill(hung, SIGSTOP);
  // No longer than systemd would wait: it would end the house now, if the supervisor did not act.
  ASSERT_TRUE(Eventually([&] { return manager.Hear(kWatchdogMs).empty(); }));
  EXPECT_EQ(house.Status().slots[1].process.pid, hung);
  ASSERT_TRUE(house.Await(
      [](const StatusReport& now) { return now.slots[1].process.epoch == 2 && now.AllReady(); }));
  EXPECT_TRUE(manager.HearsWithin("WATCHDOG=1", 5'000));
  EXPECT_EQ(house.Stop(), 0);
}

}  // namespace
}  // namespace partita::supervisor
