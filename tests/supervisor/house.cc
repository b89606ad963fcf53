#include "tests/supervisor/house.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "supervisor/serve.h"

namespace partita::testing {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return holds();
}

House::House() {
  char name[] = "/tmp/partita-house-XXXXXX";
  directory_ = mkdtemp(name);
  for (const char* program : {"partita-registryd", "partita-partitiond", "partita-gateway"}) {
    std::filesystem::create_symlink(PARTITA_FAKE_CHILD, directory_ + "/" + program);
  }
  options.data = directory_ + "/data";
  options.port = 0;
  options.slots = 2;
  options.program_directory = directory_;
  options.log_level = "debug";
  options.restart.first_delay_ms = 20;
  options.restart.longest_delay_ms = 100;
}

House::~House() {
  if (pid_ != 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (::testing::Test::HasFailure())
    fmt::print("--- log\n{}--- events\n{}---\n", Log(), ReadFile(directory_ + "/events"));
  std::filesystem::remove_all(directory_);
}

void House::Order(const std::string& name, const std::string& order) {
  std::ofstream(directory_ + "/" + name) << order;
}
void House::Forget(const std::string& name) { std::filesystem::remove(directory_ + "/" + name); }

void House::Start() {
  pid_ = fork();
  if (pid_ != 0) return;
  const int log = open((directory_ + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(log, STDERR_FILENO);
  setenv("PARTITA_FAKE_DIR", directory_.c_str(), 1);
  if (before_serving) before_serving();
  const auto served = supervisor::Serve(options);
  if (!served.ok()) fmt::print(stderr, "partita: {}\n", served.error().message);
  _exit(served.ok() ? *served : 200);
}

int House::Stop() {
  kill(pid_, SIGTERM);
  return Wait();
}

int House::Wait() {
  int status = 0;
  const bool ended = Eventually([&] { return waitpid(pid_, &status, WNOHANG) == pid_; });
  EXPECT_TRUE(ended) << "the supervisor does not end";
  if (!ended) return -1;
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool House::Await(const std::function<bool(const supervisor::StatusReport&)>& holds) {
  return Eventually([&] {
    const auto report = supervisor::ReadStatus(options.data);
    return report.ok() && holds(*report);
  });
}

bool House::AwaitReady() {
  return Await([](const supervisor::StatusReport& report) { return report.AllReady(); });
}

bool House::AwaitEvent(const std::string& event) {
  return Eventually([&] { return Happened(event); });
}

supervisor::StatusReport House::Status() {
  auto report = supervisor::ReadStatus(options.data);
  EXPECT_TRUE(report.ok());
  return report.ok() ? std::move(report).value() : supervisor::StatusReport{};
}

std::vector<std::string> House::Events() const {
  std::vector<std::string> lines;
  std::ifstream file(directory_ + "/events");
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

bool House::Happened(const std::string& event) const {
  const auto events = Events();
  return std::find(events.begin(), events.end(), event) != events.end();
}

std::string House::Log() const { return ReadFile(directory_ + "/log"); }

uint16_t House::Port() const {
  const std::string said = "http://127.0.0.1:";
  const std::string log = Log();
  const size_t at = log.rfind(said);
  return at == std::string::npos ? 0
                                 : static_cast<uint16_t>(std::stoi(log.substr(at + said.size())));
}

}  // namespace partita::testing
