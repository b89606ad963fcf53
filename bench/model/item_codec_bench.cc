#include <benchmark/benchmark.h>

#include "bench/model/sample_item.h"
#include "model/checksum.h"
#include "model/encoded_item.h"
#include "model/item_codec.h"
#include "model/item_size.h"

namespace partita::model {
namespace {

std::string SampleBytes() {
  std::string bytes;
  EncodeItem(SampleItem(), &bytes);
  return bytes;
}

void EncodeSample(benchmark::State& state) {
  const Item item = SampleItem();
  std::string out;
  for (auto _ : state) {
    out.clear();
    EncodeItem(item, &out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(EncodeSample);

void DecodeSample(benchmark::State& state) {
  const std::string bytes = SampleBytes();
  for (auto _ : state) benchmark::DoNotOptimize(DecodeItem(bytes));
}
BENCHMARK(DecodeSample);

// What the native socket does instead of the above.
void CheckSampleBytes(benchmark::State& state) {
  const std::string bytes = SampleBytes();
  for (auto _ : state) benchmark::DoNotOptimize(CheckEncodedItem(bytes));
}
BENCHMARK(CheckSampleBytes);

void FindLastAttribute(benchmark::State& state) {
  const std::string bytes = SampleBytes();
  for (auto _ : state) benchmark::DoNotOptimize(FindEncodedAttribute(bytes, "text"));
}
BENCHMARK(FindLastAttribute);

void SizeSample(benchmark::State& state) {
  const Item item = SampleItem();
  for (auto _ : state) benchmark::DoNotOptimize(ItemSize(item));
}
BENCHMARK(SizeSample);

void ChecksumSample(benchmark::State& state) {
  const std::string bytes = SampleBytes();
  for (auto _ : state) benchmark::DoNotOptimize(Checksum(bytes));
}
BENCHMARK(ChecksumSample);

}  // namespace
}  // namespace partita::model
