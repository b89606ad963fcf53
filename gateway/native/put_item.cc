// PutItem: an item's bytes, checked and passed on, and the old item back.
#include "wire/put_item.h"

#include <string>
#include <utility>

#include "gateway/api/table_name.h"
#include "gateway/native/request.h"
#include "gateway/native/write.h"
#include "model/api_message.h"
#include "model/encoded_item.h"
#include "model/key.h"
#include "model/limits.h"
#include "wire/native_item.h"

namespace partita::gateway::native {

using model::ApiError;
using model::ApiStatus;

ApiStatus PutItem(Request* request) {
  const wire::NativePutRequest sent = wire::DecodeNativePutRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  PARTITA_TRY(CheckOptions(sent.options, /*only_all_old=*/true));
  wire::PutItemRequest put;
  PARTITA_ASSIGN(put.item_size, model::CheckEncodedItem(sent.item));
  if (put.item_size > model::kMaxItemBytes)
    return ApiError::Validation(model::message::kItemTooLarge);
  PARTITA_ASSIGN(const auto table, api::FindActiveTable(request->edge, sent.table));
  PARTITA_ASSIGN(const model::Item keys, model::KeyAttributesOf(*table, sent.item));
  PARTITA_ASSIGN(
      const model::ItemKey key,
      model::MakeItemKey(*table, keys, model::KeySource::kItem, &request->edge->sha256()));
  PARTITA_TRY(model::CheckIndexKeys(*table, keys));
  put.table = table->id;
  put.key = key.bytes;
  put.item = sent.item;
  put.options = sent.options;
  const uint32_t slot = request->edge->SlotOf(key.hash);
  PARTITA_ASSIGN(api::Meter meter,
                 api::Admit(request->edge, table, nullptr, Traffic::kWrite, slot));
  request->edge->AskPartition(
      slot, wire::MessageKind::kPutItem,
      [&put](base::ByteWriter* writer) { wire::Encode(put, writer); },
      AnswerWrite(request->call, sent.capacity, table, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::native
