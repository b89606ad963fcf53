// One DynamoDB attribute value as a tree, for code that must look inside: expressions, validation,
// conversions.
//
// The hot path does not build trees where bytes will do; see item_codec.h for the encoded form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/number.h"

namespace partita::model {

// The tags on disk and on the wire: never renumber.
enum class AttributeType : uint8_t {
  kS = 1,
  kN = 2,
  kB = 3,
  kBool = 4,
  kNull = 5,
  kM = 6,
  kL = 7,
  kSS = 8,
  kNS = 9,
  kBS = 10,
};
// "S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS".
std::string_view AttributeTypeName(AttributeType type);
// None: no type has this name.
std::optional<AttributeType> ParseAttributeType(std::string_view name);

struct AttributeValue;
struct Attribute;  // a name and its value

// Attributes sorted bytewise by name, names unique. Also the type of an item.
class AttributeMap {
 public:
  AttributeMap();
  ~AttributeMap();
  AttributeMap(const AttributeMap&);
  AttributeMap(AttributeMap&&) noexcept;
  AttributeMap& operator=(const AttributeMap&);
  AttributeMap& operator=(AttributeMap&&) noexcept;

  const AttributeValue* Find(std::string_view name) const;  // null: absent
  AttributeValue* Find(std::string_view name);
  void Set(std::string_view name, AttributeValue value);  // inserts or replaces
  bool Erase(std::string_view name);                      // false: was absent
  // Appends a name that sorts after all present ones (decoders read sorted bytes). False: it does
  // not; nothing is done.
  bool AppendSorted(std::string name, AttributeValue value);
  // The same in place: the value to fill in; null: the name does not sort after all present ones.
  AttributeValue* AppendSlot(std::string_view name);
  void Reserve(size_t count);

  size_t size() const;
  bool empty() const { return size() == 0; }
  const Attribute* begin() const;
  const Attribute* end() const;
  Attribute* begin();
  Attribute* end();

  friend bool operator==(const AttributeMap& a, const AttributeMap& b);

 private:
  std::vector<Attribute> attributes_;
};

using Item = AttributeMap;

struct Binary {
  std::string bytes;
  friend auto operator<=>(const Binary&, const Binary&) = default;
};
struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};
// Sets are never empty, hold no duplicates and are sorted (strings and binaries bytewise, numbers
// numerically).
struct StringSet {
  std::vector<std::string> members;
  friend bool operator==(const StringSet&, const StringSet&) = default;
};
struct NumberSet {
  std::vector<Number> members;
  friend bool operator==(const NumberSet&, const NumberSet&) = default;
};
struct BinarySet {
  std::vector<std::string> members;
  friend bool operator==(const BinarySet&, const BinarySet&) = default;
};
using List = std::vector<AttributeValue>;

struct AttributeValue {
  // In the order of AttributeType, which starts at 1.
  std::variant<std::string, Number, Binary, bool, Null, AttributeMap, List, StringSet, NumberSet,
               BinarySet>
      value;

  AttributeType type() const { return static_cast<AttributeType>(value.index() + 1); }
  template <typename T>
  const T* As() const {
    return std::get_if<T>(&value);
  }
  template <typename T>
  T* As() {
    return std::get_if<T>(&value);
  }

  friend bool operator==(const AttributeValue&, const AttributeValue&) = default;
};

struct Attribute {
  std::string name;
  AttributeValue value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

}  // namespace partita::model
