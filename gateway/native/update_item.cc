// UpdateItem: a key and an update's program to the owner's slot, the attributes asked for back.
#include "wire/update_item.h"

#include <utility>

#include "expr/program_check.h"
#include "expr/update.h"
#include "gateway/api/table_name.h"
#include "gateway/api/updated_key.h"
#include "gateway/native/request.h"
#include "gateway/native/write.h"
#include "model/key.h"
#include "wire/native_item.h"

namespace partita::gateway::native {
namespace {

model::ApiStatus CheckUpdate(std::string_view program, const model::TableSchema& table) {
  if (program.empty()) return {};
  const base::Result<expr::Update> update = expr::Update::Decode(program);
  if (!update.ok()) return Malformed("update");
  PARTITA_TRY(expr::CheckProgram(*update));
  return api::CheckUpdatedKeys(table, *update);
}

}  // namespace

model::ApiStatus UpdateItem(Request* request) {
  const wire::NativeUpdateRequest sent = wire::DecodeNativeUpdateRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  PARTITA_TRY(CheckOptions(sent.options, /*only_all_old=*/false));
  PARTITA_ASSIGN(const model::Item key_item, ReadItem(sent.key, "key"));
  PARTITA_ASSIGN(const auto table, api::FindActiveTable(request->edge, sent.table));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, key_item, model::KeySource::kKeyParameter,
                                    &request->edge->sha256()));
  PARTITA_TRY(CheckUpdate(sent.update, *table));
  const wire::UpdateItemRequest update{table->id, key.bytes, sent.key, sent.update, sent.options};
  const uint32_t slot = request->edge->SlotOf(key.hash);
  PARTITA_ASSIGN(api::Meter meter,
                 api::Admit(request->edge, table, nullptr, Traffic::kWrite, slot));
  request->edge->AskPartition(
      slot, wire::MessageKind::kUpdateItem,
      [&update](base::ByteWriter* writer) { wire::Encode(update, writer); },
      AnswerWrite(request->call, sent.capacity, table, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::native
