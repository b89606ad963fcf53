// A disk without space and a disk that fails a sync.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include "fault_vfs.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

using base::ErrorKind;

class DiskFaultTest : public StoreFixture {
 protected:
  ~DiskFaultTest() override { Close(); }

  void OpenOnFaultyDisk() {
    options().vfs = disk_.name();
    Open();
  }
  sqlite::FaultVfs& disk() { return disk_; }

 private:
  sqlite::FaultVfs disk_;
};

TEST_F(DiskFaultTest, RollsBackCleanlyWhenTheDiskIsFullAndResumesByItself) {
  OpenOnFaultyDisk();
  CommitPut(1, "kept", "item", 4);
  const CommitMark before = store().mark();
  disk().SetSpace(0);
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().Put(1, "big", std::string(100'000, 'x'), 100'000).ok());
  const auto full = store().Commit();
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(store().in_batch());
  EXPECT_FALSE(store().must_exit());
  EXPECT_EQ(store().mark(), before);
  EXPECT_EQ(store().Statistics(1), (TableStatistics{1, 4}));
  EXPECT_EQ(Read(1, "kept"), "item");
  EXPECT_EQ(Read(1, "big"), std::nullopt);
  ASSERT_TRUE(store().Begin().ok());
  EXPECT_EQ(store().Put(1, "more", "item", 4).error().kind, ErrorKind::kUnavailable);
  store().Rollback();
  disk().SetSpace(-1);
  ASSERT_TRUE(store().Maintain(false).ok());
  CommitPut(1, "big", std::string(100'000, 'x'), 100'000);
  Reopen();
  EXPECT_EQ(Read(1, "big"), std::string(100'000, 'x'));
}

TEST_F(DiskFaultTest, CallsAFailedSyncUnknownAndRefusesEverythingAfterIt) {
  OpenOnFaultyDisk();
  CommitPut(1, "kept", "item", 4);
  ASSERT_TRUE(store().Begin().ok());
  ASSERT_TRUE(store().Put(1, "perhaps", "item", 4).ok());
  disk().FailSync(1);
  const auto unknown = store().Commit();
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUnknown);
  EXPECT_TRUE(store().must_exit());
  EXPECT_EQ(store().Begin().error().kind, ErrorKind::kUnknown);
  EXPECT_EQ(store().Get(1, "kept").error().kind, ErrorKind::kUnknown);
  Reopen();
  EXPECT_EQ(Read(1, "kept"), "item");
}

// On a real file system: a disk of 24 MB, filled to the brim, deleted from, filled again.
TEST_F(DiskFaultTest, DeletesGoOnWhenARealDiskIsFull) {
  const std::string disk = directory() / "disk";
  std::filesystem::create_directory(disk);
  if (mount("none", disk.c_str(), "tmpfs", 0, "size=24m") != 0)
    GTEST_SKIP() << "mounting needs privileges";
  options().path = disk + "/slot-0001.db";
  options().ballast_bytes = 6 << 20;
  options().checkpoint = {
      .start = 100, .max = 400, .left = 10, .pace = 2, .idle = 20, .idle_step = 20};
  Open();
  const std::string item(50'000, 'x');
  int stored = 0;
  base::Status status;
  while (status.ok()) {
    ASSERT_LT(stored, 1000);
    ASSERT_TRUE(store().Begin().ok());
    status = store().Put(1, std::to_string(stored), item, item.size());
    if (!status.ok()) break;
    auto done = store().Commit();
    if (!done.ok()) status = done.error();
    if (done.ok()) ++stored;
    if (done.ok()) status = store().Maintain(false);
  }
  store().Rollback();
  EXPECT_EQ(status.error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(store().disk_is_full());
  EXPECT_EQ(Read(1, "0"), item);
  for (int i = 0; i < stored / 2; ++i) {
    CommitDelete(1, std::to_string(i));
    const auto kept_up = store().Maintain(false);
    EXPECT_TRUE(kept_up.ok() || kept_up.error().kind == ErrorKind::kUnavailable);
  }
  EXPECT_EQ(Read(1, "0"), std::nullopt);
  EXPECT_EQ(Read(1, std::to_string(stored - 1)), item);
  Close();
  umount(disk.c_str());
}

}  // namespace
}  // namespace partita::store
