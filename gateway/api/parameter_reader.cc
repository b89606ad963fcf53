#include "gateway/api/parameter_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using simdjson::dom::element;
using simdjson::dom::element_type;

namespace {

std::string Structured(std::string_view type) {
  return fmt::format("com.amazonaws.dynamodb.v20120810.{}", type);
}

bool IsWhole(double value) { return std::trunc(value) == value; }

// What a scalar of the wrong type is called: "NUMBER_VALUE" …; empty for lists and objects.
std::string_view TokenName(element value) {
  switch (value.type()) {
    case element_type::STRING:
      return "STRING_VALUE";
    case element_type::INT64:
    case element_type::UINT64:
      return "NUMBER_VALUE";
    case element_type::DOUBLE:
      return IsWhole(value.get_double().value_unsafe()) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
    case element_type::BOOL:
      return value.get_bool().value_unsafe() ? "TRUE_VALUE" : "FALSE_VALUE";
    default:
      return {};
  }
}

// Why `value` is no `java_type` ("String", "Boolean", "Integer", "Long").
std::string WhyNotScalar(element value, std::string_view java_type) {
  if (value.is_array()) {
    return fmt::format(message::kUnrecognizedClass, fmt::format("java.lang.{}", java_type));
  }
  if (value.is_object()) return std::string(message::kUnexpectedStart);
  return fmt::format(message::kCannotBeConverted, TokenName(value), java_type);
}

std::optional<bool> BooleanOf(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (upper == "TRUE" || upper == "1" || upper == "YES") return true;
  if (upper == "FALSE" || upper == "0" || upper == "NO") return false;
  return std::nullopt;
}

int64_t Truncated(double value) {
  constexpr double kLimit = 9.2e18;
  return static_cast<int64_t>(std::clamp(std::floor(value), -kLimit, kLimit));
}

// The depth is bounded by the parser's.
int LevelsOf(element value) {
  int deepest = 0;
  if (value.is_array()) {
    const simdjson::dom::array list = value.get_array().value_unsafe();
    for (const element one : list) deepest = std::max(deepest, LevelsOf(one));
  }
  if (value.is_object()) {
    const simdjson::dom::object map = value.get_object().value_unsafe();
    for (const auto& member : map) {
      const int level = member.key == "M" || member.key == "L" ? 1 : 0;
      deepest = std::max(deepest, level + LevelsOf(member.value));
    }
  }
  return deepest;
}

}  // namespace

int ParameterReader::Levels() const {
  int deepest = 0;
  for (const auto& member : object_) deepest = std::max(deepest, LevelsOf(member.value));
  return deepest;
}

std::optional<element> ParameterReader::Member(std::string_view name) const {
  if (failure_->has_value()) return std::nullopt;
  std::optional<element> found;
  for (const simdjson::dom::key_value_pair& member : object_) {
    if (member.key == name) found = member.value;
  }
  if (found && found->is_null()) return std::nullopt;
  return found;
}

void ParameterReader::Fail(model::ApiError error) const {
  if (!failure_->has_value()) *failure_ = std::move(error);
}

void ParameterReader::FailSerialization(std::string text) const {
  Fail(model::ApiError::Of(model::ApiErrorType::kSerialization, std::move(text)));
}

model::ApiStatus ParameterReader::status() const {
  if (failure_->has_value()) return **failure_;
  return {};
}

std::optional<std::string_view> ParameterReader::StringValue(element value) const {
  if (value.is_string()) return value.get_string().value_unsafe();
  if (!value.is_null()) FailSerialization(WhyNotScalar(value, "String"));
  return std::nullopt;
}

std::optional<std::string_view> ParameterReader::String(std::string_view name) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  return StringValue(*value);
}

std::optional<bool> ParameterReader::Boolean(std::string_view name) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  if (value->is_bool()) return value->get_bool().value_unsafe();
  if (value->is_string()) {
    const std::optional<bool> parsed = BooleanOf(value->get_string().value_unsafe());
    if (!parsed) FailSerialization(std::string(message::kUnexpectedToken));
    return parsed;
  }
  FailSerialization(WhyNotScalar(*value, "Boolean"));
  return std::nullopt;
}

std::optional<int64_t> ParameterReader::Number(std::string_view name,
                                               std::string_view java_type) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  switch (value->type()) {
    case element_type::INT64:
      return value->get_int64().value_unsafe();
    case element_type::UINT64:
      return std::numeric_limits<int64_t>::max();
    case element_type::DOUBLE:
      return Truncated(value->get_double().value_unsafe());
    default:
      FailSerialization(WhyNotScalar(*value, java_type));
      return std::nullopt;
  }
}

std::optional<int64_t> ParameterReader::Integer(std::string_view name) const {
  return Number(name, "Integer");
}

std::optional<int64_t> ParameterReader::Long(std::string_view name) const {
  return Number(name, "Long");
}

std::optional<simdjson::dom::array> ParameterReader::ListValue(element value) const {
  if (value.is_array()) return value.get_array().value_unsafe();
  if (value.is_null()) return std::nullopt;
  FailSerialization(
      std::string(value.is_object() ? message::kUnexpectedStart : message::kUnexpectedFieldType));
  return std::nullopt;
}

std::optional<simdjson::dom::array> ParameterReader::List(std::string_view name) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  return ListValue(*value);
}

std::optional<simdjson::dom::object> ParameterReader::Map(std::string_view name,
                                                          std::string_view value_class) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  if (value->is_object()) return value->get_object().value_unsafe();
  FailSerialization(value->is_array() ? fmt::format(message::kUnrecognizedMap, value_class)
                                      : std::string(message::kUnexpectedFieldType));
  return std::nullopt;
}

std::optional<std::vector<std::string_view>> ParameterReader::Strings(std::string_view name) const {
  const std::optional<simdjson::dom::array> list = List(name);
  if (!list) return std::nullopt;
  std::vector<std::string_view> strings;
  for (const element value : *list) {
    if (const std::optional<std::string_view> text = StringValue(value)) strings.push_back(*text);
  }
  return strings;
}

std::optional<ParameterReader> ParameterReader::Structure(std::string_view name,
                                                          std::string_view type) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  if (value->is_object())
    return ParameterReader(value->get_object().value_unsafe(), failure_, wording_);
  FailSerialization(value->is_array() ? fmt::format(message::kUnrecognizedClass, Structured(type))
                                      : std::string(message::kUnexpectedFieldType));
  return std::nullopt;
}

std::optional<ParameterReader> ParameterReader::StructureValue(element value,
                                                               std::string_view type) const {
  if (value.is_object())
    return ParameterReader(value.get_object().value_unsafe(), failure_, wording_);
  if (value.is_null()) return std::nullopt;
  FailSerialization(value.is_array() ? fmt::format(message::kUnrecognizedClass, Structured(type))
                                     : std::string(message::kUnexpectedValueType));
  return std::nullopt;
}

std::optional<std::vector<ParameterReader>> ParameterReader::Structures(
    std::string_view name, std::string_view type) const {
  const std::optional<element> value = Member(name);
  if (!value) return std::nullopt;
  return StructuresValue(*value, type);
}

std::optional<std::vector<ParameterReader>> ParameterReader::StructuresValue(
    element value, std::string_view type) const {
  const std::optional<simdjson::dom::array> list = ListValue(value);
  if (!list) return std::nullopt;
  std::vector<ParameterReader> structures;
  for (const element one : *list) {
    if (std::optional<ParameterReader> structure = StructureValue(one, type))
      structures.push_back(*structure);
  }
  return structures;
}

}  // namespace partita::gateway::api
