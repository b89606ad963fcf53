// Reads DynamoDB JSON in one pass. A wrong JSON type only stops it: CheckValueJsonTypes then finds
// the words, because such an error anywhere outranks a wrong content that stands before it.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/api_message.h"
#include "model/base64.h"
#include "model/item_json.h"
#include "model/json_boolean.h"
#include "model/limits.h"

namespace partita::model {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// Values are read in the order of their names, so that they are built where they stay. When one is
// refused, all are read again in the order of the document, because the first wrong one there is
// the one to complain about.
enum class Order { kByName, kOfDocument };

class ItemReader {
 public:
  ItemReader(Order order, ValueWording wording) : order_(order), wording_(wording) {}
  void PassOverEmptyNames() { checks_names_ = false; }

  // Every Read… is false after a refusal; error() says which.
  bool ReadItem(element json, int level, AttributeMap* out);
  bool ReadValue(element json, int level, AttributeValue* out);
  ApiError TakeError() { return std::move(error_); }
  // Whether something was passed over because its name came again.
  bool dropped() const { return dropped_; }

 private:
  bool Refuse(std::string_view text) { return RefuseWith(std::string(text)); }
  bool RefuseWith(std::string text) {
    error_ = ApiError::Validation(std::move(text));
    return false;
  }
  bool WrongType() { return Refuse(message::kUnexpectedValueType); }

  bool CheckName(std::string_view name) {
    if (!checks_names_) return true;
    const std::string_view why_not = WhyNoAttributeName(name);
    return why_not.empty() || Refuse(why_not);
  }
  bool ReadTyped(AttributeType type, element json, int level, AttributeValue* out);
  bool ReadString(element json, std::string* out);
  bool ReadNumber(element json, Number* out);
  bool ReadBytes(element json, std::string* out);
  bool ReadBool(element json, bool null, AttributeValue* out);
  bool ReadList(element json, int level, AttributeValue* out);
  bool ReadStringSet(element json, bool binary, std::vector<std::string>* out);
  bool ReadNumberSet(element json, std::vector<Number>* out);

  struct Field {
    std::string_view name;
    element value;
    uint32_t position;
  };
  // Pushes the fields of an object onto fields_, sorted by name; of equal names only the last, as
  // in every JSON reader.
  void PushByName(object members);

