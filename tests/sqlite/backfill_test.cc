#include "sqlite/backfill.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "fault_vfs.h"
#include "sqlite_fixture.h"

namespace partita::sqlite {
namespace {

class BackfillTest : public SqliteFixture {
 protected:
  // 200 rows of a page each, then some of them again: old and new frames of the same pages in the
  // WAL.
  void Prepare(const std::string& beneath = {}) {
    backfill_.reset();
    Close();
    Open(BackfillVfs(beneath, WalWrites::kGathered).value());
    database().SetWalHook([this](int frames) { backfill().Committed(frames); });
    Do("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    Do("CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)");
    Do("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
       "INSERT INTO t SELECT i, randomblob(3000) FROM n");
    for (int id = 1; id <= 200; id += 3)
      Do("UPDATE t SET bytes = randomblob(3000) WHERE id = " + std::to_string(id));
  }
  Backfill& backfill() {
    if (!backfill_) backfill_ = std::make_unique<Backfill>(database());
    return *backfill_;
  }
  std::string FileBytes() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::unique_ptr<Backfill> backfill_;
};

TEST_F(BackfillTest, LeavesNothingForTheCheckpointToWrite) {
  FaultVfs disk;
  Prepare(disk.name());
  while (backfill().remaining() > 0) ASSERT_TRUE(backfill().Step(50).ok());
  const std::string copied = FileBytes();
  const int64_t before = disk.operations();
  ASSERT_TRUE(backfill().Checkpoint().ok());
  EXPECT_EQ(FileBytes(), copied);
  EXPECT_LE(disk.operations() - before, 3);  // the syncs of WAL and file, no page
  Close();
}

TEST_F(BackfillTest, LeavesTheSameBytesAsAPlainCheckpointWhereverItStopped) {
  for (const int steps : {0, 1, 70, 200, 1000}) {
    Prepare();
    ASSERT_TRUE(backfill().Step(steps).ok());
    for (int id = 1; id <= 200; id += 7)
      Do("UPDATE t SET bytes = randomblob(2900) WHERE id = " + std::to_string(id));
    ASSERT_TRUE(backfill().Step(steps / 2).ok());
    ASSERT_TRUE(backfill().Checkpoint().ok());
    // The WAL is overwritten: what counts now is the file.
    Do("UPDATE t SET bytes = bytes WHERE id = 1");
    EXPECT_EQ(database().QueryText("PRAGMA integrity_check").value(), "ok");
    const int64_t sum = Int64("SELECT sum(length(bytes)) FROM t");
    EXPECT_EQ(sum, 200 * 3000 - 29 * 100);
    Do("DROP TABLE t");
    ASSERT_TRUE(backfill().Checkpoint().ok());
  }
}

TEST_F(BackfillTest, KeepsTheOldContentOutOfSightUntilACrashIsRecovered) {
  FaultVfs disk;
  Prepare(disk.name());
  const std::string expected =
      database().QueryText("SELECT group_concat(hex(bytes)) FROM t").value();
  ASSERT_TRUE(backfill().Step(100).ok());
  disk.CutPowerAt(1);
  ASSERT_FALSE(database().Execute("DELETE FROM t").ok());
  ASSERT_TRUE(database().SetCheckpointOnClose(false).ok());
  Close();
  disk.LeaveSurvivors(3);
  Open();
  Do("PRAGMA locking_mode = EXCLUSIVE");
  EXPECT_TRUE(database().QueryText("SELECT group_concat(hex(bytes)) FROM t").value() == expected);
  EXPECT_EQ(database().QueryText("PRAGMA integrity_check").value(), "ok");
}

}  // namespace
}  // namespace partita::sqlite
