#include "wire/table_statistics.h"

#include "partitiond/operation.h"
#include "wire/outcome.h"

namespace partita::partitiond {

Attempt<void> TableStatistics(Room& room, base::ByteReader* payload, base::ByteWriter* reply) {
  const wire::TableStatisticsRequest request = wire::DecodeTableStatisticsRequest(payload);
  PARTITA_TRY(ExpectWholeRequest(*payload));
  const store::TableStatistics items = room.store->Statistics(request.table);
  wire::TableStatisticsReply counts{
      .item_count = items.item_count, .size_bytes = items.size_bytes, .indexes = {}};
  for (const model::IndexView& view : room.tables->ViewsOf(request.table)) {
    const store::TableStatistics entries =
        room.store->Statistics(store::Counted{request.table, view.id()});
    counts.indexes.push_back({.index = view.id(),
                              .item_count = entries.item_count,
                              .size_bytes = entries.size_bytes});
  }
  wire::EncodeDone(reply);
  wire::Encode(counts, reply);
  return {};
}

}  // namespace partita::partitiond
