// TransactGetItems: up to a hundred items of any tables as they stood at one moment.
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "gateway/api/expression_parameters.h"
#include "gateway/api/item_parameter.h"
#include "gateway/api/projection_parameters.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "gateway/api/transact_items.h"
#include "gateway/transaction_read.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

// One Get.
struct TransactGet {
  explicit TransactGet(const ParameterReader& reader)
      : table_name(reader.String("TableName")),
        projection_parameters(reader),
        attributes(reader, /*with_values=*/false),
        key(ReadItem(reader, "Key")) {}

  std::optional<std::string_view> table_name;
  ProjectionParameters projection_parameters;
  ExpressionAttributes attributes;
  ItemParameter key;
  SharedProjection projection;
};

struct TransactGetParameters {
  explicit TransactGetParameters(const ParameterReader& reader)
      : return_consumed_capacity(reader.String("ReturnConsumedCapacity")) {
    const auto items = reader.Structures("TransactItems", "TransactGetItem");
    given = items.has_value();
    if (!items) return;
    for (const ParameterReader& item : *items) {
      const auto get = item.Structure("Get", "Get");
      gets.push_back(get ? std::make_unique<TransactGet>(*get) : nullptr);
    }
  }

  std::optional<std::string_view> return_consumed_capacity;
  bool given = false;
  std::vector<std::unique_ptr<TransactGet>> gets;  // null: an element without Get
};

ApiStatus CheckTransactGetMembers(const TransactGetParameters& parameters) {
  Constraints constraints;
  constraints.Enum("returnConsumedCapacity", parameters.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  ConstrainTransactItems(parameters.gets.size(), parameters.given, "TransactGetItem",
                         &constraints);
  for (size_t i = 0; i < parameters.gets.size(); ++i) {
    const TransactGet* get = parameters.gets[i].get();
    const std::string member = fmt::format("transactItems.{}.member.get", i + 1);
    constraints.NotNull(member, get != nullptr);
    if (get == nullptr) continue;
    constraints.NotNull(member + ".key", get->key.given);
    constraints.NotNull(member + ".tableName", get->table_name.has_value());
  }
  return constraints.Check();
}

// Everything that can be refused without knowing the table.
ApiStatus CheckTransactGet(TransactGet* get) {
  PARTITA_TRY(CheckTableNameAlone(*get->table_name));
  PARTITA_TRY(get->attributes.Check(get->projection_parameters.expression.has_value()));
  PARTITA_ASSIGN(get->projection,
                 CompileProjection(get->projection_parameters, &get->attributes));
  PARTITA_TRY(get->attributes.placeholders()->CheckAllUsed());
  if (!get->key.item.ok()) return get->key.item.error();
  return {};
}

// What the answer needs when the items are there.
struct PendingTransactGet {
  struct Wanted {
    std::string table_name;
    SharedProjection projection;
  };
  std::shared_ptr<ApiCall> call;
  ReturnConsumedCapacity capacity;
  std::vector<Wanted> wanted;
  std::vector<Meter> meters;  // one for each
};

ApiResult<std::string> TransactGetJson(const PendingTransactGet& pending,
                                       const std::vector<ItemRead>& items) {
  TransactionBill bill(pending.capacity, "ReadCapacityUnits");
  JsonWriter json;
  json.BeginObject().Key("Responses").BeginArray();
  for (size_t i = 0; i < items.size(); ++i) {
    const PendingTransactGet::Wanted& wanted = pending.wanted[i];
    bill.Add(wanted.table_name, {ReadUnits(items[i].item_size, /*consistent=*/true), {}},
             pending.meters[i]);
    std::string item;
    if (items[i].found && !AppendProjected(items[i].item, wanted.projection.get(), &item))
      return InternalServerError();
    json.BeginObject();
    if (!item.empty() && item != "{}") json.Key("Item").Value()->append(item);
    json.EndObject();
  }
  json.EndArray();
  bill.Write(&json);
  json.EndObject();
  return json.Take();
}

}  // namespace

ApiStatus TransactGetItems(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure, model::ValueWording::kOlder);
  const TransactGetParameters parameters(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckTransactGetMembers(parameters));
  for (const auto& get : parameters.gets) PARTITA_TRY(CheckTransactGet(get.get()));

  PendingTransactGet pending{
      request.call, ToReturnConsumedCapacity(parameters.return_consumed_capacity), {}, {}};
  std::vector<TransactionItem> items;
  for (const auto& get : parameters.gets) {
    PARTITA_ASSIGN(auto table, FindActiveTable(request.edge, *get->table_name));
    pending.wanted.push_back({table->name, get->projection});
    items.push_back({std::move(table)});
  }
  TransactionKeys keys(parameters.gets.size());
  std::vector<KeyToRead> to_read;
  for (size_t i = 0; i < parameters.gets.size(); ++i) {
    PARTITA_ASSIGN(const model::ItemKey* key,
                   keys.Add(items[i].table->id,
                            model::MakeItemKey(*items[i].table, *parameters.gets[i]->key.item,
                                               model::KeySource::kKeyParameter,
                                               &request.edge->sha256())));
    if (key == nullptr) continue;
    items[i].hash = key->hash;
    to_read.push_back({key->hash, items[i].table->id, key->bytes});
  }
  PARTITA_TRY(keys.Check());
  PARTITA_ASSIGN(pending.meters, AdmitTransaction(request.edge, items, Traffic::kRead));
  ReadTransaction(request.edge, std::move(to_read),
                  [pending = std::move(pending)](ApiResult<std::vector<ItemRead>> found) {
                    if (!found.ok()) return pending.call->Fail(found.error());
                    Answer(pending.call.get(), TransactGetJson(pending, *found));
                  });
  return {};
}

}  // namespace partita::gateway::api
