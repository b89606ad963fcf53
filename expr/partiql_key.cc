#include "expr/partiql_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "model/api_message.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::AttributeValue;
using model::KeyAttribute;

// The name of a top-level attribute that stands by itself; null: the operand is something else.
const std::string* AttributeOf(const Operand& operand) {
  const auto* path = std::get_if<Path>(&operand.source);
  if (path == nullptr || operand.size_of || path->elements.size() != 1) return nullptr;
  return std::get_if<std::string>(&path->elements[0]);
}

const AttributeValue* ValueOf(const Operand& operand) {
  return operand.size_of ? nullptr : std::get_if<AttributeValue>(&operand.source);
}

bool IsAbout(const ConditionNode& node, const KeyAttribute& attribute) {
  if (node.operands.empty()) return false;
  const std::string* name = AttributeOf(node.operands[0]);
  return name != nullptr && *name == attribute.name;
}

// What an equality on the attribute says, whichever side it stands on; null: it is none.
const AttributeValue* EqualValue(const ConditionNode& node, const KeyAttribute& attribute) {
  if (node.kind != ConditionKind::kEqual) return nullptr;
  for (const size_t side : {0u, 1u}) {
    const std::string* name = AttributeOf(node.operands[side]);
    if (name != nullptr && *name == attribute.name) return ValueOf(node.operands[1 - side]);
  }
  return nullptr;
}

// Whether the node is `attribute IN [values]`.
bool IsInList(const ConditionNode& node, const KeyAttribute& attribute) {
  return node.kind == ConditionKind::kIn && IsAbout(node, attribute) &&
         std::all_of(node.operands.begin() + 1, node.operands.end(),
                     [](const Operand& operand) { return ValueOf(operand) != nullptr; });
}

const KeyAttribute* SortOf(const model::KeySchema& key) {
  return key.sort.empty() ? nullptr : &key.sort.front();
}

bool NamesPartition(const ConditionNode& node, const KeyAttribute& partition) {
  const auto names = [&](const ConditionNode& child) { return NamesPartition(child, partition); };
  if (node.kind == ConditionKind::kAnd)
    return std::any_of(node.children.begin(), node.children.end(), names);
  if (node.kind == ConditionKind::kOr) {
    return !node.children.empty() && std::all_of(node.children.begin(), node.children.end(), names);
  }
  return EqualValue(node, partition) != nullptr || IsInList(node, partition);
}

bool MentionsAttribute(const ConditionNode& node, const KeyAttribute& attribute) {
  const auto is_it = [&](const Operand& operand) {
    const std::string* name = AttributeOf(operand);
    return name != nullptr && *name == attribute.name;
  };
  return std::any_of(node.operands.begin(), node.operands.end(), is_it) ||
         std::any_of(node.children.begin(), node.children.end(), [&](const ConditionNode& child) {
           return MentionsAttribute(child, attribute);
         });
}

KeyOperator OperatorOf(ConditionKind kind, bool mirrored) {
  switch (kind) {
    case ConditionKind::kLess:
      return mirrored ? KeyOperator::kGreater : KeyOperator::kLess;
    case ConditionKind::kLessEqual:
      return mirrored ? KeyOperator::kGreaterEqual : KeyOperator::kLessEqual;
    case ConditionKind::kGreater:
      return mirrored ? KeyOperator::kLess : KeyOperator::kGreater;
    case ConditionKind::kGreaterEqual:
      return mirrored ? KeyOperator::kLessEqual : KeyOperator::kGreaterEqual;
    case ConditionKind::kEqual:
      return KeyOperator::kEqual;
    case ConditionKind::kBetween:
      return mirrored ? KeyOperator::kNotIndexable : KeyOperator::kBetween;
    case ConditionKind::kBeginsWith:
      return mirrored ? KeyOperator::kNotIndexable : KeyOperator::kBeginsWith;
    default:
      return KeyOperator::kNotIndexable;
  }
}

// A condition of one attribute and values as a key's range understands it.
std::optional<SortCondition> ToSortCondition(const ConditionNode& node, const KeyAttribute& sort) {
  for (const size_t side : {0u, 1u}) {
    if (node.operands.size() <= side) break;
    const std::string* name = AttributeOf(node.operands[side]);
    if (name == nullptr || *name != sort.name) continue;
    const KeyOperator op = OperatorOf(node.kind, side == 1);
    if (op == KeyOperator::kNotIndexable || node.operands.size() < 2) return std::nullopt;
    const AttributeValue* value = ValueOf(node.operands[1 - side]);
    const AttributeValue* upper = op == KeyOperator::kBetween ? ValueOf(node.operands[2]) : value;
    if (value == nullptr || upper == nullptr) return std::nullopt;
    return SortCondition{op, *value, *upper};
  }
  return std::nullopt;
}

