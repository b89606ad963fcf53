// DeleteItem: a key to the owner's slot and the old item back.
#include "wire/delete_item.h"

#include <string>

#include "gateway/api/item_parameter.h"
#include "gateway/api/item_write.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/key.h"

namespace partita::gateway::api {

using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

// Everything that can be refused without knowing the table; the condition's program.
ApiResult<std::string> CheckDelete(WriteParameters* write, const ApiResult<Item>& key) {
  const bool has_expression = write->condition_expression.has_value();
  PARTITA_TRY(CheckNotMixed({{"Expected", write->expected.given},
                             {"ConditionalOperator", write->conditional_operator.has_value()}},
                            {{"ConditionExpression", has_expression}}));
  PARTITA_TRY(write->attributes.Check(has_expression));
  PARTITA_ASSIGN(std::string condition, CompileWriteCondition(write));
  PARTITA_TRY(write->attributes.placeholders()->CheckAllUsed());
  if (!key.ok()) return key.error();
  PARTITA_TRY(CheckOnlyAllOldOrNone(*write));
  return condition;
}

}  // namespace

ApiStatus DeleteItem(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  WriteParameters write(reader);
  const auto [key_given, key_item] = ReadItem(reader, "Key");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckWriteMembers(write, WriteKind::kDelete, key_given, nullptr));
  PARTITA_ASSIGN(const std::string condition, InEnvelope(CheckDelete(&write, key_item)));

  PARTITA_ASSIGN(const auto table, FindActiveTable(request.edge, *write.table_name));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, *key_item, model::KeySource::kKeyParameter,
                                    &request.edge->sha256()));
  wire::DeleteItemRequest deletion;
  deletion.table = table->id;
  deletion.key = key.bytes;
  deletion.options = ToWriteOptions(write, condition);
  const uint32_t slot = request.edge->SlotOf(key.hash);
  PARTITA_ASSIGN(Meter meter, Admit(request.edge, table, nullptr, Traffic::kWrite, slot));
  request.edge->AskPartition(
      slot, wire::MessageKind::kDeleteItem,
      [&deletion](base::ByteWriter* writer) { wire::Encode(deletion, writer); },
      AnswerWrite(request.call, write, table, *key_item, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::api
