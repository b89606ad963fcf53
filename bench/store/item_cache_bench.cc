#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "store/item_cache.h"

namespace partita::store {
namespace {

constexpr size_t kItemBytes = 1024;

std::string KeyOf(uint32_t number) { return fmt::format("{:08x} key", number * 2654435761u); }

// Random keys of so many items, all of which are there: bound by cache misses.
void Hit(benchmark::State& state) {
  const auto items = static_cast<uint32_t>(state.range(0));
  ItemCache cache(size_t{items} * 2 * kItemBytes);
  std::vector<std::string> keys;
  for (uint32_t i = 0; i < items; ++i) {
    keys.push_back(KeyOf(i));
    cache.Keep(cache.Reset(1, keys.back()), std::string(kItemBytes, 'x'));
  }
  std::mt19937 random(1);
  for (auto _ : state) benchmark::DoNotOptimize(cache.Find(1, keys[random() % items])->item()[9]);
}
BENCHMARK(Hit)->Arg(100)->Arg(10'000);

// What a read costs more when it finds nothing and something must go.
void MissAndKeep(benchmark::State& state) {
  ItemCache cache(16u << 20);
  const std::string item(kItemBytes, 'x');
  uint32_t next = 0;
  for (auto _ : state) {
    const std::string key = KeyOf(next++);
    benchmark::DoNotOptimize(cache.Find(1, key));
    cache.Keep(cache.Reset(1, key), item);
  }
}
BENCHMARK(MissAndKeep);

}  // namespace
}  // namespace partita::store
