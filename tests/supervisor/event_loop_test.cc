#include "supervisor/event_loop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <csignal>
#include <memory>

namespace partita::supervisor {
namespace {

TEST(EventLoop, CallsATimerOnceOrAgainAndAgain) {
  EventLoop loop;
  int once = 0;
  int often = 0;
  Timer single(&loop, [&] { ++once; });
  Timer repeating(&loop, [&] {
    if (++often == 5) loop.Stop();
  });
  single.Start(1);
  repeating.Start(2, 2);
  loop.Run();
  EXPECT_EQ(once, 1);
  EXPECT_EQ(often, 5);
}

TEST(EventLoop, DoesNotCallAStoppedTimer) {
  EventLoop loop;
  bool called = false;
  Timer stopped(&loop, [&] { called = true; });
  Timer end(&loop, [&] { loop.Stop(); });
  stopped.Start(1);
  stopped.Stop();
  end.Start(20);
  loop.Run();
  EXPECT_FALSE(called);
}

TEST(EventLoop, LetsAWatchBeDestroyedInItsOwnCallback) {
  EventLoop loop;
  int calls = 0;
  auto kept_alive_by_callback = std::make_shared<int>(1);
  std::unique_ptr<FdWatch> watch;
  watch = std::make_unique<FdWatch>(&loop, base::UniqueFd(eventfd(1, EFD_CLOEXEC)),
                                    [&, kept_alive_by_callback] {
                                      watch.reset();
                                      calls += *kept_alive_by_callback;
                                    });
  Timer end(&loop, [&] { loop.Stop(); });
  end.Start(20);
  loop.Run();
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, ClosesAWatchedDescriptorOnlyAfterItsHandle) {
  EventLoop loop;
  int fd = -1;
  {
    FdWatch watch(&loop, base::UniqueFd(eventfd(0, EFD_CLOEXEC)), [] {});
    fd = watch.fd();
  }
  EXPECT_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
  Timer end(&loop, [&] { loop.Stop(); });
  end.Start(1);
  loop.Run();
  EXPECT_EQ(fcntl(fd, F_GETFD), -1);
}

TEST(EventLoop, TellsASignal) {
  EventLoop loop;
  SignalWatch watch(&loop, SIGUSR1, [&] { loop.Stop(); });
  raise(SIGUSR1);
  loop.Run();
}

}  // namespace
}  // namespace partita::supervisor
