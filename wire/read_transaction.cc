#include "wire/read_transaction.h"

#include "model/limits.h"

namespace partita::wire {

void Encode(const ReadTransactionRequest& request, base::ByteWriter* writer) {
  writer->Bool(request.with_items);
  writer->Varint(request.keys.size());
  for (const auto& key : request.keys) {
    writer->U64(key.table);
    writer->Bytes(key.key);
  }
}

ReadTransactionRequest DecodeReadTransactionRequest(base::ByteReader* reader) {
  ReadTransactionRequest request;
  request.with_items = reader->Bool();
  uint64_t count = reader->Varint();
  if (count > model::kMaxTransactionActions) reader->Fail();
  for (; count > 0 && reader->ok(); --count) {
    auto& key = request.keys.emplace_back();
    key.table = reader->U64();
    key.key = reader->Bytes();
    if (key.key.empty()) reader->Fail();
  }
  return request;
}

void EncodeReadEntry(const ReadTransactionReply::Entry& entry, base::ByteWriter* writer) {
  writer->Bool(entry.locked);
  writer->Varint(entry.version);
  writer->Bool(entry.found);
  if (!entry.found) return;
  writer->Varint(entry.item_size);
  writer->Bytes(entry.item);
}

ReadTransactionReply DecodeReadTransactionReply(size_t entries, base::ByteReader* reader) {
  ReadTransactionReply reply;
  reply.epoch = reader->U64();
  for (size_t i = 0; i < entries && reader->ok(); ++i) {
    auto& entry = reply.entries.emplace_back();
    entry.locked = reader->Bool();
    entry.version = reader->Varint();
    entry.found = reader->Bool();
    if (!entry.found) continue;
    entry.item_size = reader->Varint();
    entry.item = reader->Bytes();
  }
  return reply;
}

}  // namespace partita::wire
