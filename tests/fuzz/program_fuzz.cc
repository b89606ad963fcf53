// Any bytes as a program: decoders must refuse them, or what they read must encode to a program and
// run.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expr/condition.h"
#include "expr/program.h"
#include "expr/update.h"

namespace partita::expr {
namespace {

void TryCondition(std::string_view bytes, const model::Item& item) {
  const auto condition = Condition::Decode(bytes);
  if (!condition.ok()) return;
  std::string again;
  condition->EncodeTo(&again);
  const auto decoded = Condition::Decode(again);
  PARTITA_CHECK(decoded.ok() && decoded->root() == condition->root(),
                "a condition changed on its way");
  (void)condition->Holds(&item);
  (void)condition->Holds(nullptr);
}

void TryUpdate(std::string_view bytes, const model::Item& item) {
  const auto update = Update::Decode(bytes);
  if (!update.ok()) return;
  std::string again;
  update->EncodeTo(&again);
  const auto decoded = Update::Decode(again);
  PARTITA_CHECK(decoded.ok() && decoded->actions() == update->actions(),
                "an update changed on its way");
  model::Item changed = item;
  if (update->Apply(&changed).ok()) (void)update->Fragments(changed);
}

}  // namespace
}  // namespace partita::expr

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  partita::model::Item item;
  item.Set("a", {partita::model::List{{std::string("x")}, {partita::model::StringSet{{"x"}}}}});
  item.Set("b", {partita::model::Number::FromInt(1)});
  partita::expr::TryCondition(bytes, item);
  partita::expr::TryUpdate(bytes, item);
  return 0;
}
