// PutItem: JSON to the owner's slot and the old item back.
#include "wire/put_item.h"

#include <fmt/format.h>

#include <string>

#include "gateway/api/item_parameter.h"
#include "gateway/api/item_write.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/limits.h"

namespace partita::gateway::api {

using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

// Everything that can be refused without knowing the table; the condition's program.
ApiResult<std::string> CheckPut(WriteParameters* write, const ApiResult<Item>& item) {
  const bool has_expression = write->condition_expression.has_value();
  PARTITA_TRY(CheckNotMixed({{"Expected", write->expected.given},
                             {"ConditionalOperator", write->conditional_operator.has_value()}},
                            {{"ConditionExpression", has_expression}}));
  PARTITA_TRY(write->attributes.Check(has_expression));
  PARTITA_ASSIGN(std::string condition, CompileWriteCondition(write));
  PARTITA_TRY(write->attributes.placeholders()->CheckAllUsed());
  if (!item.ok()) return item.error();
  PARTITA_TRY(CheckOnlyAllOldOrNone(*write));
  return condition;
}

}  // namespace

ApiStatus PutItem(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  WriteParameters write(reader);
  const auto [item_given, item] = ReadItem(reader, "Item");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckWriteMembers(write, WriteKind::kPut, item_given, nullptr));
  PARTITA_ASSIGN(const std::string condition, InEnvelope(CheckPut(&write, item)));

  wire::PutItemRequest put;
  put.item_size = model::ItemSize(*item);
  if (put.item_size > model::kMaxItemBytes) {
    return model::ApiError::Validation(std::string(model::message::kItemTooLarge));
  }
  PARTITA_ASSIGN(const auto table, FindActiveTable(request.edge, *write.table_name));
  PARTITA_ASSIGN(
      const model::ItemKey key,
      model::MakeItemKey(*table, *item, model::KeySource::kItem, &request.edge->sha256()));
  PARTITA_TRY(model::CheckIndexKeys(*table, *item));

  std::string encoded;
  model::EncodeItem(*item, &encoded);
  put.table = table->id;
  put.key = key.bytes;
  put.item = encoded;
  put.options = ToWriteOptions(write, condition);
  const uint32_t slot = request.edge->SlotOf(key.hash);
  PARTITA_ASSIGN(Meter meter, Admit(request.edge, table, nullptr, Traffic::kWrite, slot));
  request.edge->AskPartition(
      slot, wire::MessageKind::kPutItem,
      [&put](base::ByteWriter* writer) { wire::Encode(put, writer); },
      AnswerWrite(request.call, write, table, *item, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::api
