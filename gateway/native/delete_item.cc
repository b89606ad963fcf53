// DeleteItem: a key to the owner's slot and the old item back.
#include "wire/delete_item.h"

#include <utility>

#include "gateway/api/table_name.h"
#include "gateway/native/request.h"
#include "gateway/native/write.h"
#include "model/key.h"
#include "wire/native_item.h"

namespace partita::gateway::native {

model::ApiStatus DeleteItem(Request* request) {
  const wire::NativeDeleteRequest sent = wire::DecodeNativeDeleteRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  PARTITA_TRY(CheckOptions(sent.options, /*only_all_old=*/true));
  PARTITA_ASSIGN(const model::Item key_item, ReadItem(sent.key, "key"));
  PARTITA_ASSIGN(const auto table, api::FindActiveTable(request->edge, sent.table));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, key_item, model::KeySource::kKeyParameter,
                                    &request->edge->sha256()));
  const wire::DeleteItemRequest deletion{table->id, key.bytes, sent.options};
  const uint32_t slot = request->edge->SlotOf(key.hash);
  PARTITA_ASSIGN(api::Meter meter,
                 api::Admit(request->edge, table, nullptr, Traffic::kWrite, slot));
  request->edge->AskPartition(
      slot, wire::MessageKind::kDeleteItem,
      [&deletion](base::ByteWriter* writer) { wire::Encode(deletion, writer); },
      AnswerWrite(request->call, sent.capacity, table, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::native
