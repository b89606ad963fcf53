// ProjectionExpression and the AttributesToGet it replaced: what of an item an answer shows.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/projection.h"
#include "gateway/api/constraints.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/parameter_reader.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// Null: the whole item.
using SharedProjection = std::shared_ptr<const expr::Projection>;

// Views into the request's JSON.
struct ProjectionParameters {
  explicit ProjectionParameters(const ParameterReader& reader)
      : expression(reader.String("ProjectionExpression")),
        attributes_to_get(reader.Strings("AttributesToGet")) {}

  std::optional<std::string_view> expression;
  std::optional<std::vector<std::string_view>> attributes_to_get;

  bool given() const { return expression || attributes_to_get; }
};

// The member constraints of AttributesToGet; `member` is its path.
void ConstrainAttributesToGet(std::string_view member, const ProjectionParameters& projection,
                              Constraints* constraints);

// Refuses a name that AttributesToGet has twice. What is unused is left to the caller.
model::ApiResult<SharedProjection> CompileProjection(const ProjectionParameters& projection,
                                                     ExpressionAttributes* attributes);

// Appends the JSON of an encoded item or what a projection (null: all) leaves of it. False: the
// bytes are corrupt.
bool AppendProjected(std::string_view encoded, const expr::Projection* projection,
                     std::string* json);

}  // namespace partita::gateway::api
