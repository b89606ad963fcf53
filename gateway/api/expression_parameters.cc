#include "gateway/api/expression_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "model/api_message.h"
#include "model/item_json.h"
#include "model/item_size.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;

namespace {

constexpr std::string_view kNames = "ExpressionAttributeNames";
constexpr std::string_view kValues = "ExpressionAttributeValues";

std::string Listed(std::initializer_list<Given> parameters) {
  std::string list;
  for (const Given& parameter : parameters) {
    if (!parameter.given) continue;
    if (!list.empty()) list += ", ";
    list += parameter.name;
  }
  return list;
}

using CheckSyntax = model::ApiStatus (*)(std::string_view placeholder);

// What is wrong with a name; an empty one is told with its placeholder.
std::optional<ApiError> WhyBadName(std::string_view placeholder, std::string_view name) {
  const std::string_view why = model::WhyNoAttributeName(name);
  if (why.empty()) return std::nullopt;
  if (!name.empty()) return ApiError::Validation(why);
  return ApiError::Validation(fmt::format(message::kInvalidPlaceholderName, why, placeholder));
}

ApiError BadValue(std::string_view placeholder, const ApiError& why, model::ValueWording wording) {
  if (wording == model::ValueWording::kCurrent) return why;
  return ApiError::Validation(
      fmt::format(message::kInvalidPlaceholderValue, why.message, placeholder));
}

// The first placeholder that is none, or that there is none at all.
std::optional<ApiError> WhyBad(std::string_view parameter, simdjson::dom::object members,
                               CheckSyntax check) {
  if (members.size() == 0)
    return ApiError::Validation(fmt::format(message::kPlaceholdersEmpty, parameter));
  for (const auto& member : members) {
    const model::ApiStatus status = check(member.key);
    if (!status.ok()) return status.error();
  }
  return std::nullopt;
}

}  // namespace

model::ApiStatus CheckNotMixed(std::initializer_list<Given> legacy,
                               std::initializer_list<Given> expressions) {
  const auto given = [](const Given& parameter) { return parameter.given; };
  if (std::none_of(legacy.begin(), legacy.end(), given)) return {};
  if (std::none_of(expressions.begin(), expressions.end(), given)) return {};
  return ApiError::Validation(
      fmt::format(message::kMixedParameters, Listed(legacy), Listed(expressions)));
}

ExpressionAttributes::ExpressionAttributes(const ParameterReader& reader, bool with_values) {
  if (const auto names = reader.Map(kNames, kStringClass)) ReadNames(reader, *names);
  if (!with_values) return;
  if (const auto values = reader.Map(kValues, kAttributeValueClass)) ReadValues(reader, *values);
}

void ExpressionAttributes::ReadNames(const ParameterReader& reader, simdjson::dom::object names) {
  names_given_ = true;
  names_error_ = WhyBad(kNames, names, &expr::Placeholders::CheckNameSyntax);
  for (const auto& member : names) {
    const std::optional<std::string_view> name = reader.StringValue(member.value);
    if (!name) continue;
    if (!names_error_) names_error_ = WhyBadName(member.key, *name);
    names_bytes_ += member.key.size() + name->size();
    placeholders_.AddName(std::string(member.key), std::string(*name));
  }
}

void ExpressionAttributes::ReadValues(const ParameterReader& reader, simdjson::dom::object values) {
  values_given_ = true;
  values_error_ = WhyBad(kValues, values, &expr::Placeholders::CheckValueSyntax);
  for (const auto& member : values) {
    model::ApiResult<model::AttributeValue> value =
        model::ParseValue(member.value, reader.wording());
    if (value.ok()) {
      values_bytes_ += member.key.size() + model::ValueSize(*value);
      placeholders_.AddValue(std::string(member.key), std::move(value).value());
    } else if (value.error().type == model::ApiErrorType::kSerialization) {
      reader.Fail(value.error());
    } else if (!values_error_) {
      values_error_ = BadValue(member.key, value.error(), reader.wording());
    }
  }
}

model::ApiStatus ExpressionAttributes::CheckSizes() const {
  if (names_bytes_ > model::kMaxPlaceholdersBytes)
    return ApiError::Validation(message::kNamesTooLarge);
  if (values_bytes_ > model::kMaxPlaceholdersBytes)
    return ApiError::Validation(message::kValuesTooLarge);
  if (names_bytes_ + values_bytes_ > model::kMaxPlaceholdersBytes)
    return ApiError::Validation(message::kNamesAndValuesTooLarge);
  return {};
}

model::ApiStatus ExpressionAttributes::Check(bool has_expressions) const {
  if (names_given_ && !has_expressions)
    return ApiError::Validation(message::kNamesWithoutExpression);
  if (values_given_ && !has_expressions)
    return ApiError::Validation(message::kValuesWithoutExpression);
  if (names_error_) return *names_error_;
  if (values_error_) return *values_error_;
  return CheckSizes();
}

}  // namespace partita::gateway::api
