// Which shape of table and which page size? The same upserts through SQLite alone, per layout.
//
//   layout_bench <directory> [keys = 100000] [value bytes = 1000]
// Columns: inserts/s (batches of 1,000 random keys), upserts/s in batches of 32, point reads/s,
// rows/s of scattered ranges of 10 in key order, MB of file. Checkpoint every 4,000 pages,
// synchronous=FULL, one connection, exclusive.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/coding.h"
#include "sqlite/database.h"
#include "sqlite/statement.h"

namespace partita::bench {
namespace {

using sqlite::Database;
using sqlite::Statement;

struct Layout {
  const char* name;
  int page_bytes;
  const char* schema;
  bool table_in_key;  // the table's id is the first 8 bytes of the key, not a column
};

constexpr const char* kRowid =
    "CREATE TABLE items (id INTEGER PRIMARY KEY, table_id INTEGER, key BLOB, item_size INTEGER, "
    "checksum INTEGER, "
    "item BLOB); CREATE UNIQUE INDEX items_by_key ON items (table_id, key)";
constexpr const char* kRowidTableInKey =
    "CREATE TABLE items (id INTEGER PRIMARY KEY, table_id INTEGER, key BLOB, item_size INTEGER, "
    "checksum INTEGER, "
    "item BLOB); CREATE UNIQUE INDEX items_by_key ON items (key)";
constexpr const char* kWithoutRowid =
    "CREATE TABLE items (table_id INTEGER, key BLOB, item_size INTEGER, checksum INTEGER, item "
    "BLOB, "
    "PRIMARY KEY (table_id, key)) WITHOUT ROWID";

constexpr Layout kLayouts[] = {
    {"rowid + index, 4 KiB", 4096, kRowid, false},
    {"rowid + index, 8 KiB", 8192, kRowid, false},
    {"rowid + index, 16 KiB", 16384, kRowid, false},
    {"rowid + index, table in key, 8 KiB", 8192, kRowidTableInKey, true},
    {"WITHOUT ROWID, 4 KiB", 4096, kWithoutRowid, false},
    {"WITHOUT ROWID, 8 KiB", 8192, kWithoutRowid, false},
};

template <typename T>
T Need(base::Result<T> result) {
  if (result.ok()) return std::move(result).value();
  fmt::print(stderr, "{}\n", result.error().message);
  std::exit(1);
}
void Need(const base::Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::exit(1);
}

std::string KeyOf(const Layout& layout, uint64_t number) {
  std::string key(layout.table_in_key ? 16 : 8, '\0');
  if (layout.table_in_key) base::PutBigEndian64(key.data(), 1);
  base::PutBigEndian64(key.data() + key.size() - 8, number * 0x9e3779b97f4a7c15u);
  return key + fmt::format("user#{:08}", number);
}

class Run {
 public:
  Run(Database& database, const Layout& layout, uint64_t keys, size_t value_bytes)
      : database_(database), layout_(layout), keys_(keys), value_(value_bytes, 'v') {
    database_.SetWalHook([this](int frames) { frames_ = frames; });
  }

