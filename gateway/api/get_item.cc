// GetItem: a key to the owner's slot, the item or what a projection leaves of it back.
#include "wire/get_item.h"

#include <memory>
#include <string>
#include <utility>

#include "gateway/api/admission.h"
#include "gateway/api/consumed_capacity.h"
#include "gateway/api/expression_parameters.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/projection_parameters.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/key.h"

namespace partita::gateway::api {

using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

struct GetParameters {
  explicit GetParameters(const ParameterReader& reader)
      : table_name(reader.String("TableName")),
        return_consumed_capacity(reader.String("ReturnConsumedCapacity")),
        consistent_read(reader.Boolean("ConsistentRead").value_or(false)),
        projection(reader),
        attributes(reader, /*with_values=*/false) {}

  std::optional<std::string_view> table_name;
  std::optional<std::string_view> return_consumed_capacity;
  bool consistent_read;
  ProjectionParameters projection;
  ExpressionAttributes attributes;
};

ApiStatus CheckMembers(const GetParameters& get, bool key_given) {
  if (get.table_name && key_given) PARTITA_TRY(CheckTableNameAlone(*get.table_name));
  Constraints constraints;
  constraints.NotNull("key", key_given);
  ConstrainTableName(get.table_name, &constraints);
  constraints.Enum("returnConsumedCapacity", get.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  ConstrainAttributesToGet("attributesToGet", get.projection, &constraints);
  return constraints.Check();
}

// Everything that can be refused without knowing the table.
ApiResult<SharedProjection> CheckGet(GetParameters* get, const ApiResult<Item>& key) {
  const bool has_expression = get->projection.expression.has_value();
  PARTITA_TRY(CheckNotMixed({{"AttributesToGet", get->projection.attributes_to_get.has_value()}},
                            {{"ProjectionExpression", has_expression}}));
  PARTITA_TRY(get->attributes.Check(has_expression));
  PARTITA_ASSIGN(SharedProjection projection,
                 CompileProjection(get->projection, &get->attributes));
  PARTITA_TRY(get->attributes.placeholders()->CheckAllUsed());
  if (!key.ok()) return key.error();
  return projection;
}

// What the answer needs when the reply arrives.
struct PendingGet {
  std::shared_ptr<ApiCall> call;
  SharedProjection projection;
  ReturnConsumedCapacity capacity;
  bool consistent_read;
  std::string table_name;  // for the capacity only
  Meter meter;
};

ApiResult<std::string> GetReplyJson(const PendingGet& pending,
                                    base::Result<base::ByteReader> reply) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const wire::GetItemReply got = wire::DecodeGetItemReply(&reader);
  if (!reader.Finished()) return InternalServerError();
  JsonWriter json;
  json.BeginObject();
  if (got.found && !AppendProjected(got.item, pending.projection.get(), json.Key("Item").Value())) {
    return InternalServerError();
  }
  const double units = ReadUnits(got.found ? got.item_size : 0, pending.consistent_read);
  pending.meter.Charge({units, {}});
  WriteConsumedCapacity(pending.capacity, pending.table_name, {units, {}}, &json);
  json.EndObject();
  return json.Take();
}

}  // namespace

ApiStatus GetItem(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  GetParameters get(reader);
  const auto [key_given, key_item] = ReadItem(reader, "Key");
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckMembers(get, key_given));
  PARTITA_ASSIGN(SharedProjection projection, CheckGet(&get, key_item));

  PARTITA_ASSIGN(const auto table, FindActiveTable(request.edge, *get.table_name));
  PARTITA_ASSIGN(const model::ItemKey key,
                 model::MakeItemKey(*table, *key_item, model::KeySource::kKeyParameter,
                                    &request.edge->sha256()));
  const uint32_t slot = request.edge->SlotOf(key.hash);
  PARTITA_ASSIGN(Meter meter, Admit(request.edge, table, nullptr, Traffic::kRead, slot));
  PendingGet pending{request.call,
                     std::move(projection),
                     ToReturnConsumedCapacity(get.return_consumed_capacity),
                     get.consistent_read,
                     {},
                     std::move(meter)};
  if (pending.capacity != ReturnConsumedCapacity::kNone) pending.table_name = table->name;
  wire::GetItemRequest question;
  question.table = table->id;
  question.key = key.bytes;
  request.edge->AskPartition(
      slot, wire::MessageKind::kGetItem,
      [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
      [pending = std::move(pending)](base::Result<base::ByteReader> reply) {
        Answer(pending.call.get(), GetReplyJson(pending, std::move(reply)));
      });
  return {};
}

}  // namespace partita::gateway::api
