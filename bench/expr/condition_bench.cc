// What a condition costs the edge (compiling) and the partition (decoding and judging).
#include <benchmark/benchmark.h>

#include <string>

#include "expr/condition.h"

namespace partita::expr {
namespace {

constexpr const char* kExists = "attribute_not_exists(pk)";
constexpr const char* kVersion = "attribute_exists(pk) AND #v = :v";

Placeholders MakePlaceholders() {
  Placeholders placeholders;
  placeholders.AddName("#v", "version");
  placeholders.AddValue(":v", {model::Number::FromInt(7)});
  return placeholders;
}

model::Item MakeItem() {
  model::Item item;
  item.Set("pk", {std::string("customer#4711")});
  item.Set("version", {model::Number::FromInt(7)});
  for (int i = 0; i < 8; ++i) item.Set("field" + std::to_string(i), {std::string(100, 'x')});
  return item;
}

void BM_Compile(benchmark::State& state, const char* text) {
  Placeholders placeholders = MakePlaceholders();
  for (auto _ : state)
    benchmark::DoNotOptimize(Condition::Compile(text, "ConditionExpression", &placeholders));
}
BENCHMARK_CAPTURE(BM_Compile, exists, kExists);
BENCHMARK_CAPTURE(BM_Compile, version, kVersion);

void BM_DecodeAndHold(benchmark::State& state, const char* text) {
  Placeholders placeholders = MakePlaceholders();
  std::string program;
  Condition::Compile(text, "ConditionExpression", &placeholders)->EncodeTo(&program);
  const model::Item item = MakeItem();
  for (auto _ : state) benchmark::DoNotOptimize(Condition::Decode(program)->Holds(&item));
}
BENCHMARK_CAPTURE(BM_DecodeAndHold, exists, kExists);
BENCHMARK_CAPTURE(BM_DecodeAndHold, version, kVersion);

}  // namespace
}  // namespace partita::expr
