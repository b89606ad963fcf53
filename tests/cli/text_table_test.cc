#include "cli/text_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace partita::cli {
namespace {

using ::testing::ElementsAre;

TextTable Example() {
  TextTable table({{"NAME", false, 9}, {"SIZE", true, 5}, {"NOTE", false, 1}});
  table.Add({{"a"}, {"12"}, {"new"}});
  table.Add({{"a longer one"}, {"3"}, {"–"}});
  return table;
}

TEST(TextTableTest, AlignsItsColumns) {
  EXPECT_THAT(Example().Lines(0, false), ElementsAre("NAME          SIZE  NOTE",  //
                                                     "a               12  new",   //
                                                     "a longer one     3  –"));
}

TEST(TextTableTest, LeavesOutWhatMattersLeastUntilItFits) {
  EXPECT_THAT(Example().Lines(20, false), ElementsAre("NAME          SIZE",  //
                                                      "a               12",  //
                                                      "a longer one     3"));
  EXPECT_THAT(Example().Lines(12, false), ElementsAre("NAME", "a", "a longer one"));
}

TEST(TextTableTest, CutsWhatIsStillTooLong) {
  EXPECT_THAT(Example().Lines(6, false), ElementsAre("NAME", "a", "a lon…"));
}

TEST(TextTableTest, ColoursTakeNoRoom) {
  TextTable table({{"STATE", false, 1}, {"N", true, 1}});
  table.Add({{"ready", Tone::kGood}, {"1"}});
  EXPECT_THAT(table.Lines(10, true),
              ElementsAre("\x1b[2mSTATE\x1b[0m  \x1b[2mN\x1b[0m", "\x1b[32mready\x1b[0m  1"));
}

}  // namespace
}  // namespace partita::cli
