#include "supervisor/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <string_view>

#include "shm/handover.h"

extern char** environ;

namespace partita::supervisor {
namespace {

constexpr std::string_view kNotInherited[] = {"NOTIFY_SOCKET=", "WATCHDOG_USEC=", "WATCHDOG_PID="};

// Of all programs the one that is always needed tells where they are.
constexpr const char* kInstalled = "/libexec/partita";
constexpr const char* kProbe = "/partita-registryd";

std::vector<char*> ChildEnvironment() {
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    bool inherited = true;
    for (const std::string_view name : kNotInherited)
      inherited = inherited && !std::string_view(*entry).starts_with(name);
    if (inherited) environment.push_back(*entry);
  }
  environment.push_back(nullptr);
  return environment;
}

std::vector<char*> ArgumentVector(const std::string& program,
                                  const std::vector<std::string>& arguments) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  return argv;
}

[[noreturn]] void GiveUp(const char* what) {
  const char* reason = strerrordesc_np(errno);
  for (const char* part :
       {"partita: cannot start a child: ", what, ": ", reason == nullptr ? "?" : reason, "\n"}) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, part, std::strlen(part));
  }
  _exit(127);
}

void ResetSignals() {
  for (int number = 1; number < NSIG; ++number) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void ArrangeDescriptors(int handover_socket) {
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0) GiveUp("/dev/null");
  if (handover_socket == shm::kHandoverFd) {
    if (fcntl(handover_socket, F_SETFD, 0) < 0) GiveUp("handover socket");
  } else if (dup2(handover_socket, shm::kHandoverFd) < 0) {
    GiveUp("handover socket");
  }
  syscall(SYS_close_range, static_cast<unsigned>(shm::kHandoverFd) + 1, ~0u, 0u);
}

// Between fork and exec: only calls that are safe there.
[[noreturn]] void BecomeChild(pid_t supervisor, const char* program, char* const* argv,
                              char* const* environment, int handover_socket) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) GiveUp("PR_SET_PDEATHSIG");
  if (getppid() != supervisor) _exit(0);  // it died before the line above
  setsid();
  ResetSignals();
  ArrangeDescriptors(handover_socket);
  execve(program, argv, environment);
  GiveUp(program);
}

}  // namespace

base::Result<Spawned> Spawn(const std::string& program, const std::vector<std::string>& arguments,
                            int handover_socket) {
  const std::vector<char*> argv = ArgumentVector(program, arguments);
  const std::vector<char*> environment = ChildEnvironment();
  const pid_t supervisor = getpid();
  const pid_t pid = fork();
  if (pid < 0) return base::Error::FromErrno(fmt::format("fork for {}", program), errno);
  if (pid == 0)
    BecomeChild(supervisor, program.c_str(), argv.data(), environment.data(), handover_socket);
  // Not yet waited for, so the number cannot belong to anybody else.
  base::UniqueFd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd.valid()) {
    const int reason = errno;
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return base::Error::FromErrno("pidfd_open", reason);
  }
  return Spawned{pid, std::move(pidfd)};
}

base::Result<std::string> ProgramDirectory() {
  char path[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0) return base::Error::FromErrno("reading /proc/self/exe", errno);
  const std::string_view file(path, static_cast<size_t>(size));
  const std::string beside(file.substr(0, file.rfind('/')));
  const std::string installed = beside.substr(0, beside.rfind('/')) + kInstalled;
  const bool is_installed = access((beside + kProbe).c_str(), X_OK) != 0 &&
                            access((installed + kProbe).c_str(), X_OK) == 0;
  return is_installed ? installed : beside;
}

}  // namespace partita::supervisor
