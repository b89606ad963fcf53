// How many items of a table a slot holds, for DescribeTable.
#pragma once

#include <cstdint>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct TableStatisticsRequest {
  model::TableId table = 0;
};
struct TableStatisticsReply {
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;  // sum of DynamoDB item sizes
};

void Encode(const TableStatisticsRequest& request, base::ByteWriter* writer);
TableStatisticsRequest DecodeTableStatisticsRequest(base::ByteReader* reader);
void Encode(const TableStatisticsReply& reply, base::ByteWriter* writer);  // after outcome.h
TableStatisticsReply DecodeTableStatisticsReply(base::ByteReader* reader);

}  // namespace partita::wire
