#include "model/attribute_value.h"

#include <algorithm>

#include "base/check.h"

namespace partita::model {
namespace {

constexpr std::string_view kTypeNames[] = {"S", "N", "B",  "BOOL", "NULL",
                                           "M", "L", "SS", "NS",   "BS"};

bool NameIsBefore(const Attribute& attribute, std::string_view name) {
  return attribute.name < name;
}

}  // namespace

std::string_view AttributeTypeName(AttributeType type) {
  const size_t index = static_cast<size_t>(type) - 1;
  PARTITA_CHECK(index < std::size(kTypeNames), "no such attribute type");
  return kTypeNames[index];
}

std::optional<AttributeType> ParseAttributeType(std::string_view name) {
  if (name.size() == 1) {
    switch (name[0]) {
      case 'S':
        return AttributeType::kS;
      case 'N':
        return AttributeType::kN;
      case 'B':
        return AttributeType::kB;
      case 'M':
        return AttributeType::kM;
      case 'L':
        return AttributeType::kL;
      default:
        return std::nullopt;
    }
  }
  for (const AttributeType type : {AttributeType::kBool, AttributeType::kNull, AttributeType::kSS,
                                   AttributeType::kNS, AttributeType::kBS}) {
    if (AttributeTypeName(type) == name) return type;
  }
  return std::nullopt;
}

AttributeMap::AttributeMap() = default;
AttributeMap::~AttributeMap() = default;
AttributeMap::AttributeMap(const AttributeMap&) = default;
AttributeMap::AttributeMap(AttributeMap&&) noexcept = default;
AttributeMap& AttributeMap::operator=(const AttributeMap&) = default;
AttributeMap& AttributeMap::operator=(AttributeMap&&) noexcept = default;

const AttributeValue* AttributeMap::Find(std::string_view name) const {
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, NameIsBefore);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

AttributeValue* AttributeMap::Find(std::string_view name) {
  return const_cast<AttributeValue*>(std::as_const(*this).Find(name));
}

void AttributeMap::Set(std::string_view name, AttributeValue value) {
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, NameIsBefore);
  if (at != attributes_.end() && at->name == name) {
    at->value = std::move(value);
  } else {
    attributes_.insert(at, Attribute{std::string(name), std::move(value)});
  }
}

bool AttributeMap::Erase(std::string_view name) {
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, NameIsBefore);
  if (at == attributes_.end() || at->name != name) return false;
  attributes_.erase(at);
  return true;
}

bool AttributeMap::AppendSorted(std::string name, AttributeValue value) {
  if (!attributes_.empty() && attributes_.back().name >= name) return false;
  attributes_.push_back(Attribute{std::move(name), std::move(value)});
  return true;
}

AttributeValue* AttributeMap::AppendSlot(std::string_view name) {
  if (!attributes_.empty() && attributes_.back().name >= name) return nullptr;
  Attribute& attribute = attributes_.emplace_back();
  attribute.name = name;
  return &attribute.value;
}

void AttributeMap::Reserve(size_t count) { attributes_.reserve(count); }
size_t AttributeMap::size() const { return attributes_.size(); }
const Attribute* AttributeMap::begin() const { return attributes_.data(); }
const Attribute* AttributeMap::end() const { return attributes_.data() + attributes_.size(); }
Attribute* AttributeMap::begin() { return attributes_.data(); }
Attribute* AttributeMap::end() { return attributes_.data() + attributes_.size(); }

bool operator==(const AttributeMap& a, const AttributeMap& b) {
  return a.attributes_ == b.attributes_;
}

}  // namespace partita::model
