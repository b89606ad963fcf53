// Ranges of keys: where Query and Scan look.
//
// Keys of a table are the bytes of model/key.h: hash ‖ partition key ‖ sort key, each
// self-delimiting, in the order of memcmp; those of an index are its key values, then the item's
// key (store/index_rows.h). A slot owns a contiguous range of hashes, so a range of keys inside one
// slot is one question to one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "expr/key_condition.h"
#include "gateway/api/read_source.h"
#include "model/api_error.h"
#include "model/table_schema.h"

namespace partita::gateway::api {

struct KeyRange {
  uint32_t slot = 0;
  std::string first;  // inclusive
  std::string last;   // exclusive; empty: the end

  bool Has(std::string_view key) const { return key >= first && (last.empty() || key < last); }
  // What is left of the range behind (in reading direction) a key inside it.
  void StartBehind(std::string_view key, bool backward);
};

// The smallest string behind everything that starts with `prefix`; empty: there is none.
std::string EndOfPrefix(std::string prefix);

// The part of the hash space that a segment of a parallel scan reads.
struct HashRange {
  uint64_t first = 0;
  uint64_t last = UINT64_MAX;  // inclusive

  bool Has(uint64_t hash) const { return hash >= first && hash <= last; }
};
// Equal parts; all segments together are everything, no two share a key. segment < total_segments.
HashRange SegmentOf(uint32_t segment, uint32_t total_segments);

// The ranges of `hashes` in all slots it touches, in order.
std::vector<KeyRange> RangesOf(const HashRange& hashes, uint32_t slots);

// What a Query reads. `slot` is left to the caller, who knows the map.
struct QueryRange {
  uint64_t hash = 0;      // of the table's partition key; a global index has none
  std::string partition;  // what every key of the range starts with
  KeyRange range;
};
// Refused: a key value longer than any stored one can be.
model::ApiResult<QueryRange> RangeOf(const expr::KeyCondition& condition, const ReadSource& source,
                                     base::Sha256* sha256);

}  // namespace partita::gateway::api
