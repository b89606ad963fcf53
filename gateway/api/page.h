// Reading a page: ranges of keys, one after the other, until enough items have been seen.
//
// The owners are asked step by step (wire/scan_range.h), so that the memory on the way is bounded
// and nobody is held up by a page. A page is full when it has `limit` items or a megabyte of item
// sizes, the item that reaches it included; then there may be more, even when there is not.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/key_range.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

struct PageRequest {
  model::TableId table = 0;
  std::vector<KeyRange> ranges;  // in the order of reading; at least one
  bool backward = false;
  uint64_t limit = UINT64_MAX;  // items; at least 1
};

// What was read, before any filter.
struct PageEnd {
  uint64_t items = 0;
  uint64_t bytes = 0;     // of item sizes
  bool full = false;      // there may be more behind the last item
  std::string last_item;  // encoded; of a full page
};

// Called for each item in order; `item` is encoded and lives until it returns. False: its bytes are
// corrupt, the page fails.
using OnPageItem = std::function<bool(std::string_view item)>;
// Called once, at the end. An owner that dies on the way makes the whole page fail with
// InternalServerError: whoever asks again gets all of it.
using OnPageEnd = std::function<void(model::ApiResult<PageEnd> end)>;

// `edge` outlives the reading. Neither is called before this returns.
void ReadPage(Edge* edge, PageRequest request, OnPageItem on_item, OnPageEnd on_end);

}  // namespace partita::gateway::api
