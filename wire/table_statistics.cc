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
}

TableStatisticsReply DecodeTableStatisticsReply(base::ByteReader* reader) {
  TableStatisticsReply reply;
  reply.item_count = reader->U64();
  reply.size_bytes = reader->U64();
  return reply;
}

}  // namespace partita::wire
