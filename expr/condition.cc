#include "expr/condition.h"

#include <algorithm>

#include "expr/compare.h"
#include "expr/condition_parser.h"
#include "expr/program.h"

namespace partita::expr {
namespace {

using model::AttributeValue;
using model::Item;

// What an operand stands for in one item; null: nothing. `scratch` holds a size.
const AttributeValue* Resolve(const Operand& operand, const Item* item, AttributeValue* scratch) {
  const AttributeValue* value = std::get_if<AttributeValue>(&operand.source);
  if (const auto* path = std::get_if<Path>(&operand.source))
    value = item == nullptr ? nullptr : Find(*item, *path);
  if (!operand.size_of || value == nullptr) return value;
  const auto size = Size(*value);
  if (!size) return nullptr;
  scratch->value = model::Number::FromInt(static_cast<int64_t>(*size));
  return scratch;
}

bool HoldsOrder(ConditionKind kind, std::strong_ordering order) {
  switch (kind) {
    case ConditionKind::kLess:
      return order < 0;
    case ConditionKind::kLessEqual:
      return order <= 0;
    case ConditionKind::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// `a` is there.
bool Holds(ConditionKind kind, const AttributeValue& a, const AttributeValue* b) {
  switch (kind) {
    case ConditionKind::kAttributeExists:
      return true;
    case ConditionKind::kAttributeNotExists:
      return false;
    case ConditionKind::kEqual:
      return b != nullptr && a == *b;
    case ConditionKind::kNotEqual:
      return b == nullptr || !(a == *b);
    case ConditionKind::kBeginsWith:
      return b != nullptr && BeginsWith(a, *b);
    case ConditionKind::kContains:
      return b != nullptr && Contains(a, *b);
    case ConditionKind::kAttributeType: {
      const auto* name = b != nullptr ? b->As<std::string>() : nullptr;
      return name != nullptr && *name == model::AttributeTypeName(a.type());
    }
    default: {
      const auto order = b != nullptr ? Order(a, *b) : std::nullopt;
      return order && HoldsOrder(kind, *order);
    }
  }
}

bool HoldsBetween(const ConditionNode& node, const AttributeValue& value, const Item* item) {
  AttributeValue scratch;
  const AttributeValue* low = Resolve(node.operands[1], item, &scratch);
  if (low == nullptr || !Holds(ConditionKind::kGreaterEqual, value, low)) return false;
  const AttributeValue* high = Resolve(node.operands[2], item, &scratch);
  return high != nullptr && Holds(ConditionKind::kLessEqual, value, high);
}

bool HoldsIn(const ConditionNode& node, const AttributeValue& value, const Item* item) {
  AttributeValue scratch;
  return std::any_of(node.operands.begin() + 1, node.operands.end(), [&](const Operand& operand) {
    const AttributeValue* candidate = Resolve(operand, item, &scratch);
    return candidate != nullptr && *candidate == value;
  });
}

bool HoldsSimple(const ConditionNode& node, const Item* item) {
  AttributeValue scratch_a;
  const AttributeValue* a = Resolve(node.operands[0], item, &scratch_a);
  if (a == nullptr) {
    return node.kind == ConditionKind::kNotEqual || node.kind == ConditionKind::kAttributeNotExists;
  }
  if (node.kind == ConditionKind::kBetween) return HoldsBetween(node, *a, item);
  if (node.kind == ConditionKind::kIn) return HoldsIn(node, *a, item);
  if (node.operands.size() < 2) return Holds(node.kind, *a, nullptr);
  AttributeValue scratch_b;
  return Holds(node.kind, *a, Resolve(node.operands[1], item, &scratch_b));
}

bool HoldsNode(const ConditionNode& node, const Item* item) {
  const auto holds = [item](const ConditionNode& child) { return HoldsNode(child, item); };
  switch (node.kind) {
    case ConditionKind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds);
    case ConditionKind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds);
    case ConditionKind::kNot:
      return !HoldsNode(node.children[0], item);
    default:
      return HoldsSimple(node, item);
  }
}

}  // namespace

Condition::Condition(std::unique_ptr<ConditionNode> root) : root_(std::move(root)) {}
Condition::~Condition() = default;
Condition::Condition(Condition&&) noexcept = default;
Condition& Condition::operator=(Condition&&) noexcept = default;

model::ApiResult<Condition> Condition::Compile(std::string_view text, std::string_view parameter,
                                               Placeholders* placeholders) {
  PARTITA_ASSIGN(std::unique_ptr<ConditionNode> root,
                 ConditionParser(text, parameter, placeholders).Parse());
  return Condition(std::move(root));
}

void Condition::EncodeTo(std::string* out) const {
  base::ByteWriter writer(out);
  Encode(*root_, &writer);
}

base::Result<Condition> Condition::Decode(std::string_view program) {
  base::ByteReader reader(program);
  auto root = std::make_unique<ConditionNode>(DecodeCondition(&reader));
  if (!reader.Finished()) return base::Error::Corrupt("condition program");
  return Condition(std::move(root));
}

bool Condition::Holds(const model::Item* item) const { return HoldsNode(*root_, item); }

}  // namespace partita::expr
