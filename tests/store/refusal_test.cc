// What the store refuses: other owners, loose files, foreign files, and files that are not what was
// written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "sqlite/database.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

using base::ErrorKind;

class RefusalTest : public StoreFixture {
 protected:
  static std::string ReadFile(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void FlipBit(const std::string& name, size_t offset) {
    std::fstream file(name, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ 1));
  }
  // Runs `work` in a child that is killed when `work` returns.
  template <typename F>
  void InAKilledProcess(F work) {
    const pid_t child = fork();
    if (child == 0) {
      work();
      kill(getpid(), SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }
};

TEST_F(RefusalTest, ASecondOwnerWhileTheFirstLives) {
  Open();
  EXPECT_EQ(OpenRefused().kind, ErrorKind::kUnavailable);
  Close();
  Open();
}

TEST_F(RefusalTest, AFileThatOthersMayTouch) {
  Open();
  Close();
  ASSERT_EQ(chmod(path().c_str(), 0640), 0);
  EXPECT_EQ(OpenRefused().kind, ErrorKind::kInvalid);
}

TEST_F(RefusalTest, NoFileOfItsOwnMayBeTouchedByOthers) {
  umask(0);
  Open();
  CommitPut(1, "key", "item", 4);
  for (const auto& entry : std::filesystem::directory_iterator(directory())) {
    struct stat status {};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077, 0u) << entry.path();
  }
  umask(022);
}

TEST_F(RefusalTest, TheFileOfAnotherSlot) {
  options().slot = "0/2";
  Open();
  Close();
  options().slot = "1/2";
  EXPECT_EQ(OpenRefused().kind, ErrorKind::kInvalid);
}

TEST_F(RefusalTest, ADatabaseOfAnotherApplicationOrAnotherFormat) {
  Open();
  Close();
  for (const char* change : {"PRAGMA user_version = 3", "PRAGMA application_id = 7"}) {
    ASSERT_TRUE(sqlite::Database::Open({path(), {}}).value()->Execute(change).ok());
    EXPECT_EQ(OpenRefused().kind, ErrorKind::kInvalid) << change;
  }
}

TEST_F(RefusalTest, AnItemWithAFlippedBitButNotItsNeighbours) {
  Open();
  CommitPut(1, "good", std::string(100, 'g'), 100);
  CommitPut(1, "rotten", std::string(100, 'r'), 100);
  Close();
  const size_t at = ReadFile(path()).find(std::string(100, 'r'));
  ASSERT_NE(at, std::string::npos);
  FlipBit(path(), at + 50);
  Open();
  const auto rotten = store().Get(1, "rotten");
  ASSERT_FALSE(rotten.ok());
  EXPECT_EQ(rotten.error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(store().must_exit());
  EXPECT_EQ(Read(1, "good"), std::string(100, 'g'));
  const auto walked =
      store().Walk(1, "", "", false, [](std::string_view, const StoredItem&) { return true; });
  ASSERT_FALSE(walked.ok());
  EXPECT_EQ(walked.error().kind, ErrorKind::kCorrupt);
}

TEST_F(RefusalTest, AFileWhoseWalHasLostAcknowledgedCommitsToABitFlip) {
  InAKilledProcess([&] {
    Open();
    for (int i = 0; i < 200; ++i) CommitPut(1, std::to_string(i), "item", 4);
    std::ofstream(directory() / "mark") << store().mark().epoch << ' ' << store().mark().seq;
  });
  std::ifstream(directory() / "mark") >> options().acknowledged.epoch >> options().acknowledged.seq;
  const std::string wal = path() + "-wal";
  const std::string before = ReadFile(wal);
  FlipBit(wal, before.size() / 2);
  const std::string rotten = ReadFile(wal);
  EXPECT_EQ(OpenRefused().kind, ErrorKind::kCorrupt);
  EXPECT_TRUE(ReadFile(wal) == rotten) << "the evidence was touched";
  FlipBit(wal, before.size() / 2);
  Open();
  EXPECT_EQ(store().Statistics(1).item_count, 200u);
}

TEST_F(RefusalTest, AnEmptyFileWhereSomethingWasAcknowledged) {
  options().acknowledged = {1, 5};
  EXPECT_EQ(OpenRefused().kind, ErrorKind::kCorrupt);
}

TEST_F(RefusalTest, ButNotWhenRelaxedDurabilityWasChosenAndTheNewEpochIsBeyondTheLost) {
  options().acknowledged = {7, 500};
  options().relaxed_durability = true;
  Open();
  EXPECT_GT(store().mark(), (CommitMark{7, 500}));
}

TEST_F(RefusalTest, NothingThatAKilledWriterHadAcknowledged) {
  int acknowledged[2];
  ASSERT_EQ(pipe(acknowledged), 0);
  const pid_t child = fork();
  if (child == 0) {
    options().checkpoint = {
        .start = 40, .max = 200, .left = 4, .pace = 2, .idle = 10, .idle_step = 8};
    Open();
    for (int i = 0;; ++i) {
      CommitPut(1, std::to_string(i), std::string(1000, static_cast<char>('a' + i % 26)), 1000);
      if (write(acknowledged[1], &i, sizeof i) != sizeof i) _exit(1);
      if (!store().Maintain(false).ok()) _exit(1);
    }
  }
  close(acknowledged[1]);
  int last = -1;
  while (last < 300)
    ASSERT_EQ(read(acknowledged[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  kill(child, SIGKILL);
  while (read(acknowledged[0], &last, sizeof last) == sizeof last) {
  }
  close(acknowledged[0]);
  waitpid(child, nullptr, 0);
  Open();
  for (int i = 0; i <= last; ++i) {
    ASSERT_EQ(Read(1, std::to_string(i)), std::string(1000, static_cast<char>('a' + i % 26))) << i;
  }
}

}  // namespace
}  // namespace partita::store
