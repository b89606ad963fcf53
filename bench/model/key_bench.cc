#include <benchmark/benchmark.h>

#include "bench/model/sample_item.h"
#include "model/key.h"

namespace partita::model {
namespace {

void MakeSampleKey(benchmark::State& state) {
  const TableSchema table = SampleTable();
  const Item item = SampleItem();
  base::Sha256 sha256;
  for (auto _ : state) {
    benchmark::DoNotOptimize(MakeItemKey(table, item, KeySource::kItem, &sha256));
  }
}
BENCHMARK(MakeSampleKey);

}  // namespace
}  // namespace partita::model
