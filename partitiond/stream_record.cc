#include "partitiond/stream_record.h"

#include <string_view>
#include <utility>

#include "base/clock.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/stream_record.h"

namespace partita::partitiond {
namespace {

// The key attributes of an encoded item; the decoder's error for one that is none.
base::Result<model::Item> KeysOf(const model::TableSchema& table, std::string_view item) {
  model::Item keys;
  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const model::KeyAttribute& attribute : *attributes) {
      base::ByteReader reader(model::FindEncodedAttribute(item, attribute.name));
      PARTITA_ASSIGN(model::AttributeValue value, model::DecodeValue(&reader));
      keys.Set(attribute.name, std::move(value));
    }
  }
  return keys;
}

bool KeepsNew(model::StreamViewType view) {
  return view == model::StreamViewType::kNewImage ||
         view == model::StreamViewType::kNewAndOldImages;
}

bool KeepsOld(model::StreamViewType view) {
  return view == model::StreamViewType::kOldImage ||
         view == model::StreamViewType::kNewAndOldImages;
}

model::StreamEvent EventOf(std::string_view before, std::string_view after) {
  if (before.empty()) return model::StreamEvent::kInsert;
  return after.empty() ? model::StreamEvent::kRemove : model::StreamEvent::kModify;
}

// All but the keys.
model::StreamRecord RecordOf(const Mutation& mutation,
                             const std::optional<store::StoredItem>& old) {
  model::StreamRecord record;
  const std::string_view before = old ? old->bytes : std::string_view();
  record.event = EventOf(before, mutation.item);
  record.view = mutation.table->stream;
  record.by_service = mutation.origin == Origin::kTimeToLive;
  if (KeepsNew(record.view) && !mutation.item.empty()) {
    record.new_image = mutation.item;
    record.size_bytes += mutation.item_size;
  }
  if (KeepsOld(record.view) && old) {
    record.old_image = before;
    record.size_bytes += old->item_size;
  }
  return record;
}

}  // namespace

store::StreamId StreamOf(const model::TableSchema& table) {
  return {.table = table.id, .generation = static_cast<uint64_t>(table.stream_label_us)};
}

std::string StreamInfoOf(const model::TableSchema& table) {
  std::string info;
  model::EncodeStreamInfo({.table_name = table.name, .view = table.stream, .key = table.key},
                          &info);
  return info;
}

Attempt<void> RecordChange(Room& room, const Mutation& mutation,
                           const std::optional<store::StoredItem>& old) {
  const model::TableSchema& table = *mutation.table;
  if (table.stream == model::StreamViewType::kNone) return {};
  const std::string_view before = old ? old->bytes : std::string_view();
  if (before == mutation.item) return {};
  const store::StreamId stream = StreamOf(table);
  if (room.store->FindStream(stream) == nullptr)
    PARTITA_TRY(Step(room.store->OpenStream(stream, StreamInfoOf(table))));

  model::StreamRecord record = RecordOf(mutation, old);
  PARTITA_ASSIGN(const model::Item keys,
                 Step(KeysOf(table, mutation.item.empty() ? before : mutation.item)));
  std::string key_bytes;
  model::EncodeItem(keys, &key_bytes);
  record.keys = key_bytes;
  record.size_bytes += model::ItemSize(keys);
  std::string bytes;
  model::EncodeStreamRecord(record, &bytes);
  PARTITA_TRY(Step(room.store->AppendChange(stream, base::WallMicros(), bytes)));
  room.tally->StreamRecord(table.id);
  return {};
}

}  // namespace partita::partitiond
