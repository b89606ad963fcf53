#include "cli/check_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/fd.h"
#include "model/check_line.h"

extern char** environ;

namespace partita::cli {
namespace {

struct Pipe {
  base::UniqueFd reading;
  base::UniqueFd writing;
};

base::Result<Pipe> MakePipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return base::Error::FromErrno("making a pipe", errno);
  return Pipe{base::UniqueFd(ends[0]), base::UniqueFd(ends[1])};
}

// All of the input at once, so that neither side waits for the other.
base::Result<base::UniqueFd> InputOf(const std::string& text) {
  base::UniqueFd fd(memfd_create("partita-check", MFD_CLOEXEC));
  if (!fd.valid()) return base::Error::FromErrno("memfd_create", errno);
  for (size_t at = 0; at < text.size();) {
    const ssize_t written = write(fd.get(), text.data() + at, text.size() - at);
    if (written <= 0) return base::Error::FromErrno("writing to a memfd", errno);
    at += static_cast<size_t>(written);
  }
  if (lseek(fd.get(), 0, SEEK_SET) != 0) return base::Error::FromErrno("lseek", errno);
  return fd;
}

base::Result<pid_t> StartProgram(const std::string& program,
                                 const std::vector<std::string>& arguments, int input, int output) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t pid = 0;
  const int code = posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0) return base::Error::FromErrno(fmt::format("starting {}", program), code);
  return pid;
}

void ReadLines(base::UniqueFd from, const OnCheckLine& on_line) {
  const std::unique_ptr<FILE, decltype(&fclose)> file(fdopen(from.Release(), "r"), &fclose);
  char* line = nullptr;
  size_t room = 0;
  for (ssize_t size; (size = getline(&line, &room, file.get())) > 0;) {
    const bool whole = line[size - 1] == '\n';
    on_line(model::SplitCheckLine({line, static_cast<size_t>(size - (whole ? 1 : 0))}));
  }
  std::free(line);
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

base::Result<int> RunCheck(const std::string& program, const std::vector<std::string>& arguments,
                           const std::string& input, const OnCheckLine& on_line) {
  PARTITA_ASSIGN(const base::UniqueFd told, InputOf(input));
  PARTITA_ASSIGN(Pipe said, MakePipe());
  PARTITA_ASSIGN(const pid_t pid, StartProgram(program, arguments, told.get(), said.writing.get()));
  said.writing.Reset();
  ReadLines(std::move(said.reading), on_line);
  return WaitFor(pid);
}

}  // namespace partita::cli