// One branch of a condition: all of this at once.
struct PartiqlBranch {
  std::vector<const AttributeValue*> partition;
  std::vector<SortCondition> sort;
  bool excludes = false;
};
using PartiqlBranches = std::vector<PartiqlBranch>;

class BranchFinder {
 public:
  explicit BranchFinder(const model::KeySchema& key)
      : partition_(key.partition.front()), sort_(SortOf(key)) {}

  // False: there are more than kMaxPartiqlReads.
  bool Find(const ConditionNode& node, PartiqlBranches* branches) const {
    switch (node.kind) {
      case ConditionKind::kAnd:
        return FindOfAll(node, branches);
      case ConditionKind::kOr:
        return FindOfAny(node, branches);
      default:
        return FindOfOne(node, branches);
    }
  }

 private:
  bool IsOfKey(const ConditionNode& node) const {
    return MentionsAttribute(node, partition_) ||
           (sort_ != nullptr && MentionsAttribute(node, *sort_));
  }

  bool FindOfAll(const ConditionNode& node, PartiqlBranches* branches) const {
    *branches = {PartiqlBranch()};
    for (const ConditionNode& child : node.children) {
      PartiqlBranches others, product;
      if (!Find(child, &others)) return false;
      if (branches->size() * others.size() > kMaxPartiqlReads) return false;
      for (const PartiqlBranch& branch : *branches) {
        for (const PartiqlBranch& other : others) product.push_back(Join(branch, other));
      }
      *branches = std::move(product);
    }
    return true;
  }

  static PartiqlBranch Join(PartiqlBranch branch, const PartiqlBranch& other) {
    branch.partition.insert(branch.partition.end(), other.partition.begin(), other.partition.end());
    branch.sort.insert(branch.sort.end(), other.sort.begin(), other.sort.end());
    branch.excludes |= other.excludes;
    return branch;
  }

  // An OR that says nothing about the key is a filter.
  bool FindOfAny(const ConditionNode& node, PartiqlBranches* branches) const {
    if (!IsOfKey(node)) {
      *branches = {PartiqlBranch()};
      return true;
    }
    branches->clear();
    for (const ConditionNode& child : node.children) {
      PartiqlBranches others;
      if (!Find(child, &others)) return false;
      branches->insert(branches->end(), others.begin(), others.end());
      if (branches->size() > kMaxPartiqlReads) return false;
    }
    return true;
  }

  bool FindOfOne(const ConditionNode& node, PartiqlBranches* branches) const {
    branches->clear();
    if (IsInList(node, partition_)) {
      for (size_t i = 1; i < node.operands.size(); ++i)
        branches->push_back({{ValueOf(node.operands[i])}, {}, false});
      return branches->size() <= kMaxPartiqlReads;
    }
    if (sort_ != nullptr && IsInList(node, *sort_)) {
      for (size_t i = 1; i < node.operands.size(); ++i) {
        const AttributeValue& value = *ValueOf(node.operands[i]);
        branches->push_back({{}, {{KeyOperator::kEqual, value, value}}, false});
      }
      return branches->size() <= kMaxPartiqlReads;
    }
    PartiqlBranch branch;
    if (const AttributeValue* value = EqualValue(node, partition_)) {
      branch.partition.push_back(value);
    } else if (sort_ != nullptr) {
      const auto condition = ToSortCondition(node, *sort_);
      if (condition) branch.sort.push_back(*condition);
      branch.excludes = !condition && MentionsAttribute(node, *sort_) &&
                        (node.kind == ConditionKind::kNot || node.kind == ConditionKind::kNotEqual);
    }
    *branches = {std::move(branch)};
    return true;
  }

  const KeyAttribute& partition_;
  const KeyAttribute* sort_;
};

ApiStatus CheckKeyValue(const AttributeValue& value, const KeyAttribute& attribute) {
  if (value.type() != attribute.type)
    return ApiError::Validation(fmt::format(message::kPartiqlKeyTypeMismatch, attribute.name));
  const auto* text = value.As<std::string>();
  if (text != nullptr && text->empty())
    return ApiError::Validation(fmt::format(message::kEmptyStringKey, attribute.name));
  const auto* binary = value.As<model::Binary>();
  if (binary != nullptr && binary->bytes.empty())
    return ApiError::Validation(fmt::format(message::kEmptyBinaryKey, attribute.name));
  return {};
}

// Of several equalities on the partition key the first says where to look; the others are judged.
ApiResult<PartiqlRead> ToRead(PartiqlBranch branch, const model::KeySchema& key) {
  for (const AttributeValue* value : branch.partition)
    PARTITA_TRY(CheckKeyValue(*value, key.partition.front()));
  for (const SortCondition& sort : branch.sort) {
    PARTITA_TRY(CheckKeyValue(sort.value, key.sort.front()));
    PARTITA_TRY(CheckKeyValue(sort.upper, key.sort.front()));
  }
  return PartiqlRead{*branch.partition.front(), std::move(branch.sort), branch.excludes};
}

