// Member constraints: everything that is wrong with the shape of a request, said together.
//
//   "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member
//   must not be null; Value …"
//
// The order is the order of the calls; after ten errors the service stops counting.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/api_error.h"

namespace partita::gateway::api {

// ---- enumerations that several operations share, in the order the service prints them
inline constexpr std::string_view kReturnConsumedCapacityValues = "INDEXES, TOTAL, NONE";
inline constexpr std::string_view kReturnValuesValues =
    "ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW";
inline constexpr std::string_view kReturnItemCollectionMetricsValues = "SIZE, NONE";
inline constexpr std::string_view kOnConditionCheckFailureValues = "ALL_OLD, NONE";
inline constexpr std::string_view kConditionalOperatorValues = "OR, AND";
inline constexpr std::string_view kComparisonOperatorValues =
    "IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS";
inline constexpr std::string_view kNamePattern = "[a-zA-Z0-9_.-]+";

// `value` is one of the comma-separated `allowed`.
bool IsOneOf(std::string_view value, std::string_view allowed);
// `value` matches kNamePattern.
bool IsName(std::string_view value);

class Constraints {
 public:
  using Text = std::optional<std::string_view>;
  using Integer = std::optional<int64_t>;

  // `member` is the path as the service prints it: "tableName", "keySchema.1.member.keyType".
  // Nothing but NotNull looks at a value that is absent.
  void NotNull(std::string_view member, bool present);
  void Enum(std::string_view member, const Text& value, std::string_view allowed);
  void Pattern(std::string_view member, const Text& value);
  void Length(std::string_view member, const Text& value, size_t at_least, size_t at_most);
  void Range(std::string_view member, const Integer& value, int64_t at_least, int64_t at_most);
  // A list of `size` elements that would be printed as `printed`.
  void ListLength(std::string_view member, size_t size, size_t at_least, size_t at_most,
                  std::string_view printed);
  // A constraint worded by the caller; `value` with its quotes, or "null".
  void Violated(std::string_view member, std::string_view value, std::string_view constraint);

  size_t count() const { return errors_.size(); }
  // Everything collected, or ok.
  model::ApiStatus Check() const;

 private:
  std::vector<std::string> errors_;
};

}  // namespace partita::gateway::api
