// ScanRange between an edge and a slot's owner: the next items of an ordered range of keys, the
// step that Query and Scan are made of.
//
// An owner answers one step at a time and each is bounded by kMaxStepBytes and kMaxStepItems: a
// page of a megabyte is asked for piece by piece, so that other requests get their turn in between
// and a slow reader holds nothing up. The next step begins behind the last key of this one.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

inline constexpr uint64_t kMaxStepBytes = 128u << 10;  // of item sizes; the last item may exceed it
inline constexpr uint64_t kMaxStepItems = 1024;

struct ScanRangeRequest {
  model::TableId table = 0;
  std::string_view first = {};  // inclusive; empty: the beginning
  std::string_view last = {};   // exclusive; empty: the end
  bool backward = false;        // from the end of the range to its beginning
  // After so many items or so many bytes of item sizes it is enough; at least 1, and an owner
  // takes no more than the limits above for granted.
  uint64_t max_items = kMaxStepItems;
  uint64_t max_bytes = kMaxStepBytes;
};

void Encode(const ScanRangeRequest& request, base::ByteWriter* writer);
ScanRangeRequest DecodeScanRangeRequest(base::ByteReader* reader);

// The reply, after outcome.h, is a stream that is written and read item by item:
//
//   reply := item*, u8 0, ended bool
//   item  := u8 1, key bytes, item_size varint, encoded item bytes
struct RangeItem {
  std::string_view key = {};   // model::ItemKey::bytes
  uint64_t item_size = 0;      // DynamoDB size
  std::string_view item = {};  // encoded; its checksum was verified by the owner
};

void EncodeRangeItem(const RangeItem& item, base::ByteWriter* writer);
// `ended`: nothing of the range is left behind the last item.
void EncodeRangeEnd(bool ended, base::ByteWriter* writer);

// True: `item` is the next one. False: there is none, the end follows or the reader has failed.
bool DecodeRangeItem(base::ByteReader* reader, RangeItem* item);
// After the last item.
bool DecodeRangeEnd(base::ByteReader* reader);

}  // namespace partita::wire
