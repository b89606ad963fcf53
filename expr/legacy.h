// The parameters that expressions replaced, translated into the same programs: Expected,
// AttributeUpdates and, for Query and Scan, the filters. Source: AWS "Legacy conditional
// parameters". The JSON is read by the gateway; these are the facts in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expr/condition.h"
#include "expr/update.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

enum class ConditionalOperator { kAnd, kOr };

// One entry of Expected (either `value`/`exists` or `comparison_operator`) or of a filter
// (comparison_operator alone).
struct LegacyCondition {
  std::string attribute;
  std::optional<model::AttributeValue> value;
  std::optional<bool> exists;
  std::optional<std::string>
      comparison_operator;  // "EQ", "NE", "LE", "LT", "GE", "GT", "NOT_NULL", "NULL", "CONTAINS",
                            // "NOT_CONTAINS", "BEGINS_WITH", "IN", "BETWEEN"
  std::vector<model::AttributeValue> attribute_value_list;
  bool has_attribute_value_list = false;  // an empty list was given; needless to say of any other
};

// What the wording of a refusal depends on.
enum class LegacyParameter { kExpected, kFilter };

// Refuses wrong argument counts and types with DynamoDB's wording. No conditions at all hold for
// every item.
model::ApiResult<Condition> TranslateConditions(
    const std::vector<LegacyCondition>& conditions, ConditionalOperator combine,
    LegacyParameter parameter = LegacyParameter::kExpected);

// The checks of argument counts and types alone: QueryFilter, ScanFilter and KeyConditions share
// them.
model::ApiStatus CheckArguments(const std::string& comparison_operator,
                                const std::vector<model::AttributeValue>& arguments);

struct LegacyUpdate {
  std::string attribute;
  std::string action = "PUT";  // PUT, ADD, DELETE
  std::optional<model::AttributeValue> value;
};

model::ApiResult<Update> TranslateUpdates(const std::vector<LegacyUpdate>& updates);

}  // namespace partita::expr
