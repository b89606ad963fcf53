// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions used.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

class Placeholders {
 public:
  // Without the leading check of their syntax: "#n" and ":v" as the client wrote them.
  void AddName(std::string placeholder, std::string name);
  void AddValue(std::string placeholder, model::AttributeValue value);

  // Null: undefined (the compiler words the error). A found one counts as used.
  const std::string* UseName(std::string_view placeholder);
  const model::AttributeValue* UseValue(std::string_view placeholder);

  // "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}" or ok, names before values.
  model::ApiStatus CheckAllUsed() const;

  bool HasNames() const { return !names_.empty(); }
  bool HasValues() const { return !values_.empty(); }

 private:
  std::map<std::string, std::string, std::less<>> names_;
  std::map<std::string, model::AttributeValue, std::less<>> values_;
  std::set<std::string, std::less<>> used_;
};

}  // namespace partita::expr
