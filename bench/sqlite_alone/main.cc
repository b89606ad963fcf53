// sqlite-alone: what SQLite does in one process that has nothing else to do, in Partita's layout
// and with its durability.
//
//   sqlite-alone DIRECTORY --rows 10000 --batch 32 --value-bytes 1024 --seconds 1
//
// Upserts of random keys, so many a transaction, each transaction synced (WAL, synchronous=FULL,
// 8 KiB pages, one rowid table with a unique index on the key, a checkpoint every 4,000 frames);
// then reads of single rows. Prints one JSON object. What is in DIRECTORY already is used when it
// has as many rows.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "base/clock.h"
#include "base/coding.h"
#include "bench/load/histogram.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"

namespace {

using partita::base::MonotonicNs;
using partita::load::Histogram;
using partita::sqlite::Database;
using partita::sqlite::Statement;

struct Plan {
  std::string directory;
  uint64_t rows = 10'000;
  int batch = 32;
  size_t value_bytes = 1024;
  double seconds = 1;
  uint64_t cache_bytes = 256u << 20;
  uint64_t seed = 1;
};

constexpr int kCheckpointFrames = 4000;
constexpr int kLoadBatch = 1000;

template <typename T>
T Need(partita::base::Result<T> result) {
  if (result.ok()) return std::move(result).value();
  fmt::print(stderr, "sqlite-alone: {}\n", result.error().message);
  std::exit(1);
}
void Need(const partita::base::Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "sqlite-alone: {}\n", status.error().message);
  std::exit(1);
}

// Scattered over the file as hashed keys are.
std::string KeyOf(uint64_t number) {
  std::string key(8, '\0');
  partita::base::PutBigEndian64(key.data(), number * 0x9e3779b97f4a7c15u);
  return key + fmt::format("user-{:012}", number);
}

class Rows {
 public:
  Rows(Database& database, const Plan& plan)
      : database_(database), plan_(plan), value_(plan.value_bytes, 'v'), random_(plan.seed) {
    database_.SetWalHook([this](int frames) { frames_ = frames; });
  }

  void Load() {
    const auto there =
        static_cast<uint64_t>(Need(database_.QueryInt64("SELECT COALESCE(MAX(id), 0) FROM items")));
    for (uint64_t first = there; first < plan_.rows; first += kLoadBatch) {
      Need(begin_.Run());
      for (uint64_t n = first; n < std::min(first + kLoadBatch, plan_.rows); ++n) Upsert(n);
      Commit();
    }
  }

  double UpsertsPerSecond(Histogram* commits) {
    uint64_t done = 0;
    const int64_t begin = MonotonicNs();
    int64_t now = begin;
    while (Seconds(now - begin) < plan_.seconds) {
      const int64_t started = now;
      Need(begin_.Run());
      for (int i = 0; i < plan_.batch; ++i) Upsert(random_() % plan_.rows);
      Commit();
      now = MonotonicNs();
      commits->Record(now - started);
      done += static_cast<uint64_t>(plan_.batch);
    }
    return static_cast<double>(done) / Seconds(now - begin);
  }

  double ReadsPerSecond() {
    constexpr int kBetweenClocks = 100;
    uint64_t done = 0;
    const int64_t begin = MonotonicNs();
    int64_t now = begin;
    for (; Seconds(now - begin) < plan_.seconds; now = MonotonicNs()) {
      for (int i = 0; i < kBetweenClocks; ++i) Read(random_() % plan_.rows);
      done += kBetweenClocks;
    }
    return static_cast<double>(done) / Seconds(now - begin);
  }

 private:
  static double Seconds(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; }

  void Upsert(uint64_t number) {
    value_[random_() % value_.size()] = static_cast<char>(random_());
    const std::string key = KeyOf(number);
    Need(upsert_.Run(1, key, value_.size(), random_() >> 1, value_));
  }

