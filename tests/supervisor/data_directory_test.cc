#include "supervisor/data_directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/supervisor/scratch_directory.h"

namespace partita::supervisor {
namespace {

using base::ErrorKind;

class DataDirectoryTest : public ::testing::Test {
 protected:
  std::string Path() const { return scratch_.path() + "/deep/data"; }
  void WriteManifestText(const std::string& text) {
    std::filesystem::create_directories(Path());
    std::filesystem::permissions(Path(), std::filesystem::perms::owner_all);
    std::ofstream(Path() + "/partita.json") << text;
  }
  base::Result<Manifest> Settle(std::optional<uint32_t> wanted, uint32_t by_default) {
    PARTITA_ASSIGN(DataDirectory data, DataDirectory::Open(Path()));
    return data.Settle(wanted, by_default);
  }

 private:
  testing::ScratchDirectory scratch_;
};

TEST_F(DataDirectoryTest, IsMadeClosedToOthers) {
  ASSERT_TRUE(DataDirectory::Open(Path()).ok());
  struct stat made {};
  ASSERT_EQ(stat(Path().c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 07777, 0700u);
}

TEST_F(DataDirectoryTest, IsRefusedWhenOpenToOthers) {
  for (const mode_t mode : {0750, 0701, 0755, 0777}) {
    std::filesystem::create_directories(Path());
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
    const auto data = DataDirectory::Open(Path());
    ASSERT_FALSE(data.ok());
    EXPECT_EQ(data.error().kind, ErrorKind::kInvalid);
    EXPECT_NE(data.error().message.find("chmod 700"), std::string::npos);
  }
}

TEST_F(DataDirectoryTest, IsHeldByOneAndTheSecondIsToldThePid) {
  const auto first = DataDirectory::Open(Path());
  ASSERT_TRUE(first.ok());
  const auto second = DataDirectory::Open(Path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(second.error().message.find("pid " + std::to_string(getpid())), std::string::npos)
      << second.error().message;
}

TEST_F(DataDirectoryTest, KnowsWhetherTheOneBeforeEndedInOrder) {
  EXPECT_FALSE(DataDirectory::Open(Path())->left_behind());  // goes without a word
  {
    auto data = DataDirectory::Open(Path());
    EXPECT_TRUE(data->left_behind());
    data->ReleaseInOrder();
  }
  EXPECT_FALSE(DataDirectory::Open(Path())->left_behind());
}

TEST_F(DataDirectoryTest, FixesTheNumberOfSlotsAtTheFirstStart) {
  EXPECT_EQ(Settle(std::nullopt, 3)->slots, 3u);
  EXPECT_EQ(Settle(std::nullopt, 8)->slots, 3u);
  EXPECT_EQ(Settle(3, 8)->slots, 3u);
}

TEST_F(DataDirectoryTest, RefusesAnotherNumberOfSlotsAndSaysWhatToDo) {
  ASSERT_TRUE(Settle(4, 2).ok());
  const auto manifest = Settle(8, 2);
  ASSERT_FALSE(manifest.ok());
  EXPECT_EQ(manifest.error().kind, ErrorKind::kInvalid);
  EXPECT_NE(manifest.error().message.find("4 slots"), std::string::npos);
  EXPECT_NE(manifest.error().message.find("another --data"), std::string::npos);
  EXPECT_EQ(manifest.error().message.find('\n'), std::string::npos);
  EXPECT_EQ(Settle(std::nullopt, 2)->slots, 4u);
}

TEST_F(DataDirectoryTest, ReadsTheManifestOfFormatOne) {
  WriteManifestText(R"({"format":1,"slots":5,"created":"2026-01-31T12:00:00Z"})");
  const auto manifest = Settle(std::nullopt, 2);
  ASSERT_TRUE(manifest.ok());
  EXPECT_EQ(manifest->slots, 5u);
  EXPECT_EQ(manifest->created, "2026-01-31T12:00:00Z");
}

TEST_F(DataDirectoryTest, RefusesAManifestThatIsNone) {
  for (const char* text : {"", "[]", "{", "{}", R"({"format":2,"slots":2})", R"({"format":1})",
                           R"({"format":1,"slots":0})", R"({"format":1,"slots":65})",
                           R"({"format":1,"slots":2.5})", R"({"format":1,"slots":"2"})"}) {
    WriteManifestText(text);
    const auto manifest = Settle(std::nullopt, 2);
    ASSERT_FALSE(manifest.ok()) << text;
    EXPECT_EQ(manifest.error().kind, ErrorKind::kCorrupt) << text;
  }
}

}  // namespace
}  // namespace partita::supervisor
