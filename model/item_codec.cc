#include "model/item_codec.h"

#include <algorithm>

#include "model/limits.h"

namespace partita::model {
namespace {

// Containers may stand in containers this deep; an update may build one level more than a client
// may send at once, so that the edge can refuse it in words.
constexpr int kMaxDecodeDepth = kMaxNestingLevels + 1;

// Elements of a vector that a stranger's count may make us reserve before any of them was read.
constexpr uint64_t kMaxReserve = 1024;

void EncodeStrings(const std::vector<std::string>& members, base::ByteWriter* writer) {
  writer->Varint(members.size());
  for (const std::string& member : members) writer->Bytes(member);
}

void EncodeAttributes(const AttributeMap& map, base::ByteWriter* writer);

void Encode(const AttributeValue& value, base::ByteWriter* writer) {
  writer->U8(static_cast<uint8_t>(value.type()));
  switch (value.type()) {
    case AttributeType::kS:
      writer->Bytes(*value.As<std::string>());
      return;
    case AttributeType::kN:
      value.As<Number>()->EncodeTo(writer->out());
      return;
    case AttributeType::kB:
      writer->Bytes(value.As<Binary>()->bytes);
      return;
    case AttributeType::kBool:
      writer->Bool(*value.As<bool>());
      return;
    case AttributeType::kNull:
      return;
    case AttributeType::kM:
      EncodeAttributes(*value.As<AttributeMap>(), writer);
      return;
    case AttributeType::kL:
      writer->Varint(value.As<List>()->size());
      for (const AttributeValue& element : *value.As<List>()) Encode(element, writer);
      return;
    case AttributeType::kSS:
      EncodeStrings(value.As<StringSet>()->members, writer);
      return;
    case AttributeType::kNS:
      writer->Varint(value.As<NumberSet>()->members.size());
      for (const Number& member : value.As<NumberSet>()->members) member.EncodeTo(writer->out());
      return;
    case AttributeType::kBS:
      EncodeStrings(value.As<BinarySet>()->members, writer);
      return;
  }
}

void EncodeAttributes(const AttributeMap& map, base::ByteWriter* writer) {
  writer->Varint(map.size());
  for (const Attribute& attribute : map) {
    writer->Bytes(attribute.name);
    Encode(attribute.value, writer);
  }
}

// Every function below fails the reader when the bytes are not ours, and leaves half a value
// behind.

template <typename T>
bool Ascending(const std::vector<T>& members) {
  const auto not_less = [](const T& a, const T& b) { return !(a < b); };
  return !members.empty() &&
         std::adjacent_find(members.begin(), members.end(), not_less) == members.end();
}

std::vector<std::string> DecodeStrings(base::ByteReader* reader) {
  const uint64_t count = reader->Varint();
  std::vector<std::string> members;
  members.reserve(std::min({count, kMaxReserve, uint64_t{reader->rest().size()}}));
  for (uint64_t i = 0; i < count && reader->ok(); ++i) members.emplace_back(reader->Bytes());
  if (!Ascending(members)) reader->Fail();
  return members;
}

Number DecodeNumber(base::ByteReader* reader) {
  const auto number = Number::Decode(reader);
  if (number.ok()) return *number;
  reader->Fail();
  return {};
}

std::vector<Number> DecodeNumbers(base::ByteReader* reader) {
  const uint64_t count = reader->Varint();
  std::vector<Number> members;
  members.reserve(std::min({count, kMaxReserve, uint64_t{reader->rest().size()}}));
  for (uint64_t i = 0; i < count && reader->ok(); ++i) members.push_back(DecodeNumber(reader));
  if (!Ascending(members)) reader->Fail();
  return members;
}

void Decode(base::ByteReader* reader, int depth, AttributeValue* out);

void DecodeAttributes(base::ByteReader* reader, int depth, AttributeMap* out) {
  const uint64_t count = reader->Varint();
  out->Reserve(std::min({count, kMaxReserve, uint64_t{reader->rest().size()}}));
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    AttributeValue* const slot = out->AppendSlot(reader->Bytes());
    if (slot == nullptr) return reader->Fail();
    Decode(reader, depth, slot);
  }
}

void DecodeList(base::ByteReader* reader, int depth, List* out) {
  const uint64_t count = reader->Varint();
  out->reserve(std::min({count, kMaxReserve, uint64_t{reader->rest().size()}}));
  for (uint64_t i = 0; i < count && reader->ok(); ++i) Decode(reader, depth, &out->emplace_back());
}

void Decode(base::ByteReader* reader, int depth, AttributeValue* out) {
  if (depth > kMaxDecodeDepth) return reader->Fail();
  auto& value = out->value;
  switch (static_cast<AttributeType>(reader->U8())) {
    case AttributeType::kS:
      value.emplace<std::string>(reader->Bytes());
      return;
    case AttributeType::kN:
      value.emplace<Number>(DecodeNumber(reader));
      return;
    case AttributeType::kB:
      value.emplace<Binary>().bytes = reader->Bytes();
      return;
    case AttributeType::kBool:
      value.emplace<bool>(reader->Bool());
      return;
    case AttributeType::kNull:
      value.emplace<Null>();
      return;
    case AttributeType::kM:
      return DecodeAttributes(reader, depth + 1, &value.emplace<AttributeMap>());
    case AttributeType::kL:
      return DecodeList(reader, depth + 1, &value.emplace<List>());
    case AttributeType::kSS:
      value.emplace<StringSet>().members = DecodeStrings(reader);
      return;
    case AttributeType::kNS:
      value.emplace<NumberSet>().members = DecodeNumbers(reader);
      return;
    case AttributeType::kBS:
      value.emplace<BinarySet>().members = DecodeStrings(reader);
      return;
  }
  reader->Fail();
}

void Skip(base::ByteReader* reader, int depth);

void SkipEach(base::ByteReader* reader, int depth, bool named) {
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    if (named) reader->Bytes();
    Skip(reader, depth);
  }
}

