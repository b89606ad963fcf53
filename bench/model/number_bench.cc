#include <benchmark/benchmark.h>

#include "model/number.h"

namespace partita::model {
namespace {

constexpr const char* kTexts[] = {"42", "-1234.56", "1732284000123",
                                  "9.9999999999999999999999999999999999999E125"};

const char* TextOf(const benchmark::State& state) { return kTexts[state.range(0)]; }

void Parse(benchmark::State& state) {
  const std::string_view text = TextOf(state);
  for (auto _ : state) benchmark::DoNotOptimize(Number::Parse(text));
  state.SetLabel(TextOf(state));
}
BENCHMARK(Parse)->DenseRange(0, 3);

void Print(benchmark::State& state) {
  const Number number = Number::Parse(TextOf(state)).value();
  std::string out;
  for (auto _ : state) {
    out.clear();
    number.AppendTo(&out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetLabel(TextOf(state));
}
BENCHMARK(Print)->DenseRange(0, 3);

void Encode(benchmark::State& state) {
  const Number number = Number::Parse(TextOf(state)).value();
  std::string out;
  for (auto _ : state) {
    out.clear();
    number.EncodeTo(&out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(Encode)->DenseRange(0, 3);

void Decode(benchmark::State& state) {
  std::string bytes;
  Number::Parse(TextOf(state)).value().EncodeTo(&bytes);
  for (auto _ : state) {
    base::ByteReader reader(bytes);
    benchmark::DoNotOptimize(Number::Decode(&reader));
  }
}
BENCHMARK(Decode)->DenseRange(0, 3);

void AddOne(benchmark::State& state) {
  const Number one = Number::FromInt(1);
  const Number number = Number::Parse("-1234.56").value();
  for (auto _ : state) benchmark::DoNotOptimize(Number::Add(number, one));
}
BENCHMARK(AddOne);

}  // namespace
}  // namespace partita::model
