// A document path with its names resolved: `a.b[3].c`.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/coding.h"
#include "model/attribute_value.h"

namespace partita::expr {

// A map's attribute name or a list's index.
using PathElement = std::variant<std::string, uint32_t>;

// "List index is not within the allowable range" beyond it.
inline constexpr uint32_t kMaxListIndex = 4'294'967'294;
// Elements of one path, the top-level name included.
inline constexpr size_t kMaxPathElements = 32;

struct Path {
  std::vector<PathElement> elements;  // never empty; the first is a top-level attribute name

  std::string ToString() const;  // "[a, b, [3], c]", as DynamoDB quotes paths in messages
  friend bool operator==(const Path&, const Path&) = default;
};

// The value at the path; null: nothing there.
const model::AttributeValue* Find(const model::Item& item, const Path& path);

// The part of `item` that the paths name, with their surroundings cut away: maps keep only the
// attributes named, list elements move together in the order of their indexes, and what leads to
// nothing is left out. Of overlapping paths the shorter counts.
model::Item Extract(const model::Item& item, const std::vector<const Path*>& paths);

// path := count varint (1 to kMaxPathElements), count × element
// element := 0 u8, name bytes | 1 u8, index varint. The first element is a name.
void Encode(const Path& path, base::ByteWriter* writer);
Path DecodePath(base::ByteReader* reader);  // fails the reader when malformed

}  // namespace partita::expr
