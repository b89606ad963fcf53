// Which key a Query asks for: KeyConditionExpression and the legacy KeyConditions.
//
// In two steps, because the service looks at the text before it looks for the table:
// CompileKeyCondition knows no schema, BindKeyCondition brings its terms in the order of a key and
// refuses what the key cannot answer. Source: AWS "Key condition expressions for the Query
// operation"; for keys of several attributes: every partition attribute with `=`, sort attributes
// from the left without a gap, and only the last of them with anything but `=`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/legacy.h"
#include "expr/placeholders.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::expr {

enum class KeyOperator {
  kEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kBetween,
  kBeginsWith,
  kNotIndexable,  // of the legacy operators, those that a key cannot answer
};

// One condition on one attribute.
struct KeyTerm {
  std::string attribute;
  KeyOperator op = KeyOperator::kEqual;
  std::vector<model::AttributeValue>
      values;  // one; two of kBetween, the lower first; any number of kNotIndexable
};

// At most one term per attribute, as the client ordered them.
using KeyTerms = std::vector<KeyTerm>;

// Messages start with "Invalid KeyConditionExpression: " where the text is at fault.
model::ApiResult<KeyTerms> CompileKeyCondition(std::string_view text, Placeholders* placeholders);
model::ApiResult<KeyTerms> TranslateKeyConditions(const std::vector<LegacyCondition>& conditions);

// What is left of the sort key after its leading equalities.
struct SortCondition {
  KeyOperator op = KeyOperator::kEqual;
  model::AttributeValue value;
  model::AttributeValue upper;  // of kBetween
};

struct KeyCondition {
  std::vector<model::AttributeValue>
      partition;  // one per partition attribute of the key, in its order
  // `=` on the leading sort attributes, in the key's order. A table's only sort attribute with `=`
  // stands here too.
  std::vector<model::AttributeValue> sort_equal;
  std::optional<SortCondition> sort;  // on the next sort attribute; never kEqual
};

// `key` is the table's or the index's. Types are the schema's, no value is empty.
model::ApiResult<KeyCondition> BindKeyCondition(KeyTerms terms, const model::KeySchema& key);

}  // namespace partita::expr
