#include "gateway/api/constraints.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;

namespace {

constexpr size_t kMostErrors = 10;

std::string Quoted(std::string_view value) { return fmt::format("'{}'", value); }

}  // namespace

bool IsOneOf(std::string_view value, std::string_view allowed) {
  while (true) {
    const size_t comma = allowed.find(", ");
    if (allowed.substr(0, comma) == value) return true;
    if (comma == std::string_view::npos) return false;
    allowed.remove_prefix(comma + 2);
  }
}

bool IsName(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

void Constraints::Violated(std::string_view member, std::string_view value,
                           std::string_view constraint) {
  if (errors_.size() == kMostErrors) return;
  errors_.push_back(fmt::format(message::kMemberFailed, value, member, constraint));
}

void Constraints::NotNull(std::string_view member, bool present) {
  if (!present) Violated(member, "null", message::kMemberNotNull);
}

void Constraints::Enum(std::string_view member, const Text& value, std::string_view allowed) {
  if (!value || IsOneOf(*value, allowed)) return;
  Violated(member, Quoted(*value), fmt::format(message::kMemberEnum, allowed));
}

void Constraints::Pattern(std::string_view member, const Text& value) {
  if (!value || IsName(*value)) return;
  Violated(member, Quoted(*value), fmt::format(message::kMemberPattern, kNamePattern));
}

void Constraints::Length(std::string_view member, const Text& value, size_t at_least,
                         size_t at_most) {
  if (value) ListLength(member, value->size(), at_least, at_most, *value);
}

void Constraints::ListLength(std::string_view member, size_t size, size_t at_least, size_t at_most,
                             std::string_view printed) {
  if (size < at_least) {
    Violated(member, Quoted(printed), fmt::format(message::kMemberMinLength, at_least));
  }
  if (size > at_most) {
    Violated(member, Quoted(printed), fmt::format(message::kMemberMaxLength, at_most));
  }
}

void Constraints::Range(std::string_view member, const Integer& value, int64_t at_least,
                        int64_t at_most) {
  if (!value) return;
  if (*value < at_least) {
    Violated(member, Quoted(fmt::format("{}", *value)),
             fmt::format(message::kMemberMinValue, at_least));
  }
  if (*value > at_most) {
    Violated(member, Quoted(fmt::format("{}", *value)),
             fmt::format(message::kMemberMaxValue, at_most));
  }
}

model::ApiStatus Constraints::Check() const {
  if (errors_.empty()) return {};
  std::string text = errors_.size() == 1 ? std::string(message::kOneValidationError)
                                         : fmt::format(message::kValidationErrors, errors_.size());
  for (size_t i = 0; i < errors_.size(); ++i) {
    if (i > 0) text += "; ";
    text += errors_[i];
  }
  return model::ApiError::Validation(std::move(text));
}

}  // namespace partita::gateway::api
