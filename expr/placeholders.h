// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its
// expressions used.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

class Placeholders {
 public:
  // Whether a client may call a placeholder so: '#' or ':' and then one or more letters, digits and
  // underscores. Otherwise "ExpressionAttributeNames contains invalid key: Syntax error; key: "a"".
  static model::ApiStatus CheckNameSyntax(std::string_view placeholder);
  static model::ApiStatus CheckValueSyntax(std::string_view placeholder);

  // Without the leading check of their syntax: "#n" and ":v" as the client wrote them.
  void AddName(std::string placeholder, std::string name);
  void AddValue(std::string placeholder, model::AttributeValue value);

  // Null: undefined (the compiler words the error). A found one counts as used.
  const std::string* UseName(std::string_view placeholder);
  const model::AttributeValue* UseValue(std::string_view placeholder);

  // "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}" or ok, names
  // before values.
  model::ApiStatus CheckAllUsed() const;

  bool HasNames() const { return !names_.empty(); }
  bool HasValues() const { return !values_.empty(); }

 private:
  template <typename T>
  struct Entry {
    T content;
    bool used = false;
  };
  template <typename T>
  using Table = std::map<std::string, Entry<T>, std::less<>>;

  template <typename T>
  static const T* Use(Table<T>* table, std::string_view placeholder);
  template <typename T>
  static std::string UnusedKeys(const Table<T>& table);  // "#a, #b"

  Table<std::string> names_;
  Table<model::AttributeValue> values_;
};

}  // namespace partita::expr
