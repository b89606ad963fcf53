// A document path with its names resolved: `a.b[3].c`.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/coding.h"
#include "model/attribute_value.h"

namespace partita::expr {

// A map's attribute name or a list's index (0 to 2^31-1).
using PathElement = std::variant<std::string, uint32_t>;

struct Path {
  std::vector<PathElement> elements;  // never empty; the first is a top-level attribute name

  std::string ToString() const;  // "[a, b, [3], c]", as DynamoDB quotes paths in messages
  friend bool operator==(const Path&, const Path&) = default;
};

// The value at the path; null: nothing there.
const model::AttributeValue* Find(const model::Item& item, const Path& path);

void Encode(const Path& path, base::ByteWriter* writer);
Path DecodePath(base::ByteReader* reader);  // fails the reader when malformed

}  // namespace partita::expr
