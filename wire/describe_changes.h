// DescribeChanges between an edge and a slot's owner: which streams the slot holds records of.
//
// Every slot knows every stream, so any one of them can say which there are; how far each shard has
// come only its own can.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "model/stream_record.h"

namespace partita::wire {

struct DescribeChangesRequest {
  std::string_view table_name = {};  // empty: the streams of all tables
};

struct StreamDescription {
  model::TableId table = 0;
  uint64_t generation = 0;       // TableSchema::stream_label_us
  int64_t closed_at_us = 0;      // 0: open
  uint64_t trimmed_through = 0;  // records up to here are gone
  uint64_t last_seq = 0;         // of the newest record there has been; 0: none yet
  model::StreamInfo info;
  friend bool operator==(const StreamDescription&, const StreamDescription&) = default;
};

void Encode(const DescribeChangesRequest& request, base::ByteWriter* writer);
DescribeChangesRequest DecodeDescribeChangesRequest(base::ByteReader* reader);

// The reply, after outcome.h: count varint, then as many descriptions.
void Encode(const std::vector<StreamDescription>& streams, base::ByteWriter* writer);
std::vector<StreamDescription> DecodeStreamDescriptions(base::ByteReader* reader);

}  // namespace partita::wire
