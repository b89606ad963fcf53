#include "expr/program.h"

#include <string>

#include "model/item_codec.h"

namespace partita::expr {
namespace {

constexpr uint8_t kPathOperand = 1;
constexpr uint8_t kValueOperand = 2;
constexpr uint8_t kSizeOffset = 2;  // kPathOperand + kSizeOffset: size(path)

bool IsCombination(ConditionKind kind) {
  return kind >= ConditionKind::kAnd && kind <= ConditionKind::kNot;
}

// How many operands a kind has; 0 for kIn, which counts them, and for unknown kinds.
size_t Arity(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::kEqual:
    case ConditionKind::kNotEqual:
    case ConditionKind::kLess:
    case ConditionKind::kLessEqual:
    case ConditionKind::kGreater:
    case ConditionKind::kGreaterEqual:
    case ConditionKind::kAttributeType:
    case ConditionKind::kBeginsWith:
    case ConditionKind::kContains:
      return 2;
    case ConditionKind::kBetween:
      return 3;
    case ConditionKind::kAttributeExists:
    case ConditionKind::kAttributeNotExists:
      return 1;
    default:
      return 0;
  }
}

model::AttributeValue DecodeValue(base::ByteReader* reader) {
  auto value = model::DecodeValue(reader);
  if (value.ok()) return std::move(value).value();
  reader->Fail();
  return {};
}

// A count of things that take at least one byte each.
uint64_t DecodeCount(base::ByteReader* reader) {
  const uint64_t count = reader->Varint();
  if (count > reader->rest().size()) reader->Fail();
  return reader->ok() ? count : 0;
}

void EncodeOperand(const Operand& operand, base::ByteWriter* writer) {
  const uint8_t offset = operand.size_of ? kSizeOffset : 0;
  if (const auto* path = std::get_if<Path>(&operand.source)) {
    writer->U8(kPathOperand + offset);
    Encode(*path, writer);
  } else {
    writer->U8(kValueOperand + offset);
    model::EncodeValue(std::get<model::AttributeValue>(operand.source), writer->out());
  }
}

Operand DecodeOperand(base::ByteReader* reader) {
  Operand operand;
  uint8_t tag = reader->U8();
  if (tag > kSizeOffset) {
    operand.size_of = true;
    tag -= kSizeOffset;
  }
  if (tag == kPathOperand) {
    operand.source = DecodePath(reader);
  } else if (tag == kValueOperand) {
    operand.source = DecodeValue(reader);
  } else {
    reader->Fail();
  }
  return operand;
}

ConditionNode DecodeNode(base::ByteReader* reader, int depth) {
  ConditionNode node;
  node.kind = static_cast<ConditionKind>(reader->U8());
  if (depth > kMaxProgramDepth) reader->Fail();
  if (IsCombination(node.kind)) {
    const uint64_t count = node.kind == ConditionKind::kNot ? 1 : DecodeCount(reader);
    for (uint64_t i = 0; i < count && reader->ok(); ++i)
      node.children.push_back(DecodeNode(reader, depth + 1));
    return node;
  }
  const uint64_t count = node.kind == ConditionKind::kIn ? DecodeCount(reader) : Arity(node.kind);
  if (count == 0 || (node.kind == ConditionKind::kIn && count < 2)) reader->Fail();
  if (reader->ok() && count <= 3) node.operands.reserve(count);
  for (uint64_t i = 0; i < count && reader->ok(); ++i)
    node.operands.push_back(DecodeOperand(reader));
  return node;
}

void EncodeTerm(const UpdateTerm& term, base::ByteWriter* writer) {
  writer->U8(static_cast<uint8_t>(term.kind));
  if (term.kind == TermKind::kPath || term.kind == TermKind::kIfNotExists)
    Encode(term.path, writer);
  if (term.kind == TermKind::kConstant) model::EncodeValue(term.constant, writer->out());
  for (const UpdateTerm& operand : term.operands) EncodeTerm(operand, writer);
}

UpdateTerm DecodeTerm(base::ByteReader* reader, int depth) {
  UpdateTerm term;
  term.kind = static_cast<TermKind>(reader->U8());
  if (depth > kMaxProgramDepth) reader->Fail();
  size_t operands = 0;
  switch (term.kind) {
    case TermKind::kPath:
      term.path = DecodePath(reader);
      break;
    case TermKind::kConstant:
      term.constant = DecodeValue(reader);
      break;
    case TermKind::kIfNotExists:
      term.path = DecodePath(reader);
      operands = 1;
      break;
    case TermKind::kPlus:
    case TermKind::kMinus:
    case TermKind::kListAppend:
      operands = 2;
      break;
    default:
      reader->Fail();
  }
  for (size_t i = 0; i < operands && reader->ok(); ++i)
    term.operands.push_back(DecodeTerm(reader, depth + 1));
  return term;
}

// What ADD and DELETE may take, so that applying them need not ask again.
bool IsOperandOf(UpdateKind kind, const model::AttributeValue& value) {
  const model::AttributeType type = value.type();
  if (type >= model::AttributeType::kSS) return true;
  if (kind == UpdateKind::kAdd) return type == model::AttributeType::kN;
  return kind == UpdateKind::kAddLegacy &&
         (type == model::AttributeType::kN || type == model::AttributeType::kL);
}

UpdateAction DecodeAction(base::ByteReader* reader) {
  UpdateAction action;
  action.kind = static_cast<UpdateKind>(reader->U8());
  action.path = DecodePath(reader);
  switch (action.kind) {
    case UpdateKind::kSet:
      action.term = DecodeTerm(reader, 1);
      break;
    case UpdateKind::kRemove:
      break;
    case UpdateKind::kAdd:
    case UpdateKind::kDelete:
    case UpdateKind::kAddLegacy:
    case UpdateKind::kDeleteLegacy:
      action.term.constant = DecodeValue(reader);
      if (!IsOperandOf(action.kind, action.term.constant)) reader->Fail();
      break;
    default:
      reader->Fail();
  }
  return action;
}

}  // namespace

void Encode(const ConditionNode& node, base::ByteWriter* writer) {
  writer->U8(static_cast<uint8_t>(node.kind));
  if (node.kind == ConditionKind::kAnd || node.kind == ConditionKind::kOr)
    writer->Varint(node.children.size());
  if (node.kind == ConditionKind::kIn) writer->Varint(node.operands.size());
  for (const ConditionNode& child : node.children) Encode(child, writer);
  for (const Operand& operand : node.operands) EncodeOperand(operand, writer);
}

ConditionNode DecodeCondition(base::ByteReader* reader) { return DecodeNode(reader, 1); }

void Encode(const std::vector<UpdateAction>& actions, base::ByteWriter* writer) {
  writer->Varint(actions.size());
  for (const UpdateAction& action : actions) {
    writer->U8(static_cast<uint8_t>(action.kind));
    Encode(action.path, writer);
    if (action.kind == UpdateKind::kSet) {
      EncodeTerm(action.term, writer);
    } else if (action.kind != UpdateKind::kRemove) {
      model::EncodeValue(action.term.constant, writer->out());
    }
  }
}

std::vector<UpdateAction> DecodeActions(base::ByteReader* reader) {
  std::vector<UpdateAction> actions;
  const uint64_t count = DecodeCount(reader);
  for (uint64_t i = 0; i < count && reader->ok(); ++i) actions.push_back(DecodeAction(reader));
  return actions;
}

}  // namespace partita::expr