  const Order order_;
  const ValueWording wording_;
  bool checks_names_ = true;
  std::vector<Field> fields_;  // a stack: the objects being read, the innermost last
  bool dropped_ = false;
  ApiError error_;
};

// The members bytewise up to the first that repeats, then that one, then the rest as they were
// sent.
std::vector<std::string> InOrderOfComplaint(std::vector<std::string> members) {
  for (auto at = members.begin(); at != members.end(); ++at) {
    const auto sorted_at = std::lower_bound(members.begin(), at, *at);
    if (sorted_at != at && *sorted_at == *at) break;
    std::rotate(sorted_at, at, at + 1);
  }
  return members;
}

std::string Listed(const std::vector<std::string>& members, bool binary, std::string_view comma,
                   std::string_view quote) {
  std::string list;
  for (const std::string& member : members) {
    if (&member != &members.front()) list += comma;
    list += quote;
    if (binary) {
      AppendBase64(member, &list);
    } else {
      list += member;
    }
    list += quote;
  }
  return list;
}

std::string WhyDuplicates(std::vector<std::string> members, bool binary, ValueWording wording) {
  std::string list =
      wording == ValueWording::kOlder
          ? Listed(members, binary, ", ", "")
          : Listed(InOrderOfComplaint(std::move(members)), binary, binary ? "," : ", ", "\"");
  return binary ? fmt::format(message::kDuplicateBinaries, list)
                : fmt::format(message::kDuplicateStrings, list);
}

void ItemReader::PushByName(object members) {
  const size_t base = fields_.size();
  uint32_t position = 0;
  bool sorted = true;
  for (const auto member : members) {
    sorted = sorted && (position == 0 || fields_.back().name < member.key);
    fields_.push_back({member.key, member.value, position++});
  }
  if (sorted) return;
  const auto first = fields_.begin() + static_cast<ptrdiff_t>(base);
  std::sort(first, fields_.end(), [](const Field& a, const Field& b) {
    const int order = a.name.compare(b.name);
    return order != 0 ? order < 0 : a.position > b.position;
  });
  const auto same_name = [](const Field& a, const Field& b) { return a.name == b.name; };
  const auto end = std::unique(first, fields_.end(), same_name);
  dropped_ = dropped_ || end != fields_.end();
  fields_.erase(end, fields_.end());
}

bool ItemReader::ReadItem(element json, int level, AttributeMap* out) {
  object members;
  if (json.get_object().get(members) != SUCCESS) return WrongType();
  if (order_ == Order::kOfDocument) {
    for (const auto member : members) {
      AttributeValue ignored;
      if (!CheckName(member.key) || !ReadValue(member.value, level, &ignored)) return false;
    }
    return true;
  }
  const size_t base = fields_.size();
  PushByName(members);
  const size_t end = fields_.size();
  out->Reserve(end - base);
  for (size_t i = base; i < end; ++i) {
    const Field field = fields_[i];
    if (!CheckName(field.name) || !ReadValue(field.value, level, out->AppendSlot(field.name))) {
      return false;
    }
  }
  fields_.resize(base);
  return true;
}

bool ItemReader::ReadValue(element json, int level, AttributeValue* out) {
  if (level > kMaxNestingLevels) return Refuse(message::kNestedTooDeep);
  if (json.is_null()) return Refuse(message::kEmptyValue);
  object members;
  if (json.get_object().get(members) != SUCCESS) return WrongType();
  int found = 0;
  AttributeValue surplus;
  for (const auto member : members) {
    const std::optional<AttributeType> type = ParseAttributeType(member.key);
    if (!type || member.value.is_null()) continue;
    if (!ReadTyped(*type, member.value, level, found == 0 ? out : &surplus)) return false;
    ++found;
  }
  if (found == 1) return true;
  return Refuse(found == 0 ? message::kEmptyValue : message::kSeveralTypes);
}

bool ItemReader::ReadTyped(AttributeType type, element json, int level, AttributeValue* out) {
  switch (type) {
    case AttributeType::kS:
      return ReadString(json, &out->value.emplace<std::string>());
    case AttributeType::kN:
      return ReadNumber(json, &out->value.emplace<Number>());
    case AttributeType::kB:
      return ReadBytes(json, &out->value.emplace<Binary>().bytes);
    case AttributeType::kBool:
      return ReadBool(json, false, out);
    case AttributeType::kNull:
      return ReadBool(json, true, out);
    case AttributeType::kM:
      return ReadItem(json, level + 1, &out->value.emplace<AttributeMap>());
    case AttributeType::kL:
      return ReadList(json, level, out);
    case AttributeType::kSS:
      return ReadStringSet(json, false, &out->value.emplace<StringSet>().members);
    case AttributeType::kNS:
      return ReadNumberSet(json, &out->value.emplace<NumberSet>().members);
    case AttributeType::kBS:
      break;
  }
  return ReadStringSet(json, true, &out->value.emplace<BinarySet>().members);
}

bool ItemReader::ReadString(element json, std::string* out) {
  std::string_view text;
  if (json.get_string().get(text) != SUCCESS) return WrongType();
  out->assign(text);
  return true;
}

bool ItemReader::ReadNumber(element json, Number* out) {
  std::string_view text;
  if (json.get_string().get(text) != SUCCESS) return WrongType();
  const auto number = Number::Parse(text);
  if (!number.ok()) {
    return RefuseWith(wording_ == ValueWording::kOlder
                          ? OlderNumberErrorMessage(number.error(), text)
                          : NumberErrorMessage(number.error(), text));
  }
  *out = *number;
  return true;
}

bool ItemReader::ReadBytes(element json, std::string* out) {
  std::string_view text;
  if (json.get_string().get(text) != SUCCESS || !DecodeBase64(text, out)) return WrongType();
  return true;
}

bool ItemReader::ReadBool(element json, bool null, AttributeValue* out) {
  const std::optional<bool> value = ParseJsonBoolean(json);
  if (!value) return WrongType();
  if (null && !*value) return Refuse(message::kNullMustBeTrue);
  if (null) {
    out->value.emplace<Null>();
  } else {
    out->value.emplace<bool>(*value);
  }
  return true;
}

bool ItemReader::ReadList(element json, int level, AttributeValue* out) {
  array elements;
  if (json.get_array().get(elements) != SUCCESS) return WrongType();
  List& list = out->value.emplace<List>();
  list.reserve(elements.size());
  for (const element one : elements) {
    if (!ReadValue(one, level + 1, &list.emplace_back())) return false;
  }
  return true;
}

bool ItemReader::ReadStringSet(element json, bool binary, std::vector<std::string>* out) {
  array members;
  if (json.get_array().get(members) != SUCCESS) return WrongType();
  for (const element member : members) {
    std::string* const to = &out->emplace_back();
    if (binary ? !ReadBytes(member, to) : !ReadString(member, to)) return false;
  }
  if (out->empty()) return Refuse(binary ? message::kEmptyBinarySet : message::kEmptyStringSet);
  std::vector<std::string> sorted = *out;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return RefuseWith(WhyDuplicates(std::move(*out), binary, wording_));
  *out = std::move(sorted);
  return true;
}

bool ItemReader::ReadNumberSet(element json, std::vector<Number>* out) {
  array members;
  if (json.get_array().get(members) != SUCCESS) return WrongType();
  for (const element member : members) {
    if (!ReadNumber(member, &out->emplace_back())) return false;
  }
  if (out->empty()) return Refuse(message::kEmptyNumberSet);
  std::sort(out->begin(), out->end());
  if (std::adjacent_find(out->begin(), out->end()) == out->end()) return true;
  return Refuse(wording_ == ValueWording::kOlder ? message::kDuplicateNumbersOlder
                                                 : message::kDuplicateNumbers);
}

// The item's own names, then the values, then the names inside them.
ApiError OlderComplaint(element item) {
  const simdjson::dom::object members = item.get_object().value_unsafe();
  for (const auto member : members) {
    const std::string_view why_not = WhyNoAttributeName(member.key);
    if (!why_not.empty()) return ApiError::Validation(why_not);
  }
  Item ignored;
  ItemReader values(Order::kOfDocument, ValueWording::kOlder);
  values.PassOverEmptyNames();
  if (!values.ReadItem(item, 1, &ignored)) return values.TakeError();
  ItemReader names(Order::kOfDocument, ValueWording::kOlder);
  names.ReadItem(item, 1, &ignored);
  return names.TakeError();
}

}  // namespace

