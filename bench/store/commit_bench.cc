// Commits of 32 rows of 1 KB over 100,000 random keys through the store: rate and percentiles,
// upkeep included.
//
//   commit_bench <directory> [commits = 8000] [keys = 100000] [value bytes = 1000] [rows per commit
//   = 32]
//                [checkpoint at]
// With the last, the checkpoint comes whole when the WAL has so many frames, instead of spread over
// the commits. The time of a commit is Begin … Commit; the upkeep after it is reported apart and
// together with it: an owner that serves requests is held up by both.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "base/clock.h"
#include "base/coding.h"
#include "percentiles.h"
#include "store/item_store.h"

namespace partita::bench {
namespace {

struct Plan {
  std::string directory;
  int commits = 8000;
  uint64_t keys = 100'000;
  size_t value_bytes = 1000;
  int rows = 32;
  int checkpoint_at = 0;
};

void Check(const base::Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::exit(1);
}

std::string KeyOf(uint64_t number) {
  std::string key(8, '\0');
  base::PutBigEndian64(key.data(), number * 0x9e3779b97f4a7c15u);
  return key + fmt::format("user#{:08}", number);
}

void Fill(store::ItemStore& store, const Plan& plan) {
  const std::string value(plan.value_bytes, 'v');
  for (uint64_t key = 0; key < plan.keys;) {
    Check(store.Begin());
    for (int i = 0; i < 1000 && key < plan.keys; ++i, ++key)
      Check(store.Put(1, KeyOf(key), value, value.size()));
    if (auto done = store.Commit(); !done.ok()) Check(done.error());
    Check(store.Maintain(false));
  }
}

void Print(const char* what, Percentiles& times) {
  fmt::print("{:<8} p50 {:7.3f}  p90 {:7.3f}  p99 {:7.3f}  p99.9 {:7.3f}  max {:7.3f} ms\n", what,
             times.Ms(0.5), times.Ms(0.9), times.Ms(0.99), times.Ms(0.999), times.Ms(1));
}

void Measure(store::ItemStore& store, const Plan& plan) {
  std::mt19937_64 random(42);
  std::string value(plan.value_bytes, 'w');
  Percentiles commits;
  Percentiles upkeep;
  Percentiles both;
  const int64_t begin = base::MonotonicNs();
  for (int n = 0; n < plan.commits; ++n) {
    const int64_t t0 = base::MonotonicNs();
    Check(store.Begin());
    for (int i = 0; i < plan.rows; ++i) {
      const std::string key = KeyOf(random() % plan.keys);
      if (auto old = store.Get(1, key); !old.ok()) Check(old.error());
      value[random() % value.size()] = static_cast<char>(random());
      Check(store.Put(1, key, value, value.size()));
    }
    if (auto done = store.Commit(); !done.ok()) Check(done.error());
    const int64_t t1 = base::MonotonicNs();
    Check(store.Maintain(false));
    const int64_t t2 = base::MonotonicNs();
    commits.Add(t1 - t0);
    upkeep.Add(t2 - t1);
    both.Add(t2 - t0);
  }
  const double seconds = static_cast<double>(base::MonotonicNs() - begin) / 1e9;
  fmt::print(
      "{} commits of {} rows of {} bytes over {} keys: {:.0f} rows/s; upkeep {:.0f} % of the "
      "time\n",
      plan.commits, plan.rows, plan.value_bytes, plan.keys, plan.commits * plan.rows / seconds,
      100 * upkeep.SumSeconds() / seconds);
  Print("commit", commits);
  Print("upkeep", upkeep);
  Print("both", both);
}

int Run(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(
        stderr,
        "usage: commit_bench <directory> [commits] [keys] [value bytes] [rows] [checkpoint at]\n");
    return 2;
  }
  Plan plan;
  plan.directory = argv[1];
  if (argc > 2) plan.commits = std::atoi(argv[2]);
  if (argc > 3) plan.keys = std::strtoull(argv[3], nullptr, 10);
  if (argc > 4) plan.value_bytes = std::strtoull(argv[4], nullptr, 10);
  if (argc > 5) plan.rows = std::atoi(argv[5]);
  if (argc > 6) plan.checkpoint_at = std::atoi(argv[6]);
  std::filesystem::create_directories(plan.directory);
  store::StoreOptions options;
  options.path = plan.directory + "/slot-0001.db";
  options.cache_bytes = 256u << 20;
  if (plan.checkpoint_at > 0)
    options.checkpoint.start = options.checkpoint.max = plan.checkpoint_at;
  auto store = store::ItemStore::Open(options);
  if (!store.ok()) Check(store.error());
  if ((*store)->Statistics(1).item_count < plan.keys) Fill(**store, plan);
  Measure(**store, plan);
  return 0;
}

}  // namespace
}  // namespace partita::bench

int main(int argc, char** argv) { return partita::bench::Run(argc, argv); }
