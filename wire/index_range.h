// IndexRange between an edge and a slot's owner: the next items of an ordered range of an index,
// the step that Query and Scan of an index are made of.
//
// The range is one of index entries in their order (store/index_rows.h): index key values, then the
// item's own key. Steps are bounded like those of wire/scan_range.h; entries that are only passed
// over count too, so a step may bring no item and yet not have ended.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"
#include "wire/scan_range.h"

namespace partita::wire {

struct IndexRangeRequest {
  model::TableId table = 0;
  uint32_t index = 0;           // model::IndexSchema::id
  std::string_view first = {};  // inclusive; empty: the beginning
  std::string_view last = {};   // exclusive; empty: the end
  bool backward = false;
  // Only items whose hash is in this range, both inclusive: a segment of a parallel scan.
  uint64_t first_hash = 0;
  uint64_t last_hash = UINT64_MAX;
  // The items as they are; false: only what the index projects of them.
  bool whole_items = false;
  uint64_t max_items = kMaxStepItems;
  uint64_t max_bytes = kMaxStepBytes;  // of view_size; the last item may exceed it
};

void Encode(const IndexRangeRequest& request, base::ByteWriter* writer);
IndexRangeRequest DecodeIndexRangeRequest(base::ByteReader* reader);

// The reply, after outcome.h, is a stream that is written and read item by item:
//
//   reply := item*, u8 0, ended bool, reached bytes
//   item  := u8 1, key bytes, view_size varint, item_size varint, encoded item bytes
struct IndexItem {
  std::string_view key = {};   // of the entry, the item's key included
  uint64_t view_size = 0;      // DynamoDB size of what the index projects
  uint64_t item_size = 0;      // of the whole item
  std::string_view item = {};  // encoded, projected unless whole_items
};
struct IndexRangeEnd {
  bool ended = false;  // nothing of the range is left
  // The last key looked at: the next step begins behind it. Empty if nothing was.
  std::string_view reached = {};
};

void EncodeIndexItem(const IndexItem& item, base::ByteWriter* writer);
void EncodeIndexRangeEnd(const IndexRangeEnd& end, base::ByteWriter* writer);

// True: `item` is the next one. False: there is none, the end follows or the reader has failed.
bool DecodeIndexItem(base::ByteReader* reader, IndexItem* item);
// After the last item.
IndexRangeEnd DecodeIndexRangeEnd(base::ByteReader* reader);

}  // namespace partita::wire
