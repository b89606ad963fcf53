#include "expr/path.h"

#include <algorithm>
#include <span>

namespace partita::expr {
namespace {

using model::AttributeMap;
using model::AttributeValue;
using model::List;

constexpr uint8_t kNameTag = 0;
constexpr uint8_t kIndexTag = 1;

const AttributeValue* Step(const AttributeValue& value, const PathElement& element) {
  if (const auto* name = std::get_if<std::string>(&element)) {
    const auto* map = value.As<AttributeMap>();
    return map == nullptr ? nullptr : map->Find(*name);
  }
  const auto* list = value.As<List>();
  const uint32_t index = std::get<uint32_t>(element);
  return list == nullptr || index >= list->size() ? nullptr : &(*list)[index];
}

// Sorted paths that agree in their first `depth` elements.
using Paths = std::span<const Path* const>;

// The leading paths that agree in the element at `depth` too.
Paths FirstGroup(Paths paths, size_t depth) {
  size_t size = 1;
  while (size < paths.size() && paths[size]->elements[depth] == paths[0]->elements[depth]) ++size;
  return paths.first(size);
}

// What the group names of `value`, which stands at its element number depth - 1. False: nothing.
bool ExtractInto(const AttributeValue& value, Paths group, size_t depth, AttributeValue* out);

bool ExtractMap(const AttributeMap& map, Paths paths, size_t depth, AttributeMap* out) {
  while (!paths.empty()) {
    const Paths group = FirstGroup(paths, depth);
    paths = paths.subspan(group.size());
    const auto* name = std::get_if<std::string>(&group[0]->elements[depth]);
    const AttributeValue* value = name == nullptr ? nullptr : map.Find(*name);
    AttributeValue part;
    if (value != nullptr && ExtractInto(*value, group, depth + 1, &part))
      out->Set(*name, std::move(part));
  }
  return !out->empty();
}

bool ExtractList(const List& list, Paths paths, size_t depth, List* out) {
  while (!paths.empty()) {
    const Paths group = FirstGroup(paths, depth);
    paths = paths.subspan(group.size());
    const auto* index = std::get_if<uint32_t>(&group[0]->elements[depth]);
    if (index == nullptr || *index >= list.size()) continue;
    AttributeValue part;
    if (ExtractInto(list[*index], group, depth + 1, &part)) out->push_back(std::move(part));
  }
  return !out->empty();
}

bool ExtractInto(const AttributeValue& value, Paths group, size_t depth, AttributeValue* out) {
  if (group[0]->elements.size() == depth) {  // the shortest sorts first
    *out = value;
    return true;
  }
  if (const auto* map = value.As<AttributeMap>()) {
    return ExtractMap(*map, group, depth, &out->value.emplace<AttributeMap>());
  }
  if (const auto* list = value.As<List>()) {
    return ExtractList(*list, group, depth, &out->value.emplace<List>());
  }
  return false;
}

}  // namespace

std::string Path::ToString() const {
  std::string text = "[";
  for (const PathElement& element : elements) {
    if (text.size() > 1) text += ", ";
    if (const auto* name = std::get_if<std::string>(&element)) {
      text += *name;
    } else {
      text += '[' + std::to_string(std::get<uint32_t>(element)) + ']';
    }
  }
  return text + ']';
}

const AttributeValue* Find(const model::Item& item, const Path& path) {
  const AttributeValue* value = item.Find(std::get<std::string>(path.elements[0]));
  for (size_t i = 1; i < path.elements.size() && value != nullptr; ++i)
    value = Step(*value, path.elements[i]);
  return value;
}

model::Item Extract(const model::Item& item, const std::vector<const Path*>& paths) {
  std::vector<const Path*> sorted = paths;
  std::sort(sorted.begin(), sorted.end(),
            [](const Path* a, const Path* b) { return a->elements < b->elements; });
  model::Item part;
  ExtractMap(item, sorted, 0, &part);
  return part;
}

void Encode(const Path& path, base::ByteWriter* writer) {
  writer->Varint(path.elements.size());
  for (const PathElement& element : path.elements) {
    if (const auto* name = std::get_if<std::string>(&element)) {
      writer->U8(kNameTag);
      writer->Bytes(*name);
    } else {
      writer->U8(kIndexTag);
      writer->Varint(std::get<uint32_t>(element));
    }
  }
}

Path DecodePath(base::ByteReader* reader) {
  Path path;
  const uint64_t count = reader->Varint();
  if (count == 0 || count > kMaxPathElements) reader->Fail();
  if (!reader->ok()) return path;
  path.elements.reserve(count);
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    const uint8_t tag = reader->U8();
    if (tag == kNameTag) {
      path.elements.emplace_back(std::in_place_index<0>, reader->Bytes());
    } else if (tag == kIndexTag && i > 0) {
      const uint64_t index = reader->Varint();
      if (index > kMaxListIndex) reader->Fail();
      path.elements.emplace_back(static_cast<uint32_t>(index));
    } else {
      reader->Fail();
    }
  }
  return path;
}

}  // namespace partita::expr
