// The parameters that expressions replaced, from JSON: Expected, the filters, KeyConditions and
// AttributeUpdates.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "expr/legacy.h"
#include "gateway/api/constraints.h"
#include "gateway/api/parameter_reader.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// `given` says whether the request has the parameter; `error` what is wrong with the values in it,
// said after the member constraints.
struct LegacyConditions {
  bool given = false;
  std::vector<expr::LegacyCondition> conditions;
  std::optional<model::ApiError> error;
};
struct LegacyUpdates {
  bool given = false;
  std::vector<expr::LegacyUpdate> updates;
  std::optional<model::ApiError> error;
};

LegacyConditions ReadExpected(const ParameterReader& reader);
// QueryFilter, ScanFilter or KeyConditions.
LegacyConditions ReadConditions(const ParameterReader& reader, std::string_view name);
LegacyUpdates ReadAttributeUpdates(const ParameterReader& reader);

void ConstrainExpected(const LegacyConditions& expected, Constraints* constraints);
// `member` is the parameter as constraints print it: "queryFilter".
void ConstrainConditions(std::string_view member, const LegacyConditions& conditions,
                         Constraints* constraints);
void ConstrainAttributeUpdates(const LegacyUpdates& updates, Constraints* constraints);

// ConditionalOperator beside the conditions it joins; kAnd when it is absent.
model::ApiResult<expr::ConditionalOperator> ToConditionalOperator(
    const std::optional<std::string_view>& parameter, const LegacyConditions& conditions);

}  // namespace partita::gateway::api
