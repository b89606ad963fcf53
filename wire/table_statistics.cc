#include "wire/table_statistics.h"

namespace partita::wire {

void Encode(const TableStatisticsRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
}

TableStatisticsRequest DecodeTableStatisticsRequest(base::ByteReader* reader) {
  return {.table = reader->U64()};
}

void Encode(const TableStatisticsReply& reply, base::ByteWriter* writer) {
  writer->U64(reply.item_count);
  writer->U64(reply.size_bytes);
  writer->Varint(reply.indexes.size());
  for (const IndexStatistics& index : reply.indexes) {
    writer->U32(index.index);
    writer->U64(index.item_count);
    writer->U64(index.size_bytes);
  }
}

TableStatisticsReply DecodeTableStatisticsReply(base::ByteReader* reader) {
  TableStatisticsReply reply;
  reply.item_count = reader->U64();
  reply.size_bytes = reader->U64();
  const uint64_t count = reader->Varint();
  for (uint64_t i = 0; i < count && reader->ok(); ++i) {
    IndexStatistics index;
    index.index = reader->U32();
    index.item_count = reader->U64();
    index.size_bytes = reader->U64();
    reply.indexes.push_back(index);
  }
  return reply;
}

}  // namespace partita::wire
