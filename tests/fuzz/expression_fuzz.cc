// Any text as every kind of expression: whatever compiles must encode, decode to the same and
// evaluate.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expr/condition.h"
#include "expr/key_condition.h"
#include "expr/program.h"
#include "expr/projection.h"
#include "expr/update.h"

namespace partita::expr {
namespace {

using model::AttributeValue;

Placeholders MakePlaceholders() {
  Placeholders placeholders;
  for (const char* name : {"a", "b", "c"}) placeholders.AddName(std::string("#") + name, name);
  placeholders.AddValue(":s", {std::string("x")});
  placeholders.AddValue(":n", {model::Number::FromInt(7)});
  placeholders.AddValue(":l", {model::List{{std::string("x")}}});
  placeholders.AddValue(":t", {model::StringSet{{"x", "y"}}});
  placeholders.AddValue(":k", {std::string("SS")});
  return placeholders;
}

model::Item MakeItem() {
  model::Item inner;
  inner.Set("b", {model::Number::FromInt(1)});
  model::Item item;
  item.Set("a", {inner});
  item.Set("b", {model::List{{inner}, {model::StringSet{{"x"}}}, {std::string("x")}}});
  item.Set("c", {model::Number::FromInt(1)});
  return item;
}

void TryCondition(std::string_view text, const model::Item& item) {
  Placeholders placeholders = MakePlaceholders();
  const auto condition = Condition::Compile(text, "ConditionExpression", &placeholders);
  if (!condition.ok()) return;
  std::string program;
  condition->EncodeTo(&program);
  const auto decoded = Condition::Decode(program);
  PARTITA_CHECK(decoded.ok() && decoded->root() == condition->root(),
                "a condition changed on its way");
  PARTITA_CHECK(decoded->Holds(&item) == condition->Holds(&item), "a condition judges differently");
  (void)decoded->Holds(nullptr);
}

void TryUpdate(std::string_view text, const model::Item& item) {
  Placeholders placeholders = MakePlaceholders();
  const auto update = Update::Compile(text, &placeholders);
  if (!update.ok()) return;
  std::string program;
  update->EncodeTo(&program);
  const auto decoded = Update::Decode(program);
  PARTITA_CHECK(decoded.ok() && decoded->actions() == update->actions(),
                "an update changed on its way");
  model::Item changed = item;
  if (decoded->Apply(&changed).ok()) (void)decoded->Fragments(changed);
  model::Item fresh;
  (void)decoded->Apply(&fresh, false);
}

void TryProjection(std::string_view text, const model::Item& item) {
  Placeholders placeholders = MakePlaceholders();
  const auto projection = Projection::Compile(text, &placeholders);
  if (projection.ok()) (void)projection->Apply(item);
}

void TryKeyCondition(std::string_view text) {
  const model::KeySchema key = {{{"a", model::AttributeType::kS}},
                                {{"b", model::AttributeType::kN}}};
  Placeholders placeholders = MakePlaceholders();
  auto terms = CompileKeyCondition(text, &placeholders);
  if (terms.ok()) (void)BindKeyCondition(std::move(terms).value(), key);
}

}  // namespace
}  // namespace partita::expr

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace partita::expr;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const partita::model::Item item = MakeItem();
  TryCondition(text, item);
  TryUpdate(text, item);
  TryProjection(text, item);
  TryKeyCondition(text);
  return 0;
}
