#include "sqlite/write_gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace partita::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// A file that remembers what it is asked to write.
struct RecordingFile {
  sqlite3_file base{};
  std::vector<std::pair<sqlite3_int64, std::string>> writes;
  int answer = SQLITE_OK;
};

int Record(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto* self = reinterpret_cast<RecordingFile*>(file);
  self->writes.emplace_back(offset, std::string(static_cast<const char*>(bytes), size));
  return self->answer;
}

class WriteGatherTest : public ::testing::Test {
 protected:
  WriteGatherTest() {
    methods_.xWrite = Record;
    file_.base.pMethods = &methods_;
  }
  int Write(const std::string& bytes, sqlite3_int64 offset) {
    return gather_.Write(&file_.base, bytes.data(), static_cast<int>(bytes.size()), offset);
  }
  int Flush() { return gather_.Flush(&file_.base); }

  sqlite3_io_methods methods_{};
  RecordingFile file_;
  WriteGather gather_;
};

TEST_F(WriteGatherTest, HandsOnWritesThatFollowOneAnotherAsOne) {
  Write("head", 32);
  Write("page", 36);
  Write("!", 40);
  EXPECT_THAT(file_.writes, IsEmpty());
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_THAT(file_.writes, ElementsAre(Pair(32, "headpage!")));
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_EQ(file_.writes.size(), 1u);
}

TEST_F(WriteGatherTest, KeepsTheOrderOfWritesThatDoNotFollow) {
  Write("old", 100);
  Write("back", 0);
  Write("gap", 50);
  Flush();
  EXPECT_THAT(file_.writes, ElementsAre(Pair(100, "old"), Pair(0, "back"), Pair(50, "gap")));
}

TEST_F(WriteGatherTest, HoldsNoMoreThanItsMost) {
  const std::string half(WriteGather::kMaxBytes / 2, 'h');
  sqlite3_int64 offset = 0;
  for (int i = 0; i < 3; ++i, offset += static_cast<sqlite3_int64>(half.size()))
    Write(half, offset);
  EXPECT_THAT(file_.writes, ElementsAre(Pair(0, half + half)));
  const std::string huge(WriteGather::kMaxBytes + 1, 'H');
  Write(huge, offset);
  EXPECT_THAT(file_.writes, ElementsAre(Pair(0, half + half),
                                        Pair(static_cast<sqlite3_int64>(2 * half.size()), half),
                                        Pair(offset, huge)));
}

TEST_F(WriteGatherTest, TellsAnErrorOnceAndDropsWhatItHeld) {
  file_.answer = SQLITE_FULL;
  EXPECT_EQ(Write("lost", 0), SQLITE_OK);
  EXPECT_EQ(Flush(), SQLITE_FULL);
  file_.answer = SQLITE_OK;
  EXPECT_EQ(Flush(), SQLITE_OK);
  EXPECT_EQ(file_.writes.size(), 1u);
}

}  // namespace
}  // namespace partita::sqlite
