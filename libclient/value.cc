#include "libclient/value.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "model/api_message.h"
#include "model/item_json.h"

namespace partita::libclient {
namespace {

using model::AttributeMap;
using model::AttributeType;
using model::AttributeValue;

template <typename T>
partita_value* New(T value) {
  return ToC(new AttributeValue{std::move(value)});
}

// Sets are sorted and have no member twice.
template <typename T>
int AddSorted(std::vector<T>* members, T member) {
  const auto at = std::lower_bound(members->begin(), members->end(), member);
  if (at != members->end() && *at == member) return -1;
  members->insert(at, std::move(member));
  return 0;
}

size_t NumberText(const model::Number& number, char* text) {
  const size_t size = number.WriteTo(text);
  text[size] = '\0';
  return size;
}
static_assert(model::Number::kMaxTextBytes < PARTITA_NUMBER_BYTES);

const std::vector<std::string>* Strings(const AttributeValue& set) {
  if (const auto* strings = set.As<model::StringSet>()) return &strings->members;
  if (const auto* binaries = set.As<model::BinarySet>()) return &binaries->members;
  return nullptr;
}

char* CopyText(std::string_view text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

model::ApiResult<model::Item> ParseItemText(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  if (parser.parse(json.data(), json.size()).get(document) != simdjson::SUCCESS)
    return model::ApiError::Validation(model::message::kNotJson);
  PARTITA_TRY(model::CheckItemJsonTypes(document));
  return model::ParseItem(document);
}

}  // namespace
}  // namespace partita::libclient

using namespace partita;
using namespace partita::libclient;
using model::AttributeValue;

extern "C" {

partita_value* partita_string(const char* text, size_t size) {
  return New(std::string(text, size));
}

partita_value* partita_number(const char* text, size_t size) {
  const auto number = model::Number::Parse({text, size});
  return number.ok() ? New(*number) : nullptr;
}

partita_value* partita_integer(int64_t value) { return New(model::Number::FromInt(value)); }

partita_value* partita_binary(const void* bytes, size_t size) {
  return New(model::Binary{std::string(static_cast<const char*>(bytes), size)});
}

partita_value* partita_bool(int value) { return New(value != 0); }
partita_value* partita_null(void) { return New(model::Null{}); }
partita_value* partita_map(void) { return New(model::AttributeMap()); }
partita_value* partita_list(void) { return New(model::List()); }

partita_value* partita_set(partita_type type) {
  if (type == PARTITA_STRING_SET) return New(model::StringSet());
  if (type == PARTITA_NUMBER_SET) return New(model::NumberSet());
  if (type == PARTITA_BINARY_SET) return New(model::BinarySet());
  return nullptr;
}

partita_value* partita_copy(const partita_value* value) {
  return ToC(new AttributeValue(*FromC(value)));
}

void partita_value_free(partita_value* value) { delete FromC(value); }

int partita_map_put(partita_value* map, const char* name, size_t name_size, partita_value* value) {
  const std::unique_ptr<AttributeValue> taken(FromC(value));
  auto* attributes = FromC(map)->As<model::AttributeMap>();
  if (attributes == nullptr || taken == nullptr) return -1;
  attributes->Set({name, name_size}, std::move(*taken));
  return 0;
}

int partita_list_add(partita_value* list, partita_value* value) {
  const std::unique_ptr<AttributeValue> taken(FromC(value));
  auto* elements = FromC(list)->As<model::List>();
  if (elements == nullptr || taken == nullptr) return -1;
  elements->push_back(std::move(*taken));
  return 0;
}

int partita_set_add(partita_value* set, const void* bytes, size_t size) {
  const std::string_view member(static_cast<const char*>(bytes), size);
  AttributeValue* value = FromC(set);
  if (auto* strings = value->As<model::StringSet>())
    return AddSorted(&strings->members, std::string(member));
  if (auto* binaries = value->As<model::BinarySet>())
    return AddSorted(&binaries->members, std::string(member));
  auto* numbers = value->As<model::NumberSet>();
  const auto number = model::Number::Parse(member);
  if (numbers == nullptr || !number.ok()) return -1;
  return AddSorted(&numbers->members, *number);
}

partita_type partita_value_type(const partita_value* value) {
  return static_cast<partita_type>(FromC(value)->type());
}

const char* partita_value_bytes(const partita_value* value, size_t* size) {
  const std::string* bytes = FromC(value)->As<std::string>();
  if (const auto* binary = FromC(value)->As<model::Binary>()) bytes = &binary->bytes;
  *size = bytes == nullptr ? 0 : bytes->size();
  return bytes == nullptr ? nullptr : bytes->data();
}

size_t partita_value_number(const partita_value* value, char text[PARTITA_NUMBER_BYTES]) {
  const auto* number = FromC(value)->As<model::Number>();
  return number == nullptr ? 0 : NumberText(*number, text);
}

int partita_value_is_true(const partita_value* value) {
  const auto* flag = FromC(value)->As<bool>();
  return flag != nullptr && *flag ? 1 : 0;
}

size_t partita_value_count(const partita_value* value) {
  const AttributeValue& from = *FromC(value);
  if (const auto* map = from.As<model::AttributeMap>()) return map->size();
  if (const auto* list = from.As<model::List>()) return list->size();
  if (const auto* numbers = from.As<model::NumberSet>()) return numbers->members.size();
  const auto* strings = Strings(from);
  return strings == nullptr ? 0 : strings->size();
}

const partita_value* partita_list_at(const partita_value* list, size_t index) {
  const auto* elements = FromC(list)->As<model::List>();
  return elements != nullptr && index < elements->size() ? ToC(&(*elements)[index]) : nullptr;
}

const partita_value* partita_map_get(const partita_value* map, const char* name,
                                     size_t name_size) {
  const auto* attributes = FromC(map)->As<model::AttributeMap>();
  return attributes == nullptr ? nullptr : ToC(attributes->Find({name, name_size}));
}

const char* partita_map_name(const partita_value* map, size_t index, size_t* size) {
  const auto* attributes = FromC(map)->As<model::AttributeMap>();
  *size = 0;
  if (attributes == nullptr || index >= attributes->size()) return nullptr;
  const std::string& name = (attributes->begin() + index)->name;
  *size = name.size();
  return name.c_str();
}

const partita_value* partita_map_at(const partita_value* map, size_t index) {
  const auto* attributes = FromC(map)->As<model::AttributeMap>();
  if (attributes == nullptr || index >= attributes->size()) return nullptr;
  return ToC(&(attributes->begin() + index)->value);
}

const char* partita_set_member(const partita_value* set, size_t index, size_t* size) {
  const auto* members = Strings(*FromC(set));
  *size = 0;
  if (members == nullptr || index >= members->size()) return nullptr;
  *size = (*members)[index].size();
  return (*members)[index].data();
}

size_t partita_set_number(const partita_value* set, size_t index,
                          char text[PARTITA_NUMBER_BYTES]) {
  const auto* numbers = FromC(set)->As<model::NumberSet>();
  if (numbers == nullptr || index >= numbers->members.size()) return 0;
  return NumberText(numbers->members[index], text);
}

partita_value* partita_item_from_json(const char* json, size_t size, char** why) {
  auto item = ParseItemText({json, size});
  if (item.ok()) return New(*std::move(item));
  if (why != nullptr) *why = CopyText(item.error().message);
  return nullptr;
}

char* partita_item_to_json(const partita_value* item) {
  const auto* attributes = FromC(item)->As<model::AttributeMap>();
  if (attributes == nullptr) return nullptr;
  std::string json;
  model::AppendItemJson(*attributes, &json);
  return CopyText(json);
}

void partita_free(char* text) { std::free(text); }
}