  void Read(uint64_t number) {
    const std::string key = KeyOf(number);
    auto rows = get_.Query(1, key);
    if (!Need(rows.Next()) || rows.Bytes(0).size() != value_.size()) {
      fmt::print(stderr, "sqlite-alone: row {} is not there, or of another size\n", number);
      std::exit(1);
    }
  }

  void Commit() {
    Need(commit_.Run());
    if (frames_ < kCheckpointFrames) return;
    Need(database_.RunCheckpoint(Database::Checkpoint::kPassive));
    frames_ = 0;
  }

  Database& database_;
  const Plan& plan_;
  std::string value_;
  std::mt19937_64 random_;
  int frames_ = 0;
  Statement begin_{database_, "BEGIN IMMEDIATE"};
  Statement commit_{database_, "COMMIT"};
  Statement upsert_{
      database_,
      "INSERT INTO items (table_id, key, item_size, checksum, item) VALUES (?1,?2,?3,?4,?5) "
      "ON CONFLICT (table_id, key) DO UPDATE SET item_size = ?3, checksum = ?4, item = ?5"};
  Statement get_{database_, "SELECT item FROM items WHERE table_id = ?1 AND key = ?2"};
};

std::unique_ptr<Database> OpenDatabase(const Plan& plan) {
  std::filesystem::create_directories(plan.directory);
  const std::string path = fmt::format("{}/{}-{}.db", plan.directory, plan.rows, plan.value_bytes);
  close(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  auto database = Need(Database::Open({path, {}}));
  Need(database->Execute(
      fmt::format("PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 8192; PRAGMA cache_size = "
                  "-{}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
                  plan.cache_bytes / 1024)));
  Need(database->Execute(
      "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, table_id INTEGER, key BLOB, "
      "item_size INTEGER, checksum INTEGER, item BLOB); "
      "CREATE UNIQUE INDEX IF NOT EXISTS items_by_key ON items (table_id, key)"));
  return database;
}

int Version() {
  char path[] = "/tmp/sqlite-alone-XXXXXX";
  const int fd = mkstemp(path);
  if (fd < 0) return 1;
  close(fd);
  const auto database = Need(Database::Open({path, {}}));
  unlink(path);
  fmt::print("SQLite {}\n", Need(database->QueryText("SELECT sqlite_version()")));
  return 0;
}

int Measure(const Plan& plan) {
  const auto database = OpenDatabase(plan);
  Rows rows(*database, plan);
  rows.Load();
  Histogram commits;
  const double upserts = rows.UpsertsPerSecond(&commits);
  const double reads = rows.ReadsPerSecond();
  fmt::print(R"({{"rows":{},"batch":{},"value_bytes":{},"upserts_per_second":{:.1f},)"
             R"("reads_per_second":{:.1f},"commit_us":{{"p50":{:.1f},"p99":{:.1f},"max":{:.1f}}}}})"
             "\n",
             plan.rows, plan.batch, plan.value_bytes, upserts, reads,
             static_cast<double>(commits.Percentile(50)) / 1e3,
             static_cast<double>(commits.Percentile(99)) / 1e3,
             static_cast<double>(commits.Percentile(100)) / 1e3);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  bool version = false;
  CLI::App app("SQLite alone: upserts and reads as fast as one process can");
  app.add_flag("--version", version, "of SQLite");
  app.add_option("directory", plan.directory, "for the file");
  app.add_option("--rows", plan.rows)->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--batch", plan.batch, "rows of a transaction")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--value-bytes", plan.value_bytes)
      ->check(CLI::Range(1, 400'000))
      ->capture_default_str();
  app.add_option("--seconds", plan.seconds, "of upserts, and of reads")->capture_default_str();
  app.add_option("--cache-bytes", plan.cache_bytes)->capture_default_str();
  app.add_option("--seed", plan.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (version) return Version();
  if (!plan.directory.empty()) return Measure(plan);
  fmt::print(stderr, "sqlite-alone: which directory? (--help says more)\n");
  return 2;
}