void SkipMembers(base::ByteReader* reader, bool numbers) {
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    if (numbers) {
      DecodeNumber(reader);
    } else {
      reader->Bytes();
    }
  }
}

void Skip(base::ByteReader* reader, int depth) {
  if (depth > kMaxDecodeDepth) reader->Fail();
  switch (static_cast<AttributeType>(reader->U8())) {
    case AttributeType::kS:
    case AttributeType::kB:
      reader->Bytes();
      return;
    case AttributeType::kN:
      DecodeNumber(reader);
      return;
    case AttributeType::kBool:
      reader->Bool();
      return;
    case AttributeType::kNull:
      return;
    case AttributeType::kM:
      SkipEach(reader, depth + 1, true);
      return;
    case AttributeType::kL:
      SkipEach(reader, depth + 1, false);
      return;
    case AttributeType::kSS:
    case AttributeType::kBS:
      SkipMembers(reader, false);
      return;
    case AttributeType::kNS:
      SkipMembers(reader, true);
      return;
  }
  reader->Fail();
}

}  // namespace

void EncodeItem(const Item& item, std::string* out) {
  base::ByteWriter writer(out);
  EncodeAttributes(item, &writer);
}

void EncodeValue(const AttributeValue& value, std::string* out) {
  base::ByteWriter writer(out);
  Encode(value, &writer);
}

base::Result<Item> DecodeItem(std::string_view bytes) {
  base::ByteReader reader(bytes);
  Item item;
  DecodeAttributes(&reader, 1, &item);
  if (!reader.Finished()) return base::Error::Corrupt("an item's bytes are malformed");
  return item;
}

base::Result<Item> DecodeSome(std::string_view bytes,
                              const std::function<bool(std::string_view name)>& wanted) {
  base::ByteReader reader(bytes);
  const uint64_t count = reader.Varint();
  Item item;
  for (uint64_t i = 0; i < count && reader.ok(); ++i) {
    const std::string_view name = reader.Bytes();
    if (!wanted(name)) {
      Skip(&reader, 1);
    } else if (AttributeValue* const slot = item.AppendSlot(name)) {
      Decode(&reader, 1, slot);
    } else {
      reader.Fail();
    }
  }
  if (!reader.Finished()) return base::Error::Corrupt("an item's bytes are malformed");
  return item;
}

base::Result<AttributeValue> DecodeValue(base::ByteReader* reader) {
  AttributeValue value;
  Decode(reader, 1, &value);
  if (!reader->ok()) return base::Error::Corrupt("a value's bytes are malformed");
  return value;
}

std::string_view FindEncodedAttribute(std::string_view item, std::string_view name) {
  base::ByteReader reader(item);
  const uint64_t count = reader.Varint();
  for (uint64_t i = 0; i < count && reader.ok(); ++i) {
    const std::string_view candidate = reader.Bytes();
    if (candidate > name) break;
    const std::string_view from = reader.rest();
    Skip(&reader, 1);
    if (candidate == name && reader.ok()) return from.substr(0, from.size() - reader.rest().size());
  }
  return {};
}

}  // namespace partita::model