std::string_view WhyNoAttributeName(std::string_view name) {
  if (name.empty()) return message::kEmptyAttributeName;
  if (name.size() > kMaxAttributeNameBytes) return message::kAttributeNameTooLarge;
  return {};
}

ApiResult<AttributeValue> ParseValue(element json, ValueWording wording) {
  AttributeValue value;
  ItemReader reader(Order::kByName, wording);
  const bool done = reader.ReadValue(json, 1, &value);
  if (done && !reader.dropped()) return value;
  PARTITA_TRY(CheckValueJsonTypes(json));
  if (done) return value;
  ItemReader complaining(Order::kOfDocument, wording);
  complaining.ReadValue(json, 1, &value);
  return complaining.TakeError();
}

ApiResult<Item> ParseItem(element json, ValueWording wording) {
  Item item;
  ItemReader reader(Order::kByName, wording);
  const bool done = reader.ReadItem(json, 1, &item);
  if (done && !reader.dropped()) return item;
  PARTITA_TRY(CheckItemJsonTypes(json));
  if (done) return item;
  if (wording == ValueWording::kOlder) return OlderComplaint(json);
  ItemReader complaining(Order::kOfDocument, wording);
  complaining.ReadItem(json, 1, &item);
  return complaining.TakeError();
}

}  // namespace partita::model
