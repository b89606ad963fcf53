#include "model/check_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace partita::model {
namespace {

using testing::ElementsAre;

std::vector<std::string> Read(std::string line) {
  EXPECT_EQ(line.back(), '\n');
  line.pop_back();
  return SplitCheckLine(line);
}

TEST(CheckLine, IsReadBackWordForWord) {
  EXPECT_THAT(Read(CheckLine({"progress", "10", "2000"})), ElementsAre("progress", "10", "2000"));
  EXPECT_THAT(Read(CheckLine({.file = "slot-0001.db", .key = R"({"k":{"S":"é"}})", .text = "bad"})),
              ElementsAre("finding", "slot-0001.db", "", R"({"k":{"S":"é"}})", "bad"));
}

TEST(CheckLine, WritesWhatWouldBreakALineOrATerminalInHexadecimal) {
  EXPECT_EQ(CheckLine({"a", "b\tc"}), "a\t0x620963\n");
  EXPECT_EQ(CheckLine({"a", "b\n"}), "a\t0x620a\n");
  EXPECT_EQ(CheckLine({"a", "\x1b[2J"}), "a\t0x1b5b324a\n");
  EXPECT_EQ(CheckLine({"a", "\xff\xfe"}), "a\t0xfffe\n");
}

TEST(CheckLine, OfOneWordHasNoTab) { EXPECT_THAT(SplitCheckLine("alone"), ElementsAre("alone")); }

}  // namespace
}  // namespace partita::model
