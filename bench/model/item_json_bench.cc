#include <benchmark/benchmark.h>

#include "bench/model/sample_item.h"
#include "model/item_codec.h"
#include "model/item_json.h"

namespace partita::model {
namespace {

// The library alone: what the room adds to it is the difference to the next one.
void SimdjsonSample(benchmark::State& state) {
  const simdjson::padded_string json(SampleJson());
  simdjson::dom::parser parser;
  for (auto _ : state) benchmark::DoNotOptimize(parser.parse(json).value());
}
BENCHMARK(SimdjsonSample);

void ParseSample(benchmark::State& state) {
  const simdjson::padded_string json(SampleJson());
  simdjson::dom::parser parser;
  const simdjson::dom::element document = parser.parse(json).value();
  for (auto _ : state) benchmark::DoNotOptimize(ParseItem(document));
}
BENCHMARK(ParseSample);

void WriteSampleFromBytes(benchmark::State& state) {
  std::string bytes;
  EncodeItem(SampleItem(), &bytes);
  std::string out;
  for (auto _ : state) {
    out.clear();
    benchmark::DoNotOptimize(AppendEncodedItemJson(bytes, &out));
  }
}
BENCHMARK(WriteSampleFromBytes);

void WriteSampleFromTree(benchmark::State& state) {
  const Item item = SampleItem();
  std::string out;
  for (auto _ : state) {
    out.clear();
    AppendItemJson(item, &out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(WriteSampleFromTree);

}  // namespace
}  // namespace partita::model
