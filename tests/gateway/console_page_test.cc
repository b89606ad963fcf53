#include "gateway/console_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "gateway/console_assets.h"

namespace partita::gateway {
namespace {

namespace fs = std::filesystem;

class ConsolePageTest : public ::testing::Test {
 protected:
  ConsolePageTest() : results_(fs::path(::testing::TempDir()) / "console_page_test") {
    fs::remove_all(results_);
    fs::create_directories(results_ / "run_1");
    Write(results_ / "index.json", R"({"runs":[]})");
    Write(results_ / "run_1" / "results.json", R"({"id":"run_1"})");
    Write(results_ / "secret", "secret");
    ConsoleSources sources;
    sources.bench_results = results_.string();
    AddConsole(sources, &pages_);
    head_.host = "localhost:8000";
  }
  ~ConsolePageTest() override { fs::remove_all(results_); }

  static void Write(const fs::path& path, std::string_view text) { std::ofstream(path) << text; }

  HttpResponse Ask(std::string_view path) {
    head_.path = path;
    return pages_.Answer(head_).value();
  }

  fs::path results_;
  Pages pages_;
  HttpRequestHead head_;
};

TEST_F(ConsolePageTest, ServesTheIndexAndEveryFile) {
  EXPECT_TRUE(Ask("/console").body.starts_with("<!doctype html>"));
  EXPECT_EQ(Ask("/console/").body, Ask("/console/index.html").body);
  for (const ConsoleAsset& asset : ConsoleAssets()) {
    const std::string path = "/console/" + std::string(asset.name);
    const HttpResponse answer = Ask(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.content_type, asset.content_type) << path;
    EXPECT_EQ(answer.body, asset.bytes) << path;
  }
  EXPECT_EQ(Ask("/console/app.jsx").status, 404);
  EXPECT_EQ(Ask("/console/../etc/passwd").status, 404);
}

TEST_F(ConsolePageTest, FilesAreSortedByName) {
  const auto assets = ConsoleAssets();
  EXPECT_TRUE(std::is_sorted(assets.begin(), assets.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST_F(ConsolePageTest, SendsAFileOnceWhileItIsTheSame) {
  const HttpResponse first = Ask("/console/app.js");
  const size_t from = first.fields.find("ETag: ") + 6;
  const std::string tag = first.fields.substr(from, first.fields.find("\r\n", from) - from);
  head_.if_none_match = tag;
  const HttpResponse second = Ask("/console/app.js");
  EXPECT_EQ(second.status, 304);
  EXPECT_TRUE(second.body.empty());
  EXPECT_EQ(Ask("/console/dom.js").status, 200);
}

TEST_F(ConsolePageTest, EveryAnswerIsGuarded) {
  for (const char* path : {"/console", "/console/app.js", "/console/none",
                           "/console/api/benchmarks", "/console/api/benchmarks/none"}) {
    const std::string fields = Ask(path).fields;
    EXPECT_NE(fields.find("Content-Security-Policy: default-src 'self';"), std::string::npos)
        << path;
    EXPECT_NE(fields.find("frame-ancestors 'none'"), std::string::npos) << path;
    EXPECT_NE(fields.find("X-Content-Type-Options: nosniff"), std::string::npos) << path;
    EXPECT_NE(fields.find("Cross-Origin-Resource-Policy: same-origin"), std::string::npos) << path;
  }
}

TEST_F(ConsolePageTest, RefusesThePagesOfOthers) {
  for (const char* path : {"/console", "/console/app.js", "/console/api/benchmarks"}) {
    for (const char* origin : {"https://evil.example", "null", "http://localhost:3000",
                               "http://localhost:80000", "http://localhost"}) {
      head_.origin = origin;
      EXPECT_EQ(Ask(path).status, 403) << path << " " << origin;
    }
    head_.origin = "";
    for (const char* site : {"cross-site", "same-site", "anything"}) {
      head_.sec_fetch_site = site;
      EXPECT_EQ(Ask(path).status, 403) << path << " " << site;
    }
    head_.sec_fetch_site = "";
  }
}

TEST_F(ConsolePageTest, AnswersItsOwnPages) {
  head_.origin = "http://LOCALHOST:8000";
  head_.sec_fetch_site = "same-origin";
  EXPECT_EQ(Ask("/console/api/benchmarks").status, 200);
  head_.origin = "";
  head_.sec_fetch_site = "none";
  EXPECT_EQ(Ask("/console").status, 200);
}

TEST_F(ConsolePageTest, HandsOnResultsOfBenchmarks) {
  EXPECT_EQ(Ask("/console/api/benchmarks").body, R"({"runs":[]})");
  EXPECT_EQ(Ask("/console/api/benchmarks/run_1").body, R"({"id":"run_1"})");
}

TEST_F(ConsolePageTest, ReadsNothingButResults) {
  fs::create_directory_symlink("/etc", results_ / "link");
  fs::create_directories(results_ / "run_2");
  fs::create_symlink(results_ / "secret", results_ / "run_2" / "results.json");
  fs::create_directories(results_ / "run_3" / "results.json");
  for (const char* run : {"", "..", ".", "../..", "run_1/results.json", "run_1/", "%2e%2e", "link",
                          "secret", "run_2", "run_3", "run_9"}) {
    const HttpResponse answer = Ask("/console/api/benchmarks/" + std::string(run));
    EXPECT_EQ(answer.status, 404) << run;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos) << run;
  }
}

TEST(ConsoleBenchmarks, AreAbsentWithoutADirectory) {
  Pages pages;
  AddConsole({}, &pages);
  HttpRequestHead head;
  for (const char* path : {"/console/api/benchmarks", "/console/api/benchmarks/run_1"}) {
    head.path = path;
    EXPECT_EQ(pages.Answer(head)->status, 404) << path;
  }
}

}  // namespace
}  // namespace partita::gateway
