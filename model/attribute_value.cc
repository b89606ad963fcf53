#include "model/attribute_value.h"

#include <algorithm>

#include "base/check.h"

namespace partita::model {
namespace {

constexpr std::string_view kTypeNames[] = {"S", "N", "B",  "BOOL", "NULL",
                                           "M", "L", "SS", "NS",   "BS"};

template <typename Iterator>
Iterator LowerBound(Iterator begin, Iterator end, std::string_view name) {
  return std::lower_bound(begin, end, name,
                          [](const Attribute& a, std::string_view b) { return a.name < b; });
}

}  // namespace

std::string_view AttributeTypeName(AttributeType type) {
  const size_t index = static_cast<size_t>(type) - 1;
  PARTITA_CHECK(index < std::size(kTypeNames), "no such attribute type");
  return kTypeNames[index];
}

std::optional<AttributeType> ParseAttributeType(std::string_view name) {
  for (size_t i = 0; i < std::size(kTypeNames); ++i) {
    if (kTypeNames[i] == name) return static_cast<AttributeType>(i + 1);
  }
  return std::nullopt;
}

AttributeMap::AttributeMap() = default;
AttributeMap::~AttributeMap() = default;
AttributeMap::AttributeMap(const AttributeMap&) = default;
AttributeMap::AttributeMap(AttributeMap&&) noexcept = default;
AttributeMap& AttributeMap::operator=(const AttributeMap&) = default;
AttributeMap& AttributeMap::operator=(AttributeMap&&) noexcept = default;

AttributeMap AttributeMap::FromUnsorted(std::vector<Attribute> attributes) {
  const auto by_name = [](const Attribute& a, const Attribute& b) { return a.name < b.name; };
  const auto not_ascending = [](const Attribute& a, const Attribute& b) {
    return a.name >= b.name;
  };
  AttributeMap map;
  map.attributes_ = std::move(attributes);
  std::vector<Attribute>& all = map.attributes_;
  if (std::adjacent_find(all.begin(), all.end(), not_ascending) == all.end()) return map;
  std::stable_sort(all.begin(), all.end(), by_name);
  // Of equal names the last one stays: read from the back, the first of each run.
  const auto same_name = [](const Attribute& a, const Attribute& b) { return a.name == b.name; };
  all.erase(all.begin(), std::unique(all.rbegin(), all.rend(), same_name).base());
  return map;
}

const AttributeValue* AttributeMap::Find(std::string_view name) const {
  const auto at = LowerBound(attributes_.begin(), attributes_.end(), name);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

AttributeValue* AttributeMap::Find(std::string_view name) {
  return const_cast<AttributeValue*>(std::as_const(*this).Find(name));
}

void AttributeMap::Set(std::string_view name, AttributeValue value) {
  const auto at = LowerBound(attributes_.begin(), attributes_.end(), name);
  if (at != attributes_.end() && at->name == name) {
    at->value = std::move(value);
  } else {
    attributes_.insert(at, Attribute{std::string(name), std::move(value)});
  }
}

bool AttributeMap::Erase(std::string_view name) {
  const auto at = LowerBound(attributes_.begin(), attributes_.end(), name);
  if (at == attributes_.end() || at->name != name) return false;
  attributes_.erase(at);
  return true;
}

bool AttributeMap::AppendSorted(std::string name, AttributeValue value) {
  if (!attributes_.empty() && attributes_.back().name >= name) return false;
  attributes_.push_back(Attribute{std::move(name), std::move(value)});
  return true;
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
