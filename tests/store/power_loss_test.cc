// Power goes at a random moment and takes a random part of what was not synced: every acknowledged
// batch must be there, the one under way whole or absent, every checksum right, the file sound.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "fault_vfs.h"
#include "sqlite/database.h"
#include "store_fixture.h"

namespace partita::store {
namespace {

class PowerLossTest : public StoreFixture {
 protected:
  using Items = std::map<std::string, std::string>;

  // Limits so low that early copies and checkpoints run all the time.
  PowerLossTest() {
    options().checkpoint = {
        .start = 30, .max = 120, .left = 6, .pace = 2, .idle = 10, .idle_step = 5};
  }

  // Batches of random puts and deletes until the power goes (or `batches` are done). False: it
  // went.
  bool Write(uint64_t seed, int batches) {
    std::mt19937_64 random(seed);
    for (int batch = 0; batch < batches; ++batch) {
      under_way_ = acknowledged_;
      if (!WriteBatch(&random)) return false;
      const auto mark = store().Commit();
      if (!mark.ok()) return false;
      acknowledged_ = under_way_;
      options().acknowledged = *mark;
      if (!store().Maintain(random() % 8 == 0).ok()) return false;
    }
    return true;
  }

  void ExpectAcknowledged() {
    Items found;
    const auto walked =
        store().Walk(1, "", "", false, [&](std::string_view key, const StoredItem& item) {
          found[std::string(key)] = item.bytes;
          return true;
        });
    ASSERT_TRUE(walked.ok()) << walked.error().message;
    EXPECT_TRUE(found == acknowledged_ || found == under_way_);
    EXPECT_EQ(store().Statistics(1).item_count, found.size());
  }

  void ExpectSound() {
    auto database = sqlite::Database::Open({path(), {}});
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE((*database)->Execute("PRAGMA locking_mode = EXCLUSIVE").ok());
    EXPECT_EQ((*database)->QueryText("PRAGMA integrity_check").value(), "ok");
  }

  void OneLoss(uint64_t seed) {
    SCOPED_TRACE(seed);
    acknowledged_.clear();
    under_way_.clear();
    sqlite::FaultVfs disk;
    options().vfs = disk.name();
    options().acknowledged = {};
    std::filesystem::remove(path());
    std::filesystem::remove(path() + "-wal");
    Open();
    std::mt19937_64 random(seed);
    disk.CutPowerAt(1 + static_cast<int64_t>(random() % 1200));
    const bool finished = Write(seed, 150);
    Close();
    disk.LeaveSurvivors(seed);
    options().vfs.clear();
    Open();
    ExpectAcknowledged();
    Close();
    ExpectSound();
    finished_ += finished ? 1 : 0;
  }

  int finished_ = 0;  // runs that the cut came too late for

 private:
  bool WriteBatch(std::mt19937_64* random) {
    if (!store().Begin().ok()) return false;
    for (int i = 0; i < 4; ++i) {
      const std::string key = "key-" + std::to_string((*random)() % 60);
      if ((*random)() % 5 == 0) {
        if (!store().Delete(1, key).ok()) return false;
        under_way_.erase(key);
        continue;
      }
      const std::string item((*random)() % 3000, static_cast<char>('a' + (*random)() % 26));
      if (!store().Put(1, key, item, item.size()).ok()) return false;
      under_way_[key] = item;
    }
    return true;
  }

  Items acknowledged_;
  Items under_way_;  // with the batch that may or may not have happened
};

TEST_F(PowerLossTest, LosesNoAcknowledgedBatchWhereverThePowerGoes) {
  for (uint64_t seed = 1; seed <= 150 && !HasFailure(); ++seed) OneLoss(seed);
  EXPECT_LT(finished_, 30) << "most cuts should fall into the work";
}

}  // namespace
}  // namespace partita::store
