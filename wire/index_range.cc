#include "wire/index_range.h"

namespace partita::wire {

void Encode(const IndexRangeRequest& request, base::ByteWriter* writer) {
  writer->U64(request.table);
  writer->U32(request.index);
  writer->Bytes(request.first);
  writer->Bytes(request.last);
  writer->Bool(request.backward);
  writer->U64(request.first_hash);
  writer->U64(request.last_hash);
  writer->Bool(request.whole_items);
  writer->Varint(request.max_items);
  writer->Varint(request.max_bytes);
}

IndexRangeRequest DecodeIndexRangeRequest(base::ByteReader* reader) {
  IndexRangeRequest request;
  request.table = reader->U64();
  request.index = reader->U32();
  request.first = reader->Bytes();
  request.last = reader->Bytes();
  request.backward = reader->Bool();
  request.first_hash = reader->U64();
  request.last_hash = reader->U64();
  request.whole_items = reader->Bool();
  request.max_items = reader->Varint();
  request.max_bytes = reader->Varint();
  if (request.index == 0 || request.max_items == 0 || request.max_bytes == 0) reader->Fail();
  return request;
}

void EncodeIndexItem(const IndexItem& item, base::ByteWriter* writer) {
  writer->Bool(true);
  writer->Bytes(item.key);
  writer->Varint(item.view_size);
  writer->Varint(item.item_size);
  writer->Bytes(item.item);
}

void EncodeIndexRangeEnd(const IndexRangeEnd& end, base::ByteWriter* writer) {
  writer->Bool(false);
  writer->Bool(end.ended);
  writer->Bytes(end.reached);
}

bool DecodeIndexItem(base::ByteReader* reader, IndexItem* item) {
  if (!reader->Bool()) return false;
  item->key = reader->Bytes();
  item->view_size = reader->Varint();
  item->item_size = reader->Varint();
  item->item = reader->Bytes();
  if (item->key.empty()) reader->Fail();
  return reader->ok();
}

IndexRangeEnd DecodeIndexRangeEnd(base::ByteReader* reader) {
  IndexRangeEnd end;
  end.ended = reader->Bool();
  end.reached = reader->Bytes();
  if (!end.ended && end.reached.empty()) reader->Fail();
  return end;
}

}  // namespace partita::wire
