// Where a page of a Query or a Scan is read: the ranges of its source, behind its starting key.
#pragma once

#include <string_view>
#include <vector>

#include "expr/condition.h"
#include "gateway/api/key_range.h"
#include "gateway/api/page.h"
#include "gateway/api/read_source.h"
#include "gateway/edge.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// ---- Query
// What belongs to the key belongs into the key condition. `parameter` is the filter's name in the
// message.
model::ApiStatus CheckFilterWithoutKeys(std::string_view parameter, const expr::Condition* filter,
                                        const model::KeySchema& key);
// Refused: a starting key of another partition or outside the range.
model::ApiStatus StartBehind(const StartPlace& start, bool backward, QueryRange* range);
// The slots that hold the range: one, or for a global index all of them.
void Spread(const ReadSource& source, const QueryRange& range, Edge* edge, PageRequest* page);

// ---- Scan
// Of a table, the ranges of the hashes; of an index, all of it in the same slots.
std::vector<KeyRange> RangesToScan(const ReadSource& source, const HashRange& hashes,
                                   uint32_t slots);
// Where a scan of `segment` of `total_segments` goes on: everything before the starting key is left
// out. Refused: the starting key of another segment.
struct ScanSegment {
  uint64_t segment = 0;
  uint64_t total_segments = 1;
  HashRange hashes = {};
};
model::ApiStatus StartBehindKey(const model::Item& start_key, const ReadSource& source, Edge* edge,
                                const ScanSegment& segment, std::vector<KeyRange>* ranges);

}  // namespace partita::gateway::api
