#include "wire/table_statistics.h"

#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> TableStatistics(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::TableStatisticsRequest request = wire::DecodeTableStatisticsRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  const store::TableStatistics statistics = room.store->Statistics(request.table);
  wire::EncodeDone(reply);
  wire::Encode(wire::TableStatisticsReply{.item_count = statistics.item_count,
                                          .size_bytes = statistics.size_bytes,
                                          .indexes = {}},
               reply);
  return {};
}

}  // namespace partita::partitiond
