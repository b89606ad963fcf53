#include "model/value_check.h"

#include <simdjson.h>

#include "model/api_message.h"
#include "model/item_json.h"
#include "model/limits.h"

namespace partita::model {
namespace {

ApiStatus CheckLevel(const AttributeValue& value, int level);

ApiStatus CheckMembers(const AttributeMap& map, int level) {
  for (const Attribute& attribute : map) {
    PARTITA_TRY(CheckAttributeName(attribute.name));
    PARTITA_TRY(CheckLevel(attribute.value, level));
  }
  return {};
}

ApiStatus CheckLevel(const AttributeValue& value, int level) {
  if (level > kMaxNestingLevels) return ApiError::Validation(message::kNestedTooDeep);
  switch (value.type()) {
    case AttributeType::kS:
      return CheckText(*value.As<std::string>());
    case AttributeType::kM:
      return CheckMembers(*value.As<AttributeMap>(), level + 1);
    case AttributeType::kL:
      for (const AttributeValue& element : *value.As<List>())
        PARTITA_TRY(CheckLevel(element, level + 1));
      return {};
    case AttributeType::kSS:
      for (const std::string& member : value.As<StringSet>()->members)
        PARTITA_TRY(CheckText(member));
      return {};
    default:
      return {};
  }
}

}  // namespace

ApiStatus CheckText(std::string_view text) {
  if (IsShortAscii(text)) return {};
  if (simdjson::validate_utf8(text.data(), text.size())) return {};
  return ApiError::Of(ApiErrorType::kSerialization);
}

ApiStatus CheckAttributeName(std::string_view name) {
  const std::string_view why_not = WhyNoAttributeName(name);
  if (!why_not.empty()) return ApiError::Validation(why_not);
  return CheckText(name);
}

ApiStatus CheckItem(const Item& item) { return CheckMembers(item, 1); }

ApiStatus CheckValue(const AttributeValue& value) { return CheckLevel(value, 1); }

}  // namespace partita::model
