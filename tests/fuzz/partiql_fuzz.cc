// Any text as a PartiQL statement: whatever is understood must encode, decode to the same, and tell
// its keys.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expr/condition.h"
#include "expr/partiql.h"
#include "expr/partiql_key.h"
#include "expr/program.h"
#include "expr/update.h"

namespace partita::expr {
namespace {

model::Item MakeFuzzItem() {
  model::Item inner;
  inner.Set("b", {model::Number::FromInt(1)});
  model::Item item;
  item.Set("a", {inner});
  item.Set("b", {model::List{{inner}, {model::StringSet{{"x"}}}, {std::string("x")}}});
  item.Set("pk", {std::string("x")});
  return item;
}

void TryWhere(const ConditionNode& where, const model::Item& item) {
  const model::KeySchema key = {{{"pk", model::AttributeType::kS}},
                                {{"sk", model::AttributeType::kN}}};
  (void)FindReads(&where, key);
  (void)FindWholeKey(&where, key);
  (void)FindOnlyKey(&where, key);
  (void)SaysMoreThanKey(where, key);
  const Condition condition(std::make_unique<ConditionNode>(where));
  std::string program;
  condition.EncodeTo(&program);
  const auto decoded = Condition::Decode(program);
  PARTITA_CHECK(decoded.ok() && decoded->root() == condition.root(),
                "a condition changed on its way");
  (void)decoded->Holds(&item);
  (void)decoded->Holds(nullptr);
}

void TryActions(std::vector<UpdateAction> actions, const model::Item& item) {
  const Update update(std::move(actions));
  std::string program;
  update.EncodeTo(&program);
  const auto decoded = Update::Decode(program);
  PARTITA_CHECK(decoded.ok() && decoded->actions() == update.actions(),
                "an update changed on its way");
  model::Item changed = item;
  if (decoded->Apply(&changed).ok()) (void)decoded->Fragments(changed);
}

void TryStatement(std::string_view text, const model::Item& item) {
  for (size_t parameters = 0; parameters < 4; ++parameters) {
    auto statement =
        CompilePartiql(text, PartiqlParameters(parameters, {model::Number::FromInt(7)}));
    if (!statement.ok() || statement->refusal) continue;
    if (statement->where) TryWhere(*statement->where, item);
    if (!statement->actions.empty()) TryActions(std::move(statement->actions), item);
    (void)SelectColumns(statement->columns, item);
  }
}

}  // namespace
}  // namespace partita::expr

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace partita::expr;
  TryStatement({reinterpret_cast<const char*>(data), size}, MakeFuzzItem());
  return 0;
}
