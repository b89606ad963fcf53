#include "wire/backfill_progress.h"

namespace partita::wire {

void Encode(const BackfillProgressRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->U32(request.index);
}

BackfillProgressRequest DecodeBackfillProgressRequest(base::ByteReader* reader) {
  BackfillProgressRequest request;
  request.table = reader->U64();
  request.index = reader->U32();
  return request;
}

void Encode(const BackfillProgressReply& reply, base::ByteWriter* writer) {
  writer->Bool(reply.done);
  writer->U64(reply.scanned);
  writer->U64(reply.total);
}

BackfillProgressReply DecodeBackfillProgressReply(base::ByteReader* reader) {
  BackfillProgressReply reply;
  reply.done = reader->Bool();
  reply.scanned = reader->U64();
  reply.total = reader->U64();
  return reply;
}

}  // namespace partita::wire
