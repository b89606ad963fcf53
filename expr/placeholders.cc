#include "expr/placeholders.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::expr {

namespace message = model::message;

namespace {

bool IsPlaceholder(char sigil, std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return text.size() > 1 && text[0] == sigil && std::all_of(text.begin() + 1, text.end(), fits);
}

model::ApiStatus InvalidKey(std::string_view parameter, std::string_view key) {
  return model::ApiError::Validation(fmt::format(message::kPlaceholderInvalid, parameter, key));
}

}  // namespace

model::ApiStatus Placeholders::CheckNameSyntax(std::string_view placeholder) {
  if (placeholder.size() > model::kMaxPlaceholderBytes) {
    return model::ApiError::Validation(
        fmt::format(message::kNamePlaceholderTooLong, placeholder.size()));
  }
  if (!IsPlaceholder('#', placeholder)) return InvalidKey("ExpressionAttributeNames", placeholder);
  return {};
}

model::ApiStatus Placeholders::CheckValueSyntax(std::string_view placeholder) {
  if (placeholder.size() > model::kMaxPlaceholderBytes)
    return model::ApiError::Validation(message::kValuePlaceholderTooLong);
  if (!IsPlaceholder(':', placeholder)) return InvalidKey("ExpressionAttributeValues", placeholder);
  return {};
}

void Placeholders::AddName(std::string placeholder, std::string name) {
  names_.insert_or_assign(std::move(placeholder), Entry<std::string>{std::move(name)});
}

void Placeholders::AddValue(std::string placeholder, model::AttributeValue value) {
  values_.insert_or_assign(std::move(placeholder), Entry<model::AttributeValue>{std::move(value)});
}

template <typename T>
const T* Placeholders::Use(Table<T>* table, std::string_view placeholder) {
  const auto found = table->find(placeholder);
  if (found == table->end()) return nullptr;
  found->second.used = true;
  return &found->second.content;
}

const std::string* Placeholders::UseName(std::string_view placeholder) {
  return Use(&names_, placeholder);
}

const model::AttributeValue* Placeholders::UseValue(std::string_view placeholder) {
  return Use(&values_, placeholder);
}

template <typename T>
std::string Placeholders::UnusedKeys(const Table<T>& table) {
  std::string keys;
  for (const auto& [placeholder, entry] : table) {
    if (entry.used) continue;
    if (!keys.empty()) keys += ", ";
    keys += placeholder;
  }
  return keys;
}

model::ApiStatus Placeholders::CheckAllUsed() const {
  std::string_view parameter = "ExpressionAttributeNames";
  std::string keys = UnusedKeys(names_);
  if (keys.empty()) {
    parameter = "ExpressionAttributeValues";
    keys = UnusedKeys(values_);
  }
  if (keys.empty()) return {};
  return model::ApiError::Validation(fmt::format(message::kUnusedPlaceholders, parameter, keys));
}

}  // namespace partita::expr
