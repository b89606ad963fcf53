// `partita` as a user types it: what it prints, on which stream, and its exit codes.
#include <cjson/cJSON.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/supervisor/house.h"
#include "tests/supervisor/scratch_directory.h"

namespace partita::cli {
namespace {

using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Said {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    for (const char* program : {"partita-registryd", "partita-partitiond", "partita-gateway"}) {
      std::filesystem::create_symlink(PARTITA_FAKE_CHILD, Path(program));
    }
    std::filesystem::copy_file(PARTITA_COMMAND,
                               Path("partita"));  // it looks for its children beside its own file
  }
  ~CommandTest() override {
    if (house_ != 0) kill(house_, SIGKILL);
  }

  std::string Path(const std::string& name) const { return scratch_.path() + "/" + name; }
  std::string Data() const { return Path("data"); }

  pid_t Begin(const std::vector<std::string>& words, const std::string& stem,
              const std::string& command = "partita") {
    const std::string program = Path(command);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const pid_t pid = fork();
    if (pid != 0) return pid;
    setenv("PARTITA_FAKE_DIR", scratch_.path().c_str(), 1);
    dup2(open(Path(stem + ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
    dup2(open(Path(stem + ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  static int End(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  Said Partita(const std::vector<std::string>& words, const std::string& command = "partita") {
    const int exit_code = End(Begin(words, "once", command));
    return {exit_code, ReadFile(Path("once.out")), ReadFile(Path("once.err"))};
  }
  bool ServeUntilReady() {
    std::filesystem::remove(Path("house.err"));  // of a house before this one
    house_ = Begin({"serve", "--data", Data(), "--port", "0", "--slots", "2"}, "house");
    return Eventually(
        [&] { return ReadFile(Path("house.err")).find("ready in ") != std::string::npos; });
  }
  int StopHouse(int signal_number) {
    kill(house_, signal_number);
    const int exit_code = End(house_);
    house_ = 0;
    return exit_code;
  }

 private:
  testing::ScratchDirectory scratch_;
  pid_t house_ = 0;
};

// A complaint is one line on standard error, "partita: …".
void ExpectOneLine(const Said& said) {
  EXPECT_EQ(said.out, "");
  EXPECT_THAT(said.err, StartsWith("partita: "));
  EXPECT_EQ(said.err.find('\n'), said.err.size() - 1) << said.err;
}

TEST_F(CommandTest, HelpsWithEveryCommandAndNamesTheExitCodes) {
  const Said help = Partita({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("serve"));
  EXPECT_THAT(help.out, HasSubstr("status"));
  EXPECT_THAT(help.out, HasSubstr("Exit codes"));
  EXPECT_EQ(Partita({"serve", "--help"}).exit_code, 0);
  EXPECT_EQ(Partita({"--version"}).exit_code, 0);
}

TEST_F(CommandTest, RefusesAWrongCommandLineWith64AndOneLine) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"dance"},
      {"serve", "--slots", "0"},
      {"serve", "--slots", "65"},
      {"serve", "--slots", "many"},
      {"serve", "--gateways", "17"},
      {"serve", "--port", "65536"},
      {"serve", "--durability", "some"},
      {"serve", "--log-level", "loud"},
      {"serve", "--account", "12345678901"},
      {"serve", "--region", "Mars!"},
      {"serve", "--unknown"},
      {"status", "extra"},
  };
  for (const auto& words : wrong) {
    const Said said = Partita(words);
    EXPECT_EQ(said.exit_code, 64) << ::testing::PrintToString(words);
    ExpectOneLine(said);
  }
}

TEST_F(CommandTest, HandsBenchToTheScriptBesideItWithAllItsWords) {
  const std::filesystem::path installed = std::filesystem::path(Path("partita")).parent_path();
  const Said absent = Partita({"bench", "--workload", "a"});
  EXPECT_EQ(absent.exit_code, 1);
  ExpectOneLine(absent);

  std::filesystem::create_directories(installed / "bin");
  std::filesystem::copy_file(PARTITA_COMMAND, installed / "bin" / "partita");
  std::filesystem::create_directories(installed / "libexec/partita/bench/harness");
  const auto script = [&](const std::string& name) {
    const std::filesystem::path path = installed / "libexec/partita/bench" / name;
    std::ofstream(path) << "#!/bin/sh\necho \"" << name << ":$*\"; exit 3\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  };
  script("run");
  script("compare");
  const Said run = Partita({"bench", "--workload", "a", "--help"}, "bin/partita");
  EXPECT_EQ(run.out, "run:--workload a --help\n");
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_EQ(Partita({"bench", "compare", "--rounds", "2"}, "bin/partita").out,
            "compare:--rounds 2\n");
}

TEST_F(CommandTest, RefusesAHostThatOthersCanReach) {
  const Said said = Partita({"serve", "--data", Data(), "--host", "0.0.0.0"});
  EXPECT_EQ(said.exit_code, 64);
  ExpectOneLine(said);
  EXPECT_THAT(said.err, HasSubstr("authentication is not available yet"));
  EXPECT_FALSE(std::filesystem::exists(Data()));
}

TEST_F(CommandTest, RefusesADataDirectoryThatIsOpenToOthersWith78) {
  std::filesystem::create_directory(Data());
  std::filesystem::permissions(Data(), std::filesystem::perms(0755));
  const Said said = Partita({"serve", "--data", Data(), "--port", "0"});
  EXPECT_EQ(said.exit_code, 78);
  ExpectOneLine(said);
  EXPECT_THAT(said.err, HasSubstr("chmod 700"));
}

TEST_F(CommandTest, RefusesAnotherNumberOfSlotsWith78) {
  ASSERT_TRUE(ServeUntilReady());
  EXPECT_EQ(StopHouse(SIGTERM), 0);
  const Said said = Partita({"serve", "--data", Data(), "--port", "0", "--slots", "3"});
  EXPECT_EQ(said.exit_code, 78);
  ExpectOneLine(said);
  EXPECT_THAT(said.err, HasSubstr("was made with 2 slots"));
}

TEST_F(CommandTest, RefusesASecondStart) {
  ASSERT_TRUE(ServeUntilReady());
  const Said said = Partita({"serve", "--data", Data(), "--port", "0"});
  EXPECT_EQ(said.exit_code, 1);
  ExpectOneLine(said);
  EXPECT_THAT(said.err, HasSubstr("in use by the supervisor with pid"));
  EXPECT_EQ(StopHouse(SIGTERM), 0);
}

TEST_F(CommandTest, StopsInOrderOnEverySignalThatAsksForIt) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    ASSERT_TRUE(ServeUntilReady());
    EXPECT_EQ(StopHouse(number), 0) << number;
    EXPECT_THAT(ReadFile(Path("house.err")), HasSubstr("stopped in order"));
  }
}

TEST_F(CommandTest, ShowsTheProcessesOfAHouse) {
  ASSERT_TRUE(ServeUntilReady());
  const Said said = Partita({"status", "--data", Data()});
  EXPECT_EQ(said.exit_code, 0);
  for (const char* name :
       {"supervisor", "registryd", "partition[0]", "partition[1]", "gateway[0]", "SEQUENCE"}) {
    EXPECT_THAT(said.out, HasSubstr(name));
  }
  EXPECT_EQ(StopHouse(SIGTERM), 0);
}

TEST_F(CommandTest, ShowsTheStatusAsJson) {
  ASSERT_TRUE(ServeUntilReady());
  const Said said = Partita({"status", "--data", Data(), "--json"});
  const std::unique_ptr<cJSON, decltype(&cJSON_Delete)> json(cJSON_Parse(said.out.c_str()),
                                                             &cJSON_Delete);
  ASSERT_NE(json, nullptr) << said.out;
  EXPECT_TRUE(cJSON_IsTrue(cJSON_GetObjectItem(json.get(), "allReady")));
  const cJSON* slots = cJSON_GetObjectItem(json.get(), "slots");
  ASSERT_EQ(cJSON_GetArraySize(slots), 2);
  const cJSON* second = cJSON_GetArrayItem(slots, 1);
  EXPECT_STREQ(cJSON_GetStringValue(cJSON_GetObjectItem(second, "name")), "partition[1]");
  EXPECT_STREQ(cJSON_GetStringValue(cJSON_GetObjectItem(second, "state")), "ready");
  EXPECT_EQ(cJSON_GetNumberValue(cJSON_GetObjectItem(second, "epoch")), 1);
  EXPECT_GT(cJSON_GetNumberValue(cJSON_GetObjectItem(second, "pid")), 1);
  EXPECT_EQ(StopHouse(SIGTERM), 0);
}

TEST_F(CommandTest, RemembersADeathInTheStatus) {
  std::ofstream(Path("partition[1]")) << "exit 1";
  const pid_t house =
      Begin({"serve", "--data", Data(), "--port", "0", "--slots", "2", "--quarantine-after", "1"},
            "house");
  EXPECT_TRUE(Eventually(
      [&] { return ReadFile(Path("house.err")).find("ready in ") != std::string::npos; }));
  const Said said = Partita({"status", "--data", Data()});
  EXPECT_EQ(said.exit_code, 1);
  EXPECT_THAT(said.out, HasSubstr("quarantined"));
  EXPECT_THAT(said.out, HasSubstr("exited with 1, "));
  kill(house, SIGTERM);
  EXPECT_EQ(End(house), 0);
}

TEST_F(CommandTest, SaysWith69ThatNobodyServes) {
  std::filesystem::create_directory(Data());
  const Said said = Partita({"status", "--data", Data()});
  EXPECT_EQ(said.exit_code, 69);
  ExpectOneLine(said);
}

}  // namespace
}  // namespace partita::cli