// The conditions that must all hold.
void CollectConjuncts(const ConditionNode& node, std::vector<const ConditionNode*>* conjuncts) {
  if (node.kind != ConditionKind::kAnd) return conjuncts->push_back(&node);
  for (const ConditionNode& child : node.children) CollectConjuncts(child, conjuncts);
}

std::vector<const ConditionNode*> ConjunctsOf(const ConditionNode* where) {
  std::vector<const ConditionNode*> conjuncts;
  if (where != nullptr) CollectConjuncts(*where, &conjuncts);
  return conjuncts;
}

std::vector<const KeyAttribute*> AttributesOf(const model::KeySchema& key) {
  std::vector<const KeyAttribute*> attributes;
  for (const KeyAttribute& attribute : key.partition) attributes.push_back(&attribute);
  for (const KeyAttribute& attribute : key.sort) attributes.push_back(&attribute);
  return attributes;
}

// Also of an IN of one value.
const AttributeValue* OnlyValue(const ConditionNode& node, const KeyAttribute& attribute) {
  if (IsInList(node, attribute) && node.operands.size() == 2) return ValueOf(node.operands[1]);
  return EqualValue(node, attribute);
}

bool IsNestedInKey(const ConditionNode& node, const KeyAttribute& attribute) {
  return std::any_of(node.operands.begin(), node.operands.end(), [&](const Operand& operand) {
    const auto* path = std::get_if<Path>(&operand.source);
    return path != nullptr && path->elements.size() > 1 &&
           std::get<std::string>(path->elements[0]) == attribute.name;
  });
}

}  // namespace

ApiResult<PartiqlReads> FindReads(const ConditionNode* where, const model::KeySchema& key) {
  PartiqlReads reads;
  reads.everything = where == nullptr || !NamesPartition(*where, key.partition.front());
  if (reads.everything) return reads;
  PartiqlBranches branches;
  if (!BranchFinder(key).Find(*where, &branches))
    return ApiError::Validation(message::kPartiqlTooManyReads);
  for (PartiqlBranch& branch : branches) {
    PARTITA_ASSIGN(PartiqlRead read, ToRead(std::move(branch), key));
    reads.reads.push_back(std::move(read));
  }
  return reads;
}

ApiResult<model::Item> FindWholeKey(const ConditionNode* where, const model::KeySchema& key) {
  const std::vector<const ConditionNode*> conjuncts = ConjunctsOf(where);
  model::Item whole;
  for (const KeyAttribute* attribute : AttributesOf(key)) {
    for (const ConditionNode* node : conjuncts) {
      if (IsNestedInKey(*node, *attribute))
        return ApiError::Validation(fmt::format(message::kPartiqlKeyNested, attribute->name));
      const AttributeValue* value = EqualValue(*node, *attribute);
      if (value == nullptr) continue;
      const AttributeValue* other = whole.Find(attribute->name);
      if (other != nullptr && !(*other == *value))
        return ApiError::Validation(fmt::format(message::kPartiqlKeyTwice, attribute->name));
      whole.Set(attribute->name, *value);
    }
    if (whole.Find(attribute->name) == nullptr)
      return ApiError::Validation(message::kPartiqlKeyMissing);
  }
  for (const KeyAttribute* attribute : AttributesOf(key))
    PARTITA_TRY(CheckKeyValue(*whole.Find(attribute->name), *attribute));
  return whole;
}

std::optional<model::Item> FindOnlyKey(const ConditionNode* where, const model::KeySchema& key) {
  model::Item only;
  for (const ConditionNode* node : ConjunctsOf(where)) {
    bool is_key = false;
    for (const KeyAttribute* attribute : AttributesOf(key)) {
      const AttributeValue* value = OnlyValue(*node, *attribute);
      if (value == nullptr) continue;
      const AttributeValue* other = only.Find(attribute->name);
      if (other != nullptr && !(*other == *value)) return std::nullopt;
      only.Set(attribute->name, *value);
      is_key = true;
    }
    if (!is_key) return std::nullopt;
  }
  if (only.size() != key.partition.size() + key.sort.size()) return std::nullopt;
  return only;
}

bool SaysMoreThanKey(const ConditionNode& where, const model::KeySchema& key) {
  const std::vector<const ConditionNode*> conjuncts = ConjunctsOf(&where);
  return std::any_of(conjuncts.begin(), conjuncts.end(), [&](const ConditionNode* node) {
    const std::vector<const KeyAttribute*> attributes = AttributesOf(key);
    return std::none_of(attributes.begin(), attributes.end(), [&](const KeyAttribute* attribute) {
      return EqualValue(*node, *attribute) != nullptr;
    });
  });
}

}  // namespace partita::expr
