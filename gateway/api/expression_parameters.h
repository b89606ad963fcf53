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

// The names and values a request brings, read but not yet judged: what is wrong with them is said
// only after the member constraints. The older wording puts the parameter and the placeholder
// around what is wrong with a value.
class ExpressionAttributes {
 public:
  ExpressionAttributes() = default;
  ExpressionAttributes(const ParameterReader& reader, bool with_values);

  // Refuses names or values without any expression to use them in, an empty map, a placeholder that
  // is none, a bad value, more bytes of both than an expression may bring.
  model::ApiStatus Check(bool has_expressions) const;
  // To compile with; says afterwards which were used.
  expr::Placeholders* placeholders() { return &placeholders_; }

 private:
  void ReadNames(const ParameterReader& reader, simdjson::dom::object names);
  void ReadValues(const ParameterReader& reader, simdjson::dom::object values);

  model::ApiStatus CheckSizes() const;

  bool names_given_ = false;
  bool values_given_ = false;
  std::optional<model::ApiError> names_error_;
  std::optional<model::ApiError> values_error_;
  size_t names_bytes_ = 0;  // of the placeholders and what they stand for
  size_t values_bytes_ = 0;
  expr::Placeholders placeholders_;
};

}  // namespace partita::gateway::api
