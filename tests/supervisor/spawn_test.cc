#include "supervisor/spawn.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/supervisor/house.h"

namespace partita::supervisor {
namespace {

// A shell whose descriptor 3 is the other end of ours.
class Shell {
 public:
  explicit Shell(const std::string& script) {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    ours_.Reset(ends[0]);
    const base::UniqueFd theirs(ends[1]);
    auto spawned = Spawn("/bin/sh", {"-c", script}, theirs.get());
    EXPECT_TRUE(spawned.ok());
    process_ = std::move(spawned).value();
  }
  ~Shell() {
    if (process_.pid == 0) return;
    kill(process_.pid, SIGKILL);
    waitpid(process_.pid, nullptr, 0);
  }

  pid_t pid() const { return process_.pid; }
  // All that it writes to descriptor 3 until it closes it.
  std::string Heard() {
    std::string text;
    char piece[4096];
    for (ssize_t size; (size = read(ours_.get(), piece, sizeof piece)) > 0;)
      text.append(piece, static_cast<size_t>(size));
    return text;
  }
  int Wait() {
    pollfd dead{process_.pidfd.get(), POLLIN, 0};
    EXPECT_EQ(poll(&dead, 1, 10'000), 1);
    int status = 0;
    EXPECT_EQ(waitpid(process_.pid, &status, WNOHANG), process_.pid);
    process_.pid = 0;
    return status;
  }

 private:
  base::UniqueFd ours_;
  Spawned process_;
};

std::string ReadComm(const std::string& process) {
  std::string name;
  std::getline(std::ifstream(process + "/comm") >> std::ws, name);
  return name;
}

TEST(Spawn, GivesTheHandoverSocketAndNoOtherDescriptor) {
  const base::UniqueFd leak(fcntl(STDERR_FILENO, F_DUPFD, 50));  // without O_CLOEXEC
  ASSERT_TRUE(leak.valid());
  Shell shell("exec sleep 60");
  const std::string process = "/proc/" + std::to_string(shell.pid());
  ASSERT_TRUE(testing::Eventually([&] { return ReadComm(process) == "sleep"; }));
  std::set<std::string> descriptors;
  for (const auto& entry : std::filesystem::directory_iterator(process + "/fd"))
    descriptors.insert(entry.path().filename());
  EXPECT_EQ(descriptors, (std::set<std::string>{"0", "1", "2", "3"}));
}

TEST(Spawn, ReadsNothingFromTheTerminal) {
  EXPECT_EQ(Shell("readlink /proc/$$/fd/0 >&3").Heard(), "/dev/null\n");
}

TEST(Spawn, MakesTheChildASessionOfItsOwn) {
  Shell shell("read line <&3");
  ASSERT_TRUE(testing::Eventually([&] { return getsid(shell.pid()) == shell.pid(); }));
  EXPECT_NE(getsid(shell.pid()), getsid(0));
}

TEST(Spawn, TellsADeathByThePidfd) {
  EXPECT_EQ(WEXITSTATUS(Shell("exit 7").Wait()), 7);
  EXPECT_EQ(WTERMSIG(Shell("kill -SEGV $$").Wait()), SIGSEGV);
}

TEST(Spawn, ShowsAProgramThatCannotBeExecutedAsExitCode127) {
  const auto spawned = Spawn("/nonexistent", {}, 2);
  ASSERT_TRUE(spawned.ok());
  int status = 0;
  ASSERT_EQ(waitpid(spawned->pid, &status, 0), spawned->pid);
  EXPECT_EQ(WEXITSTATUS(status), 127);
}

TEST(Spawn, KeepsSystemdsVariablesFromTheChild) {
  setenv("NOTIFY_SOCKET", "/nowhere", 1);
  setenv("PARTITA_SPAWN_TEST", "yes", 1);
  EXPECT_EQ(Shell("echo $NOTIFY_SOCKET-$PARTITA_SPAWN_TEST >&3").Heard(), "-yes\n");
  unsetenv("NOTIFY_SOCKET");
  unsetenv("PARTITA_SPAWN_TEST");
}

TEST(Spawn, GivesTheChildDefaultSignals) {
  signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(WTERMSIG(Shell("kill -PIPE $$; exit 0").Wait()), SIGPIPE);
}

}  // namespace
}  // namespace partita::supervisor
