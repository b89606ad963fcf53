#include "wire/scan_range.h"

namespace partita::wire {

void Encode(const ScanRangeRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->Bytes(request.first);
  writer->Bytes(request.last);
  writer->Bool(request.backward);
  writer->Varint(request.max_items);
  writer->Varint(request.max_bytes);
}

ScanRangeRequest DecodeScanRangeRequest(base::ByteReader* reader) {
  ScanRangeRequest request;
  request.table = reader->U64();
  request.first = reader->Bytes();
  request.last = reader->Bytes();
  request.backward = reader->Bool();
  request.max_items = reader->Varint();
  request.max_bytes = reader->Varint();
  if (request.max_items == 0 || request.max_bytes == 0) reader->Fail();
  return request;
}

void EncodeRangeItem(const RangeItem& item, base::ByteWriter* writer) {
  writer->Bool(true);
  writer->Bytes(item.key);
  writer->Varint(item.item_size);
  writer->Bytes(item.item);
}

void EncodeRangeEnd(bool ended, base::ByteWriter* writer) {
  writer->Bool(false);
  writer->Bool(ended);
}

bool DecodeRangeItem(base::ByteReader* reader, RangeItem* item) {
  if (!reader->Bool()) return false;
  item->key = reader->Bytes();
  item->item_size = reader->Varint();
  item->item = reader->Bytes();
  if (item->key.empty()) reader->Fail();
  return reader->ok();
}

bool DecodeRangeEnd(base::ByteReader* reader) { return reader->Bool(); }

}  // namespace partita::wire
