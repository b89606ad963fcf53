#include "gateway/query_string.h"

#include <gtest/gtest.h>

namespace partita::gateway {
namespace {

TEST(QueryString, GivesTheValueOfAName) {
  EXPECT_EQ(QueryParameter("a=1&b=2&b=3", "b"), "2");
  EXPECT_EQ(QueryParameter("ab=1&a=", "a"), "");
  EXPECT_EQ(QueryParameter("a=x=y", "a"), "x=y");
}

TEST(QueryString, DecodesWhatIsEncoded) {
  EXPECT_EQ(QueryParameter("k=J.+S.%20B%c3%A4ch%26%3D", "k"),
            "J. S. B\xC3\xA4"
            "ch&=");
  EXPECT_EQ(QueryParameter("k=%00", "k"), std::string(1, '\0'));
}

TEST(QueryString, KnowsNothingElse) {
  for (const std::string_view query : {"", "a", "b=1", "&&", "=1", "a=%", "a=%4", "a=%4g", "a=%+1"})
    EXPECT_EQ(QueryParameter(query, "a"), std::nullopt) << query;
}

}  // namespace
}  // namespace partita::gateway
