// One question to one owner for the next items of a range, of a table or of one of its indexes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/key_range.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

// What a page is read from.
struct PageSource {
  model::TableId table = 0;
  uint32_t index = 0;        // model::IndexSchema::id; 0: the table itself
  bool whole_items = false;  // of an index: more than it projects
  HashRange hashes = {};     // of an index: whose items
  bool backward = false;
};

struct PageItem {
  std::string_view key = {};   // in the source's order (model/key.h, wire/index_range.h)
  uint64_t size = 0;           // DynamoDB size of what the source holds: item or projected view
  uint64_t fetched_size = 0;   // of the item that had to be fetched for an index; 0: none
  std::string_view item = {};  // encoded
};

struct StepEnd {
  bool ended = false;   // nothing of the range is left
  std::string reached;  // if not: the key behind which it goes on
};

// Called for each item in order; the views live until it returns. False: its bytes are corrupt.
using OnStepItem = std::function<bool(const PageItem& item)>;
using OnStepEnd = std::function<void(model::ApiResult<StepEnd> end)>;

// At most so many items and so many bytes of sizes (the last item may exceed them), and never more
// than an owner's own limits. Neither is called before this returns; `on_end` exactly once.
void AskForStep(Edge* edge, const PageSource& source, const KeyRange& range, uint64_t max_items,
                uint64_t max_bytes, OnStepItem on_item, OnStepEnd on_end);

}  // namespace partita::gateway::api
