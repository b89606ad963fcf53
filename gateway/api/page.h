// Reading a page: ranges of a table or an index, until enough items have been seen.
//
// The owners are asked step by step (page_step.h), so that the memory on the way is bounded and
// nobody is held up by a page. A page is full when it has `limit` items or a megabyte of item
// sizes, the item that reaches it included; then there may be more, even when there is not.
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/key_range.h"
#include "gateway/api/page_step.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/limits.h"

namespace partita::gateway::api {

struct PageRequest {
  PageSource source;
  std::vector<KeyRange> ranges;  // at least one
  // The ranges are of several slots and are read side by side, as one in the order of their keys;
  // otherwise one after the other.
  bool merge = false;
  uint64_t limit = UINT64_MAX;                // items; at least 1
  uint64_t max_bytes = model::kMaxPageBytes;  // of their sizes; at least 1
};

// What was read, before any filter.
struct PageEnd {
  uint64_t items = 0;
  uint64_t bytes = 0;          // of the sizes of what the source holds
  uint64_t fetched_units = 0;  // of 4 KB, rounded up for each item that was fetched for an index
  bool full = false;           // there may be more behind the last item
  std::string last_item;       // encoded; of a full page
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
