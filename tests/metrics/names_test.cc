#include "metrics/names.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace partita::metrics {
namespace {

// The rows of docs/metrics.md: | `name` | type | labels | meaning |
struct Row {
  std::string kind;
  std::string labels;
};

std::map<std::string, Row> Documented() {
  std::ifstream page(std::string(PARTITA_SOURCE_DIR) + "/docs/metrics.md");
  static const std::regex kRow(R"(^\| `(partita_[a-z_]+)` \| ([a-z]+) \| ([^|]*) \|.*)");
  std::map<std::string, Row> rows;
  for (std::string line; std::getline(page, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, kRow)) continue;
    EXPECT_TRUE(rows.emplace(match[1], Row{match[2], match[3]}).second)
        << match[1] << " is described twice";
  }
  return rows;
}

std::string KindWord(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      break;
  }
  return "histogram";
}

TEST(NamesTest, TheDocumentationDescribesExactlyTheMetricsThereAre) {
  std::map<std::string, Row> documented = Documented();
  for (const Metric& metric : kMetrics) {
    const std::string name(metric.name);
    ASSERT_TRUE(documented.contains(name)) << name << " is not in docs/metrics.md";
    EXPECT_EQ(documented[name].kind, KindWord(metric.kind)) << name;
    EXPECT_EQ(documented[name].labels, metric.labels.empty() ? "–" : std::string(metric.labels))
        << name;
    documented.erase(name);
  }
  for (const auto& [name, row] : documented) ADD_FAILURE() << name << " does not exist";
}

TEST(NamesTest, NamesFollowTheConventions) {
  std::set<std::string_view> names;
  for (const Metric& metric : kMetrics) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_TRUE(metric.name.starts_with("partita_")) << metric.name;
    EXPECT_EQ(metric.kind == Kind::kCounter, metric.name.ends_with("_total")) << metric.name;
    EXPECT_TRUE(metric.help.ends_with(".")) << metric.name;
  }
}

}  // namespace
}  // namespace partita::metrics
