// ExpressionAttributeNames, ExpressionAttributeValues and which parameters may stand beside which.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "expr/placeholders.h"
#include "gateway/api/parameter_reader.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// A parameter and whether the request has it.
struct Given {
  std::string_view name;
  bool given = false;
};

// Refuses a request that has one of the expressions and one of the parameters they replaced.
model::ApiStatus CheckNotMixed(std::initializer_list<Given> legacy,
                               std::initializer_list<Given> expressions);

// How a bad value is worded: by itself, or with the parameter and the placeholder around it.
enum class ValueWording { kBare, kWithParameter };

// The names and values a request brings, read but not yet judged: what is wrong with them is said
// only after the member constraints.
class ExpressionAttributes {
 public:
  ExpressionAttributes() = default;
  ExpressionAttributes(const ParameterReader& reader, bool with_values);

  // Refuses names or values without any expression to use them in, an empty map, a placeholder that
  // is none, a bad value.
  model::ApiStatus Check(bool has_expressions, ValueWording wording = ValueWording::kBare) const;
  // To compile with; says afterwards which were used.
  expr::Placeholders* placeholders() { return &placeholders_; }

 private:
  void ReadNames(const ParameterReader& reader, simdjson::dom::object names);
  void ReadValues(const ParameterReader& reader, simdjson::dom::object values);

  bool names_given_ = false;
  bool values_given_ = false;
  std::optional<model::ApiError> names_error_;
  std::optional<model::ApiError> values_error_;
  std::string bad_value_;  // the placeholder whose value is values_error_; empty: it is no value's
  expr::Placeholders placeholders_;
};

}  // namespace partita::gateway::api
