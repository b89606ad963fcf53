// UpdateItem: a key and an update's program to the owner's slot, the attributes asked for back.
#include "wire/update_item.h"

#include <fmt/format.h>

#include <string>
#include <variant>

#include "expr/update.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/item_write.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "gateway/api/updated_key.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/key.h"

namespace partita::gateway::api {

using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

struct UpdateParameters {
  explicit UpdateParameters(const ParameterReader& reader)
      : write(reader),
        update_expression(reader.String("UpdateExpression")),
        attribute_updates(ReadAttributeUpdates(reader)) {}

  WriteParameters write;
  std::optional<std::string_view> update_expression;
  LegacyUpdates attribute_updates;
};

// What the request says to do; `update` is none when it says nothing but which item.
struct CompiledUpdate {
  std::string condition;
  std::optional<expr::Update> update;
};

ApiResult<std::optional<expr::Update>> CompileUpdate(UpdateParameters* parameters) {
  if (parameters->update_expression) {
    PARTITA_ASSIGN(expr::Update update,
                   expr::Update::Compile(*parameters->update_expression,
                                         parameters->write.attributes.placeholders()));
    return std::optional<expr::Update>(std::move(update));
  }
  if (parameters->attribute_updates.error) return *parameters->attribute_updates.error;
  if (parameters->attribute_updates.updates.empty()) return std::optional<expr::Update>();
  PARTITA_ASSIGN(expr::Update update,
                 expr::TranslateUpdates(parameters->attribute_updates.updates));
  return std::optional<expr::Update>(std::move(update));
}

// Everything that can be refused without knowing the table.
ApiResult<CompiledUpdate> CheckUpdate(UpdateParameters* parameters, const ApiResult<Item>& key) {
  WriteParameters& write = parameters->write;
  const bool has_update = parameters->update_expression.has_value();
  const bool has_condition = write.condition_expression.has_value();
  PARTITA_TRY(
      CheckNotMixed({{"AttributeUpdates", parameters->attribute_updates.given},
                     {"Expected", write.expected.given},
                     {"ConditionalOperator", write.conditional_operator.has_value()}},
                    {{"UpdateExpression", has_update}, {"ConditionExpression", has_condition}}));
  PARTITA_TRY(write.attributes.Check(has_update || has_condition));
  PARTITA_ASSIGN(std::optional<expr::Update> update, CompileUpdate(parameters));
  PARTITA_ASSIGN(std::string condition, CompileWriteCondition(&write));
  PARTITA_TRY(write.attributes.placeholders()->CheckAllUsed());
  if (!key.ok()) return key.error();
  return CompiledUpdate{std::move(condition), std::move(update)};
}

}  // namespace

ApiStatus UpdateItem(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  UpdateParameters parameters(reader);
  const WriteParameters& write = parameters.write;
  const auto [key_given, key_item] = ReadItem(reader, "Key");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(
      CheckWriteMembers(write, WriteKind::kUpdate, key_given, &parameters.attribute_updates));
  PARTITA_ASSIGN(const CompiledUpdate compiled, InEnvelope(CheckUpdate(&parameters, key_item)));

  PARTITA_ASSIGN(const auto table, FindActiveTable(request.edge, *write.table_name));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, *key_item, model::KeySource::kKeyParameter,
                                    &request.edge->sha256()));
  std::string program;
  if (compiled.update) {
    PARTITA_TRY(CheckUpdatedKeys(*table, *compiled.update));
    compiled.update->EncodeTo(&program);
  }
  std::string key_attributes;
  model::EncodeItem(*key_item, &key_attributes);

  wire::UpdateItemRequest update;
  update.table = table->id;
  update.key = key.bytes;
  update.key_attributes = key_attributes;
  update.update = program;
  update.options = ToWriteOptions(write, compiled.condition);
  const uint32_t slot = request.edge->SlotOf(key.hash);
  PARTITA_ASSIGN(Meter meter, Admit(request.edge, table, nullptr, Traffic::kWrite, slot));
  request.edge->AskPartition(
      slot, wire::MessageKind::kUpdateItem,
      [&update](base::ByteWriter* writer) { wire::Encode(update, writer); },
      AnswerWrite(request.call, write, table, *key_item, std::move(meter)));
  return {};
}

}  // namespace partita::gateway::api
