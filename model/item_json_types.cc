// The JSON types of attribute values: what the service refuses while it deserialises, before it
// looks at any content.
//
// The texts name the Java classes behind the real service. A JSON null counts as absent, unknown
// members are not looked at.
#include <fmt/format.h>

#include "model/api_message.h"
#include "model/base64.h"
#include "model/item_json.h"
#include "model/json_boolean.h"

namespace partita::model {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr std::string_view kStringClass = "java.lang.String";
constexpr std::string_view kBooleanClass = "java.lang.Boolean";
constexpr std::string_view kBufferClass = "java.nio.ByteBuffer";
constexpr std::string_view kValueClass = "com.amazonaws.dynamodb.v20120810.AttributeValue";

ApiError Refuse(std::string_view text) {
  return ApiError::Of(ApiErrorType::kSerialization, std::string(text));
}

ApiError RefuseCollection(std::string_view java_class) {
  return ApiError::Of(ApiErrorType::kSerialization,
                      fmt::format(message::kUnrecognizedClass, java_class));
}

ApiError RefuseScalar(element json, std::string_view java_class) {
  const element_type type = json.type();
  std::string_view token = type == element_type::DOUBLE ? "DECIMAL_VALUE" : "NUMBER_VALUE";
  if (type == element_type::BOOL)
    token = json.get_bool().value_unsafe() ? "TRUE_VALUE" : "FALSE_VALUE";
  return ApiError::Of(ApiErrorType::kSerialization,
                      fmt::format(message::kCannotBeConverted, token, java_class));
}

ApiStatus CheckString(element json) {
  if (json.is_string() || json.is_null()) return {};
  if (json.is_array()) return RefuseCollection(kStringClass);
  if (json.is_object()) return Refuse(message::kUnexpectedStart);
  return RefuseScalar(json, "String");
}

ApiStatus CheckBoolean(element json) {
  if (json.is_bool() || json.is_null()) return {};
  if (json.is_array()) return RefuseCollection(kBooleanClass);
  if (json.is_object()) return Refuse(message::kUnexpectedStart);
  if (!json.is_string()) return RefuseScalar(json, "Boolean");
  if (!ParseJsonBoolean(json)) return Refuse(message::kUnexpectedToken);
  return {};
}

ApiStatus CheckBlob(element json) {
  if (json.is_null()) return {};
  if (json.is_array()) return RefuseCollection(kBufferClass);
  if (json.is_object()) return Refuse(message::kUnexpectedStart);
  if (!json.is_string()) return Refuse(message::kOnlyBase64);
  const std::string_view text = json.get_string().value_unsafe();
  if (text.size() % 4 != 0) {
    return ApiError::Of(ApiErrorType::kSerialization,
                        fmt::format(message::kBase64Length, text.size()));
  }
  std::string bytes;
  if (!DecodeBase64(text, &bytes)) return Refuse(message::kBase64Last);
  return {};
}

template <typename CheckElement>
ApiStatus CheckList(element json, CheckElement check) {
  if (json.is_null()) return {};
  if (json.is_object()) return Refuse(message::kUnexpectedStart);
  simdjson::dom::array members;
  if (json.get_array().get(members) != simdjson::SUCCESS)
    return Refuse(message::kUnexpectedFieldType);
  for (const element member : members) PARTITA_TRY(check(member));
  return {};
}

ApiStatus CheckMember(std::string_view type, element json) {
  if (type == "S" || type == "N") return CheckString(json);
  if (type == "B") return CheckBlob(json);
  if (type == "BOOL" || type == "NULL") return CheckBoolean(json);
  if (type == "M") return json.is_null() ? ApiStatus() : CheckItemJsonTypes(json);
  if (type == "L") return CheckList(json, CheckValueJsonTypes);
  if (type == "SS" || type == "NS") return CheckList(json, CheckString);
  if (type == "BS") return CheckList(json, CheckBlob);
  return {};
}

}  // namespace

ApiStatus CheckValueJsonTypes(element json) {
  if (json.is_null()) return {};
  if (json.is_array()) return RefuseCollection(kValueClass);
  object members;
  if (json.get_object().get(members) != simdjson::SUCCESS)
    return Refuse(message::kUnexpectedValueType);
  for (const auto member : members) PARTITA_TRY(CheckMember(member.key, member.value));
  return {};
}

ApiStatus CheckItemJsonTypes(element json) {
  if (json.is_array()) {
    return ApiError::Of(ApiErrorType::kSerialization,
                        fmt::format(message::kUnrecognizedMap, kValueClass));
  }
  object attributes;
  if (json.get_object().get(attributes) != simdjson::SUCCESS)
    return Refuse(message::kUnexpectedFieldType);
  for (const auto attribute : attributes) PARTITA_TRY(CheckValueJsonTypes(attribute.value));
  return {};
}

}  // namespace partita::model
