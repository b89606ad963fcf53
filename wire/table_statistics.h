// How many items of a table a slot holds, and of each of its indexes, for DescribeTable.
#pragma once

#include <cstdint>
#include <vector>

#include "base/coding.h"
#include "model/table_schema.h"

namespace partita::wire {

struct TableStatisticsRequest {
  model::TableId table = 0;
};
struct IndexStatistics {
  uint32_t index = 0;
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;  // sum of the sizes of the items as the index projects them
};
struct TableStatisticsReply {
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;               // sum of DynamoDB item sizes
  std::vector<IndexStatistics> indexes;  // an index that is not there counts as empty
};

void Encode(const TableStatisticsRequest& request, base::ByteWriter* writer);
TableStatisticsRequest DecodeTableStatisticsRequest(base::ByteReader* reader);
void Encode(const TableStatisticsReply& reply, base::ByteWriter* writer);  // after outcome.h
TableStatisticsReply DecodeTableStatisticsReply(base::ByteReader* reader);

}  // namespace partita::wire
