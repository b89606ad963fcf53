#include "gateway/api/tag_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiStatus;

namespace {

ApiError InvalidTag(std::string_view text, std::string_view what) {
  return ApiError::Validation(fmt::format(fmt::runtime(text), what));
}

// Of UTF-8: every byte but those that continue a character.
size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

// Letters and digits of any script, spaces, and + - = . _ : / @
bool HasTagCharacters(std::string_view text) {
  constexpr std::string_view kMarks = " +-=._:/@";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<uint8_t>(c) >= 0x80 || kMarks.find(c) != std::string_view::npos;
  });
}

ApiStatus CheckTagKey(const Text& key) {
  if (!key || key->empty() || Characters(*key) > model::kMaxTagKeyLength || !HasTagCharacters(*key))
    return InvalidTag(message::kTagKeyInvalid, key.value_or("null"));
  return {};
}

}  // namespace

ApiStatus CheckTags(const std::vector<TagDefinition>& tags) {
  std::set<std::string_view> keys;
  for (const TagDefinition& tag : tags) {
    PARTITA_TRY(CheckTagKey(tag.key));
    if (tag.key->starts_with("aws:")) return InvalidTag(message::kTagKeyReserved, *tag.key);
    if (!tag.value || Characters(*tag.value) > model::kMaxTagValueLength ||
        !HasTagCharacters(*tag.value)) {
      return InvalidTag(message::kTagValueInvalid, tag.value.value_or("null"));
    }
    if (!keys.insert(*tag.key).second) return InvalidTag(message::kTagDuplicate, *tag.key);
  }
  if (keys.size() > model::kMaxTags) return ApiError::Validation(message::kTooManyTags);
  return {};
}

ApiStatus CheckTagKeys(const std::vector<std::string_view>& keys) {
  for (const std::string_view key : keys) PARTITA_TRY(CheckTagKey(key));
  if (keys.size() > model::kMaxTags) return ApiError::Validation(message::kTooManyTags);
  return {};
}

}  // namespace partita::gateway::api