  void Print(const std::string& path) {
    const double inserts = Inserts();
    const double upserts = Upserts();
    const double reads = Reads();
    const double ranges = Ranges();
    Need(database_.RunCheckpoint(Database::Checkpoint::kTruncate));
    fmt::print("{:<36} {:8.0f} {:8.0f} {:8.0f} {:9.0f} {:6.0f}\n", layout_.name, inserts, upserts,
               reads, ranges, static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    std::fflush(stdout);
  }

 private:
  template <typename F>
  double PerSecond(uint64_t operations, F&& work) {
    const int64_t begin = base::MonotonicNs();
    work();
    return static_cast<double>(operations) * 1e9 / static_cast<double>(base::MonotonicNs() - begin);
  }

  void Batch(int rows, uint64_t first, bool random) {
    Need(begin_.Run());
    for (int i = 0; i < rows; ++i) {
      const uint64_t number = random ? random_() % keys_ : first + static_cast<uint64_t>(i);
      const std::string key = KeyOf(layout_, number);
      Need(upsert_.Run(1, key, value_.size(), random_() >> 1, value_));
    }
    Need(commit_.Run());
    if (frames_ < 4000) return;
    Need(database_.RunCheckpoint(Database::Checkpoint::kPassive));
    frames_ = 0;
  }

  double Inserts() {
    return PerSecond(keys_, [&] {
      for (uint64_t first = 0; first < keys_; first += 1000) Batch(1000, first, false);
    });
  }
  double Upserts() {
    constexpr int kBatches = 3000;
    return PerSecond(kBatches * 32, [&] {
      for (int i = 0; i < kBatches; ++i) Batch(32, 0, true);
    });
  }
  double Reads() {
    constexpr int kReads = 200'000;
    return PerSecond(kReads, [&] {
      for (int i = 0; i < kReads; ++i) {
        const std::string key = KeyOf(layout_, random_() % keys_);
        auto rows = get_.Query(1, key);
        if (!Need(rows.Next()) || rows.Bytes(0).size() != value_.size()) std::exit(1);
      }
    });
  }
  double Ranges() {
    constexpr int kRanges = 20'000;
    return PerSecond(kRanges * 10, [&] {
      for (int i = 0; i < kRanges; ++i) {
        const std::string key = KeyOf(layout_, random_() % keys_);
        auto rows = range_.Query(1, key);
        for (int n = 0; n < 10 && Need(rows.Next()); ++n) sum_ += rows.Bytes(0).size();
      }
    });
  }

  std::string Where(const char* comparison) const {
    return fmt::format("SELECT item FROM items WHERE {}key {} ?2",
                       layout_.table_in_key ? "?1 = 1 AND " : "table_id = ?1 AND ", comparison);
  }

  Database& database_;
  const Layout& layout_;
  const uint64_t keys_;
  const std::string value_;
  std::mt19937_64 random_{7};
  int frames_ = 0;
  size_t sum_ = 0;  // keeps the reads alive
  Statement begin_{database_, "BEGIN IMMEDIATE"};
  Statement commit_{database_, "COMMIT"};
  Statement upsert_{
      database_,
      fmt::format(
          "INSERT INTO items (table_id, key, item_size, checksum, item) VALUES (?1,?2,?3,?4,?5) "
          "ON CONFLICT ({}key) DO UPDATE SET item_size = ?3, checksum = ?4, item = ?5",
          layout_.table_in_key ? "" : "table_id, ")};
  Statement get_{database_, Where("=")};
  Statement range_{database_, Where(">=") + " ORDER BY key"};
};

void Measure(const std::string& directory, const Layout& layout, uint64_t keys,
             size_t value_bytes) {
  const std::string path = directory + "/layout.db";
  std::filesystem::remove(path);
  std::filesystem::remove(path + "-wal");
  close(open(path.c_str(), O_CREAT | O_RDWR, 0600));
  auto database = Need(Database::Open({path, {}}));
  Need(database->Execute("PRAGMA locking_mode = EXCLUSIVE"));
  Need(database->Execute(fmt::format("PRAGMA page_size = {}", layout.page_bytes)));
  Need(database->Execute(
      "PRAGMA cache_size = -262144; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
  Need(database->Execute(layout.schema));
  Run(*database, layout, keys, value_bytes).Print(path);
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: layout_bench <directory> [keys] [value bytes]\n");
    return 2;
  }
  const uint64_t keys = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100'000;
  const size_t value_bytes = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1000;
  std::filesystem::create_directories(argv[1]);
  fmt::print("{} keys, {} bytes\n{:<36} {:>8} {:>8} {:>8} {:>9} {:>6}\n", keys, value_bytes,
             "layout", "insert/s", "upsert/s", "read/s", "range/s", "MB");
  for (const Layout& layout : kLayouts) Measure(argv[1], layout, keys, value_bytes);
  return 0;
}

}  // namespace
}  // namespace partita::bench

int main(int argc, char** argv) { return partita::bench::Main(argc, argv); }
