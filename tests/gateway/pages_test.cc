#include "gateway/pages.h"

#include <gtest/gtest.h>

namespace partita::gateway {
namespace {

class PagesTest : public ::testing::Test {
 protected:
  PagesTest() {
    for (const char* path : {"/one", "/many/", "/many/special/"}) {
      pages_.Add(path, [path](const PageRequest& page) {
        HttpResponse response;
        response.body.append(path).append("|").append(page.rest).append("|").append(page.query);
        return response;
      });
    }
  }

  std::string Ask(std::string_view path) {
    HttpRequestHead head;
    head.path = path;
    const auto answer = pages_.Answer(head);
    return answer.has_value() ? answer->body : "none";
  }

  Pages pages_;
};

TEST_F(PagesTest, AnswersAnExactPathWithItsQuery) {
  EXPECT_EQ(Ask("/one"), "/one||");
  EXPECT_EQ(Ask("/one?a=b?c"), "/one||a=b?c");
  EXPECT_EQ(Ask("/one?"), "/one||");
}

TEST_F(PagesTest, GivesWhatFollowsAPathThatEndsInASlash) {
  EXPECT_EQ(Ask("/many/"), "/many/||");
  EXPECT_EQ(Ask("/many/x/y?q"), "/many/|x/y|q");
}

TEST_F(PagesTest, PrefersTheLongestRow) { EXPECT_EQ(Ask("/many/special/x"), "/many/special/|x|"); }

TEST_F(PagesTest, KnowsNothingElse) {
  EXPECT_EQ(Ask("/one/"), "none");
  EXPECT_EQ(Ask("/many"), "none");
  EXPECT_EQ(Ask("/ONE"), "none");
  EXPECT_EQ(Ask(""), "none");
}

}  // namespace
}  // namespace partita::gateway
