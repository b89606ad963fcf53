#include "expr/reserved_words.h"

#include <gtest/gtest.h>

namespace partita::expr {
namespace {

TEST(ReservedWords, AreReservedInAnyCase) {
  for (const char* word : {"ABORT", "abort", "Status", "NAME", "ttl", "Zone", "IF",
                           "localtimestamp", "comment", "list"}) {
    EXPECT_TRUE(IsReservedWord(word)) << word;
  }
}

TEST(ReservedWords, DoNotReachBeyondThemselves) {
  for (const char* word : {"", "a", "pk", "statuses", "statu", "name_", "name1", "abor\x14",
                           "localtimestampx", "ttl ", "{o"}) {
    EXPECT_FALSE(IsReservedWord(word)) << word;
  }
}

}  // namespace
}  // namespace partita::expr
