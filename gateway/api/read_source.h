// What a Query or Scan reads from: a table or one of its indexes.
//
// Messages as the service words them; sources: AWS "Using Global Secondary Indexes", "Local
// Secondary Indexes" and observed answers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "expr/condition.h"
#include "expr/projection.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/index_view.h"
#include "model/key.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

struct ReadSource {
  std::shared_ptr<const model::TableSchema> table;
  const model::IndexSchema* index = nullptr;  // of `table`; null: the table itself

  const model::KeySchema& key() const { return index == nullptr ? table->key : index->key; }
  bool global() const { return index != nullptr && index->global; }
};

// The table and the index. Refused: an index that the table does not have or cannot be read yet, a
// consistent read of a global one.
model::ApiResult<ReadSource> FindReadSource(Edge* edge, std::string_view table_name,
                                            std::optional<std::string_view> index_name,
                                            bool consistent_read);

// The place of an ExclusiveStartKey.
struct StartPlace {
  model::ItemKey item_key;
  std::string key;  // in the source's order
};
// A start key of an index names the key of the item and that of the index, and nothing else.
// Refused: `wrong_shape` for anything else; what MakeItemKey refuses in the values.
model::ApiResult<StartPlace> PlaceOf(const ReadSource& source, const model::Item& start_key,
                                     std::string_view wrong_shape, base::Sha256* sha256);

// The key attributes of a source that a LastEvaluatedKey shows; none: the item is corrupt.
std::optional<model::Item> KeyShown(const ReadSource& source, std::string_view encoded_item);

// What of the items has to be read, and what of them is shown.
struct Extent {
  bool whole_items = false;  // more than the index projects: of a local index only
  bool show_view = false;    // show what the index projects, though the whole item was read
};
// Refused: a global index asked for what it does not project. `all_attributes`: Select says so.
model::ApiResult<Extent> ExtentOf(const ReadSource& source, bool all_attributes,
                                  const expr::Projection* projection,
                                  const expr::Condition* filter);

// Whether a condition looks at a top-level attribute.
bool LooksAt(const expr::ConditionNode& node, std::string_view attribute);

}  // namespace partita::gateway::api
