// What an update costs the edge (compiling) and the partition (decoding and applying to a 1 KB
// item).
#include <benchmark/benchmark.h>

#include <string>

#include "expr/update.h"

namespace partita::expr {
namespace {

constexpr const char* kCounter = "ADD hits :one";
constexpr const char* kRecord =
    "SET #n = :name, seen = if_not_exists(seen, :one), hits = hits + :one REMOVE draft";

Placeholders MakePlaceholders() {
  Placeholders placeholders;
  placeholders.AddName("#n", "name");
  placeholders.AddValue(":name", {std::string("a name of some length")});
  placeholders.AddValue(":one", {model::Number::FromInt(1)});
  return placeholders;
}

model::Item MakeItem() {
  model::Item item;
  item.Set("pk", {std::string("customer#4711")});
  item.Set("hits", {model::Number::FromInt(7)});
  for (int i = 0; i < 8; ++i) item.Set("field" + std::to_string(i), {std::string(100, 'x')});
  return item;
}

void BM_Compile(benchmark::State& state, const char* text) {
  Placeholders placeholders = MakePlaceholders();
  for (auto _ : state) benchmark::DoNotOptimize(Update::Compile(text, &placeholders));
}
BENCHMARK_CAPTURE(BM_Compile, counter, kCounter);
BENCHMARK_CAPTURE(BM_Compile, record, kRecord);

void BM_DecodeAndApply(benchmark::State& state, const char* text) {
  Placeholders placeholders = MakePlaceholders();
  std::string program;
  Update::Compile(text, &placeholders)->EncodeTo(&program);
  const model::Item item = MakeItem();
  for (auto _ : state) {
    model::Item changed = item;
    benchmark::DoNotOptimize(Update::Decode(program)->Apply(&changed));
  }
}
BENCHMARK_CAPTURE(BM_DecodeAndApply, counter, kCounter);
BENCHMARK_CAPTURE(BM_DecodeAndApply, record, kRecord);

}  // namespace
}  // namespace partita::expr
