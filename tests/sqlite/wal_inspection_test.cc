#include "sqlite/wal_inspection.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "sqlite/database.h"

namespace partita::sqlite {
namespace {

constexpr uintmax_t kHeader = 32;
constexpr uintmax_t kFrame = 24 + 4096;

// A log of ten transactions; the first makes the table, each other one changes a page of it.
class WalInspectionTest : public testing::Test {
 protected:
  WalInspectionTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "partita-wal-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    const std::string path = directory_ / "file.db";
    std::ofstream(path).close();
    auto database = Database::Open({.path = path, .vfs = {}}).value();
    EXPECT_TRUE(database->SetCheckpointOnClose(false).ok());
    EXPECT_TRUE(database->Execute("PRAGMA journal_mode = WAL").ok());
    EXPECT_TRUE(database->Execute("PRAGMA wal_autocheckpoint = 0").ok());
    EXPECT_TRUE(database->Execute("CREATE TABLE t (x INTEGER)").ok());
    for (int i = 0; i < 9; ++i) EXPECT_TRUE(database->Execute("INSERT INTO t VALUES (1)").ok());
  }
  ~WalInspectionTest() override { std::filesystem::remove_all(directory_); }

  std::string wal() const { return directory_ / "file.db-wal"; }
  uintmax_t frames() const { return (std::filesystem::file_size(wal()) - kHeader) / kFrame; }
  WalInspection Inspect() const {
    auto inspected = InspectWal(wal());
    EXPECT_TRUE(inspected.ok());
    return inspected.ok() ? *inspected : WalInspection{};
  }
  void Flip(uintmax_t offset) const {
    std::fstream file(wal(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(byte);
  }

  std::filesystem::path directory_;
};

TEST_F(WalInspectionTest, CountsWhatAWholeLogHolds) {
  const WalInspection found = Inspect();
  EXPECT_EQ(found.frames, frames());
  EXPECT_EQ(found.commits, 10u);
  EXPECT_EQ(found.commits_lost, 0u);
  EXPECT_FALSE(found.damaged());
}

TEST_F(WalInspectionTest, FindsTheTransactionsBehindAFlippedBitAnywhere) {
  for (const uintmax_t within : {uintmax_t{0}, uintmax_t{9}, uintmax_t{17}, uintmax_t{1000}}) {
    Flip(kHeader + 4 * kFrame + within);
    const WalInspection found = Inspect();
    EXPECT_EQ(found.frames, 4u) << within;
    EXPECT_GE(found.commits_lost, 5u) << within;
    EXPECT_TRUE(found.damaged());
    Flip(kHeader + 4 * kFrame + within);
  }
}

TEST_F(WalInspectionTest, FindsADamagedHeader) {
  Flip(24);  // its checksum: SQLite takes such a log for empty
  EXPECT_EQ(Inspect().frames, 0u);
  EXPECT_EQ(Inspect().commits_lost, 10u);
}

TEST_F(WalInspectionTest, LetsATornLastTransactionBe) {
  Flip(kHeader + (frames() - 1) * kFrame + 1000);
  EXPECT_EQ(Inspect().commits_lost, 1u);
  EXPECT_FALSE(Inspect().damaged());
  std::filesystem::resize_file(wal(), kHeader + (frames() - 1) * kFrame + 10);
  EXPECT_FALSE(Inspect().damaged());
}

TEST_F(WalInspectionTest, TakesAMissingLogForAnEmptyOne) {
  std::filesystem::remove(wal());
  EXPECT_EQ(Inspect().frames, 0u);
  EXPECT_FALSE(Inspect().damaged());
}

}  // namespace
}  // namespace partita::sqlite
