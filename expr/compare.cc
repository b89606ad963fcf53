#include "expr/compare.h"

#include <algorithm>
#include <string>

namespace partita::expr {
namespace {

using model::AttributeType;
using model::AttributeValue;
using model::Binary;
using model::BinarySet;
using model::List;
using model::Number;
using model::NumberSet;
using model::StringSet;

template <typename T>
bool Has(const std::vector<T>& members, const T* member) {
  return member != nullptr && std::find(members.begin(), members.end(), *member) != members.end();
}

}  // namespace

std::optional<std::strong_ordering> Order(const AttributeValue& a, const AttributeValue& b) {
  if (a.type() != b.type()) return std::nullopt;
  switch (a.type()) {
    case AttributeType::kS:
      return *a.As<std::string>() <=> *b.As<std::string>();
    case AttributeType::kN:
      return *a.As<Number>() <=> *b.As<Number>();
    case AttributeType::kB:
      return a.As<Binary>()->bytes <=> b.As<Binary>()->bytes;
    default:
      return std::nullopt;
  }
}

bool BeginsWith(const AttributeValue& value, const AttributeValue& prefix) {
  if (const auto* string = value.As<std::string>()) {
    const auto* start = prefix.As<std::string>();
    return start != nullptr && string->starts_with(*start);
  }
  const auto* binary = value.As<Binary>();
  const auto* start = prefix.As<Binary>();
  return binary != nullptr && start != nullptr && binary->bytes.starts_with(start->bytes);
}

bool Contains(const AttributeValue& value, const AttributeValue& part) {
  switch (value.type()) {
    case AttributeType::kS: {
      const auto* needle = part.As<std::string>();
      return needle != nullptr && value.As<std::string>()->find(*needle) != std::string::npos;
    }
    case AttributeType::kB: {
      const auto* needle = part.As<Binary>();
      return needle != nullptr &&
             value.As<Binary>()->bytes.find(needle->bytes) != std::string::npos;
    }
    case AttributeType::kSS:
      return Has(value.As<StringSet>()->members, part.As<std::string>());
    case AttributeType::kNS:
      return Has(value.As<NumberSet>()->members, part.As<Number>());
    case AttributeType::kBS: {
      const auto* binary = part.As<Binary>();
      return binary != nullptr && Has(value.As<BinarySet>()->members, &binary->bytes);
    }
    case AttributeType::kL:
      return Has(*value.As<List>(), &part);
    default:
      return false;
  }
}

std::optional<size_t> Size(const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::kS:
      return value.As<std::string>()->size();
    case AttributeType::kB:
      return value.As<Binary>()->bytes.size();
    case AttributeType::kM:
      return value.As<model::AttributeMap>()->size();
    case AttributeType::kL:
      return value.As<List>()->size();
    case AttributeType::kSS:
      return value.As<StringSet>()->members.size();
    case AttributeType::kNS:
      return value.As<NumberSet>()->members.size();
    case AttributeType::kBS:
      return value.As<BinarySet>()->members.size();
    default:
      return std::nullopt;
  }
}

}  // namespace partita::expr
