// What the store does for a request, in one process: a read, a batch of writes with its commit, a
// range. Google Benchmark's means; commit_bench has percentiles.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "base/coding.h"
#include "store/item_store.h"

namespace partita::store {
namespace {

constexpr uint64_t kItems = 20'000;
constexpr model::TableId kTable = 1;

std::string KeyOf(uint64_t number) {
  std::string key(8, '\0');
  base::PutBigEndian64(key.data(), number * 0x9e3779b97f4a7c15u);
  return key + fmt::format("user#{:08}", number);
}

void Need(bool ok) {
  if (ok) return;
  fmt::print(stderr, "the store refused\n");
  std::exit(1);
}

// A store of 20,000 items of 1 KB in a folder of its own, gone at the end.
class FilledStore {
 public:
  explicit FilledStore(bool relaxed) {
    char folder[] = "/var/tmp/store-bench-XXXXXX";
    Need(mkdtemp(folder) != nullptr);
    folder_ = folder;
    StoreOptions options;
    options.path = folder_ + "/slot-0001.db";
    options.relaxed_durability = relaxed;
    auto opened = ItemStore::Open(options);
    Need(opened.ok());
    store_ = std::move(*opened);
    for (uint64_t number = 0; number < kItems; number += 1000) PutSome(number, 1000);
  }
  ~FilledStore() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void PutSome(uint64_t first, uint64_t count) {
    Need(store_->Begin().ok());
    for (uint64_t i = 0; i < count; ++i) {
      value_[random_() % value_.size()] = static_cast<char>(random_());
      Need(store_->Put(kTable, KeyOf((first + i) % kItems), value_, value_.size()).ok());
    }
    Need(store_->Commit().ok());
    Need(store_->Maintain(false).ok());
  }
  uint64_t AnyItem() { return random_() % kItems; }
  ItemStore* operator->() { return store_.get(); }

 private:
  std::string folder_;
  std::unique_ptr<ItemStore> store_;
  std::string value_ = std::string(1024, 'v');
  std::mt19937_64 random_{1};
};

void Get(benchmark::State& state) {
  FilledStore store(true);
  for (auto _ : state) {
    const auto found = store->Get(kTable, KeyOf(store.AnyItem()));
    Need(found.ok() && found->has_value());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Get)->UseRealTime();

void GetWhatIsNotThere(benchmark::State& state) {
  FilledStore store(true);
  for (auto _ : state) {
    const auto found = store->Get(kTable, KeyOf(kItems + store.AnyItem()));
    Need(found.ok() && !found->has_value());
  }
}
BENCHMARK(GetWhatIsNotThere)->UseRealTime();

// range(0) scattered puts and their commit; range(1): synced, or not.
void PutBatch(benchmark::State& state) {
  FilledStore store(state.range(1) == 0);
  const auto count = static_cast<uint64_t>(state.range(0));
  for (auto _ : state) store.PutSome(store.AnyItem(), count);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(PutBatch)
    ->ArgsProduct({{1, 8, 32, 128}, {0, 1}})
    ->ArgNames({"rows", "synced"})
    ->UseRealTime();

// range(0) items from a random key on.
void Walk(benchmark::State& state) {
  FilledStore store(true);
  for (auto _ : state) {
    int64_t left = state.range(0);
    const auto visit = [&](std::string_view, const StoredItem&) { return --left > 0; };
    Need(store->Walk(kTable, KeyOf(store.AnyItem()), "", false, visit).ok());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Walk)->Arg(25)->Arg(1000)->UseRealTime();

}  // namespace
}  // namespace partita::store
