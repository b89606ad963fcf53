#include "expr/partiql_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {
namespace {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::AttributeValue;

std::string_view TypeOfNode(const PartiqlNode& node) {
  switch (node.kind) {
    case PartiqlKind::kCall:
      return node.text;
    case PartiqlKind::kParameter:
      return "Parameter";
    case PartiqlKind::kPath:
      return "VariableReference";
    case PartiqlKind::kIs:
      return "IsType";
    case PartiqlKind::kMissing:
      return "LiteralMissing";
    case PartiqlKind::kNumber:
    case PartiqlKind::kTrue:
    case PartiqlKind::kFalse:
    case PartiqlKind::kNull:
      return "Literal";
    case PartiqlKind::kList:
    case PartiqlKind::kBag:
      return "Seq";
    case PartiqlKind::kMap:
      return "Struct";
    default:
      return "NAry";
  }
}

ApiError UnsupportedType(const PartiqlNode& node, std::string_view place) {
  return PartiqlErrorAt(fmt::format(message::kPartiqlDataType, TypeOfNode(node), place), node.span);
}

ApiResult<model::Number> ToNumber(const PartiqlNode& node, std::string_view place) {
  const auto number = model::Number::Parse(node.text);
  if (number.ok()) return *number;
  return ApiError::Validation(fmt::format(
      message::kPartiqlUnder, model::NumberErrorMessage(number.error(), node.text), place));
}

std::string JoinTexts(const PartiqlNode& bag) {
  std::vector<std::string_view> texts;
  for (const PartiqlNode& member : bag.children) texts.push_back(member.text);
  return fmt::format("{}", fmt::join(texts, ", "));
}

// Sorts the members; false: one is there twice.
template <typename T>
bool SortDistinct(std::vector<T>* members) {
  std::sort(members->begin(), members->end());
  return std::adjacent_find(members->begin(), members->end()) == members->end();
}

ApiResult<AttributeValue> ToSet(const PartiqlNode& bag, std::string_view place) {
  if (bag.children.empty()) return ApiError::Validation(message::kPartiqlEmptyBag);
  const PartiqlKind kind = bag.children.front().kind;
  const bool same = std::all_of(bag.children.begin(), bag.children.end(),
                                [kind](const PartiqlNode& member) { return member.kind == kind; });
  if (!same || (kind != PartiqlKind::kString && kind != PartiqlKind::kNumber))
    return ApiError::Validation(message::kPartiqlBagType);
  if (kind == PartiqlKind::kString) {
    model::StringSet set;
    for (const PartiqlNode& member : bag.children) set.members.push_back(member.text);
    if (SortDistinct(&set.members)) return AttributeValue{std::move(set)};
    return ApiError::Validation(fmt::format(message::kDuplicateStrings, JoinTexts(bag)));
  }
  model::NumberSet set;
  for (const PartiqlNode& member : bag.children) {
    PARTITA_ASSIGN(const model::Number number, ToNumber(member, place));
    set.members.push_back(number);
  }
  if (SortDistinct(&set.members)) return AttributeValue{std::move(set)};
  return ApiError::Validation(
      fmt::format(message::kPartiqlDuplicateNumbers, JoinTexts(bag), place));
}

ApiResult<AttributeValue> ToValueAt(const PartiqlNode& node, const PartiqlParameters* parameters,
                                    const std::string& place, int level);

ApiResult<AttributeValue> ToList(const PartiqlNode& node, const std::string& place, int level) {
  model::List list;
  for (size_t i = 0; i < node.children.size(); ++i) {
    PARTITA_ASSIGN(AttributeValue element, ToValueAt(node.children[i], nullptr,
                                                     fmt::format("{}[{}]", place, i), level + 1));
    list.push_back(std::move(element));
  }
  return AttributeValue{std::move(list)};
}

ApiResult<AttributeValue> ToMap(const PartiqlNode& node, const std::string& place, int level) {
  model::AttributeMap map;
  for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const PartiqlNode& key = node.children[i];
    if (key.kind != PartiqlKind::kString) {
      return ApiError::Validation(fmt::format(message::kPartiqlKeyType, TypeOfNode(key), place));
    }
    if (map.Find(key.text) != nullptr)
      return ApiError::Validation(fmt::format(message::kPartiqlDuplicateKey, key.text, place));
    PARTITA_ASSIGN(
        AttributeValue value,
        ToValueAt(node.children[i + 1], nullptr, fmt::format("{}.{}", place, key.text), level + 1));
    map.Set(key.text, std::move(value));
  }
  return AttributeValue{std::move(map)};
}

// `parameters` null: inside a collection, where none may stand.
ApiResult<AttributeValue> ToValueAt(const PartiqlNode& node, const PartiqlParameters* parameters,
                                    const std::string& place, int level) {
  if (level >= model::kMaxNestingLevels) {
    return ApiError::Validation(
        fmt::format(message::kPartiqlUnder, message::kPartiqlNesting, place));
  }
  switch (node.kind) {
    case PartiqlKind::kString:
      return AttributeValue{node.text};
    case PartiqlKind::kNumber: {
      PARTITA_ASSIGN(const model::Number number, ToNumber(node, place));
      return AttributeValue{number};
    }
    case PartiqlKind::kTrue:
    case PartiqlKind::kFalse:
      return AttributeValue{node.kind == PartiqlKind::kTrue};
    case PartiqlKind::kNull:
      return AttributeValue{model::Null()};
    case PartiqlKind::kMissing:
      return ApiError::Validation(message::kPartiqlMissingValue);
    case PartiqlKind::kParameter:
      if (parameters == nullptr) return UnsupportedType(node, place);
      return (*parameters)[node.parameter];
    case PartiqlKind::kList:
      return ToList(node, place, level);
    case PartiqlKind::kBag:
      return ToSet(node, place);
    case PartiqlKind::kMap:
      return ToMap(node, place, level);
    default:
      return UnsupportedType(node, place);
  }
}

}  // namespace

bool IsPartiqlValue(const PartiqlNode& node) {
  switch (node.kind) {
    case PartiqlKind::kString:
    case PartiqlKind::kNumber:
    case PartiqlKind::kTrue:
    case PartiqlKind::kFalse:
    case PartiqlKind::kNull:
    case PartiqlKind::kMissing:
    case PartiqlKind::kParameter:
    case PartiqlKind::kList:
    case PartiqlKind::kBag:
    case PartiqlKind::kMap:
      return true;
    default:
      return false;
  }
}

ApiResult<AttributeValue> ToValue(const PartiqlNode& node, const PartiqlParameters& parameters) {
  return ToValueAt(node, &parameters, "root", 0);
}

ApiError PartiqlErrorAt(std::string_view text, const PartiqlSpan& span) {
  return ApiError::Validation(fmt::format(message::kPartiqlAt, text, span.ToString()));
}

}  // namespace partita::expr
