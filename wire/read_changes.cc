#include "wire/read_changes.h"

namespace partita::wire {

void Encode(const ReadChangesRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->U64(request.generation);
  writer->Varint(request.after_seq);
  writer->Bool(request.from_horizon);
  writer->Varint(request.max_records);
  writer->Varint(request.max_bytes);
}

ReadChangesRequest DecodeReadChangesRequest(base::ByteReader* reader) {
  ReadChangesRequest request;
  request.table = reader->U64();
  request.generation = reader->U64();
  request.after_seq = reader->Varint();
  request.from_horizon = reader->Bool();
  request.max_records = reader->Varint();
  request.max_bytes = reader->Varint();
  if (request.max_records == 0 || request.max_bytes == 0) reader->Fail();
  return request;
}

void EncodeChange(const ChangeEntry& entry, base::ByteWriter* writer) {
  writer->Bool(true);
  writer->Varint(entry.seq);
  writer->U64(static_cast<uint64_t>(entry.at_us));
  writer->Bytes(entry.record);
}

void EncodeChangesEnd(const ChangesEnd& end, base::ByteWriter* writer) {
  writer->Bool(false);
  writer->Bool(end.ended);
  writer->Bool(end.closed);
}

bool DecodeChange(base::ByteReader* reader, ChangeEntry* entry) {
  if (!reader->Bool()) return false;
  entry->seq = reader->Varint();
  entry->at_us = static_cast<int64_t>(reader->U64());
  entry->record = reader->Bytes();
  if (entry->seq == 0) reader->Fail();
  return reader->ok();
}

ChangesEnd DecodeChangesEnd(base::ByteReader* reader) {
  ChangesEnd end;
  end.ended = reader->Bool();
  end.closed = reader->Bool();
  return end;
}

}  // namespace partita::wire
