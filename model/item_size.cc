#include "model/item_size.h"

namespace partita::model {
namespace {

template <typename Strings>
size_t StringsSize(const Strings& strings) {
  size_t size = 0;
  for (const std::string& member : strings) size += member.size();
  return size;
}

size_t NumbersSize(const std::vector<Number>& numbers) {
  size_t size = 0;
  for (const Number& member : numbers) size += member.SizeInBytes();
  return size;
}

size_t ListSize(const List& list) {
  size_t size = kContainerBytes;
  for (const AttributeValue& element : list) size += ValueSize(element) + kElementBytes;
  return size;
}

}  // namespace

size_t ItemSize(const Item& item) {
  size_t size = 0;
  for (const Attribute& attribute : item)
    size += attribute.name.size() + ValueSize(attribute.value);
  return size;
}

size_t ValueSize(const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::kS:
      return value.As<std::string>()->size();
    case AttributeType::kN:
      return value.As<Number>()->SizeInBytes();
    case AttributeType::kB:
      return value.As<Binary>()->bytes.size();
    case AttributeType::kBool:
    case AttributeType::kNull:
      return 1;
    case AttributeType::kM: {
      const AttributeMap& map = *value.As<AttributeMap>();
      return kContainerBytes + ItemSize(map) + kElementBytes * map.size();
    }
    case AttributeType::kL:
      return ListSize(*value.As<List>());
    case AttributeType::kSS:
      return StringsSize(value.As<StringSet>()->members);
    case AttributeType::kNS:
      return NumbersSize(value.As<NumberSet>()->members);
    case AttributeType::kBS:
      break;
  }
  return StringsSize(value.As<BinarySet>()->members);
}

}  // namespace partita::model
