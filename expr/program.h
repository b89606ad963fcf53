// The compiled forms of conditions and updates, and their bytes: what the edge makes of text and
// the partition evaluates.
//
// The grammar (helped by base/coding.h; path: path.h; value: model/item_codec.h):
//   condition := kind u8 (ConditionKind), then
//                kAnd, kOr: count varint, count × condition · kNot: condition
//                kIn: count varint (at least 2), count × operand
//                all others: operand × their arity
//   operand   := tag u8: 1 path | 2 value | 3 path (its size) | 4 value (its size)
//   update    := count varint, count × action
//   action    := kind u8 (UpdateKind), path, then
//                kSet: term · kAdd … kDeleteLegacy: value · kRemove: nothing
//   term      := tag u8 (TermKind): kPath path | kConstant value
//                | kPlus, kMinus, kListAppend: term, term | kIfNotExists: path, term
// Decoders check everything: the bytes may be a stranger's. Conditions and terms nest at most
// kMaxProgramDepth deep; a count never exceeds the bytes that are left. Kinds and tags are never
// renumbered: programs cross processes.
//
// Example: `size(a) > :two` with :two = 2 is
//   08                      kGreater
//   03 01 00 01 61          size of the path a
//   02 02 …                 the value 2 (type N, then number.h's bytes)
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/coding.h"
#include "expr/path.h"
#include "model/attribute_value.h"

namespace partita::expr {

// 300 operators nest at most this deep; a parenthesis without an operator adds nothing to the tree.
inline constexpr int kMaxProgramDepth = 320;

enum class ConditionKind : uint8_t {
  kAnd = 1,
  kOr = 2,
  kNot = 3,
  kEqual = 4,
  kNotEqual = 5,
  kLess = 6,
  kLessEqual = 7,
  kGreater = 8,
  kGreaterEqual = 9,
  kBetween = 10,
  kIn = 11,
  kAttributeExists = 12,
  kAttributeNotExists = 13,
  kAttributeType = 14,
  kBeginsWith = 15,
  kContains = 16,
};

struct Operand {
  std::variant<Path, model::AttributeValue> source;
  bool size_of = false;  // size(source)
  friend bool operator==(const Operand&, const Operand&) = default;
};

struct ConditionNode {
  ConditionKind kind = ConditionKind::kAnd;
  std::vector<ConditionNode> children;  // of kAnd (empty: always true), kOr, kNot (exactly one)
  std::vector<Operand> operands;  // of all others; kIn: the first is looked for among the rest
  friend bool operator==(const ConditionNode&, const ConditionNode&) = default;
};

enum class UpdateKind : uint8_t {
  kSet = 1,
  kRemove = 2,
  kAdd = 3,
  kDelete = 4,
  kAddLegacy = 5,     // AttributeUpdates' ADD: also appends lists; another wording of its refusal
  kDeleteLegacy = 6,  // AttributeUpdates' DELETE with a value
};

enum class TermKind : uint8_t {
  kPath = 1,
  kConstant = 2,
  kPlus = 3,
  kMinus = 4,
  kIfNotExists = 5,
  kListAppend = 6
};

// The right side of a SET.
struct UpdateTerm {
  TermKind kind = TermKind::kConstant;
  Path path;                       // of kPath, kIfNotExists
  model::AttributeValue constant;  // of kConstant
  std::vector<UpdateTerm>
      operands;  // two of kPlus, kMinus, kListAppend; one (the default) of kIfNotExists
  friend bool operator==(const UpdateTerm&, const UpdateTerm&) = default;
};

struct UpdateAction {
  UpdateKind kind = UpdateKind::kSet;
  Path path;
  UpdateTerm term;  // kSet: the new value; kAdd … kDeleteLegacy: a constant; kRemove: unused
  friend bool operator==(const UpdateAction&, const UpdateAction&) = default;
};

// The readers fail when the bytes are malformed; what they return is then meaningless.
void Encode(const ConditionNode& node, base::ByteWriter* writer);
ConditionNode DecodeCondition(base::ByteReader* reader);
void Encode(const std::vector<UpdateAction>& actions, base::ByteWriter* writer);
std::vector<UpdateAction> DecodeActions(base::ByteReader* reader);

}  // namespace partita::expr
