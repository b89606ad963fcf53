// The partition as a process that dies: by kill -9 in the middle of its work, and by a disk that
// says no.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "house.h"
#include "model/item_codec.h"

namespace partita::partitiond {
namespace {

using Clock = std::chrono::steady_clock;

// Writes as fast as replies come, 64 open at a time, for the given time; what was acknowledged goes
// to `acknowledged`.
void WriteFor(Gateway* gateway, std::chrono::milliseconds time, int round,
              std::map<std::string, std::string>* acknowledged) {
  std::map<uint64_t, std::pair<std::string, std::string>> open;
  int next = 0;
  for (const auto until = Clock::now() + time; Clock::now() < until;) {
    while (open.size() < 64) {
      const std::string title = "song " + std::to_string(next++ % 500);
      const std::string text = std::to_string(round) + "." + std::to_string(next);
      open.emplace(gateway->Put(title, text), std::pair(title, text));
    }
    gateway->Flush();
    gateway->Receive();
    std::erase_if(open, [&](const auto& write) {
      if (!gateway->Has(write.first)) return false;
      EXPECT_TRUE(gateway->Wait(write.first).outcome().ok());
      (*acknowledged)[write.second.first] = write.second.second;
      return true;
    });
  }
}

// "round.number": later writes of a key have greater ones.
std::pair<int, int> Version(const std::string& text) {
  const size_t dot = text.find('.');
  return {std::stoi(text.substr(0, dot)), std::stoi(text.substr(dot + 1))};
}

// Of any file: a write beyond it fails.
void LimitFiles(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(Crash, LosesNoAcknowledgedWriteToKill9) {
  House house;
  std::map<std::string, std::string> acknowledged;
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    house.StartProcess();
    WriteFor(&house.gateway(), std::chrono::milliseconds(20 + random() % 150), round,
             &acknowledged);
    house.Kill();
  }
  ASSERT_GT(acknowledged.size(), 100u);
  house.StartProcess();
  for (const auto& [title, text] : acknowledged) {
    const auto item = house.gateway().Wait(house.gateway().Get(title)).item();
    ASSERT_TRUE(item.has_value()) << title;
    // A write after the acknowledged one may have been committed before its answer could leave.
    const std::string stored = *model::DecodeItem(*item)->Find("lyric")->As<std::string>();
    EXPECT_GE(Version(stored), Version(text)) << title;
  }
}

TEST(Crash, AnswersInternalServerErrorAndExitsWhenTheDiskFails) {
  House house;
  house.StartProcess([] {
    LimitFiles(400'000);  // the write-ahead log reaches it soon
  });
  std::map<std::string, std::string> acknowledged;
  bool failed = false;
  for (int i = 0; i < 100 && !failed; ++i) {
    const std::string title = "song " + std::to_string(i);
    const model::ApiStatus outcome =
        house.gateway().Wait(house.gateway().Put(title, std::string(10'000, 'x'))).outcome();
    failed = !outcome.ok();
    if (failed) {
      EXPECT_EQ(outcome.error().type, model::ApiErrorType::kInternalServerError);
    } else {
      acknowledged[title] = {};
    }
  }
  EXPECT_TRUE(failed);
  const int status = house.WaitForExit();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1) << status;

  house.StartProcess();
  for (const auto& [title, ignored] : acknowledged) {
    EXPECT_TRUE(house.gateway().Wait(house.gateway().Get(title)).item().has_value()) << title;
  }
}

TEST(FullDisk, RefusesNewItemsAndServesReadsAndDeletes) {
  House house;
  house.StartProcess();
  for (const char* title : {"a", "b"}) {
    ASSERT_TRUE(house.gateway().Wait(house.gateway().Put(title, "one")).outcome().ok());
  }
  house.Kill();
  house.store_options().ballast_bytes = 1 << 20;  // does not fit below the limit
  house.StartProcess([] { LimitFiles(400'000); });
  const uint64_t put = house.gateway().Put("c", "one");
  const uint64_t update =
      house.gateway().Update("a", UpdateProgram("SET lyric = :v", {{":v", "x"}}));
  const uint64_t deletion = house.gateway().Delete("b");
  const model::ApiStatus refused = house.gateway().Wait(put).outcome();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, model::ApiErrorType::kInternalServerError);
  EXPECT_FALSE(house.gateway().Wait(update).outcome().ok());
  EXPECT_TRUE(house.gateway().Wait(deletion).outcome().ok());
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("a")).item(), Encoded(Song("a", "one")));
  EXPECT_EQ(house.gateway().Wait(house.gateway().Get("b")).item(), std::nullopt);
}

}  // namespace
}  // namespace partita::partitiond
