// TransactWriteItems: up to a hundred writes and checks of any tables, all or nothing.
//
// Checked in the service's order: member constraints together; then the actions in their order,
// each with everything that needs no table; then the tables; then the keys, where one that does not
// match its table cancels the transaction like a condition that fails.
#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/item_write.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "gateway/api/transact_action.h"
#include "gateway/api/transact_items.h"
#include "gateway/transaction.h"
#include "model/api_message.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr size_t kMaxTokenLength = 36;

struct TransactWriteParameters {
  explicit TransactWriteParameters(const ParameterReader& reader)
      : token(reader.String("ClientRequestToken")),
        return_consumed_capacity(reader.String("ReturnConsumedCapacity")),
        return_item_collection_metrics(reader.String("ReturnItemCollectionMetrics")) {
    const auto items = reader.Structures("TransactItems", "TransactWriteItem");
    given = items.has_value();
    if (!items) return;
    for (const ParameterReader& item : *items)
      actions.push_back(std::make_unique<TransactAction>(item));
  }

  std::optional<std::string_view> token;
  std::optional<std::string_view> return_consumed_capacity;
  std::optional<std::string_view> return_item_collection_metrics;
  bool given = false;
  std::vector<std::unique_ptr<TransactAction>> actions;
};

ApiStatus CheckTransactWriteMembers(const TransactWriteParameters& parameters) {
  Constraints constraints;
  constraints.Length("clientRequestToken", parameters.token, 1, kMaxTokenLength);
  constraints.Enum("returnConsumedCapacity", parameters.return_consumed_capacity,
                   kReturnConsumedCapacityValues);
  constraints.Enum("returnItemCollectionMetrics", parameters.return_item_collection_metrics,
                   kReturnItemCollectionMetricsValues);
  ConstrainTransactItems(parameters.actions.size(), parameters.given, "TransactWriteItem",
                         &constraints);
  for (size_t i = 0; i < parameters.actions.size(); ++i) {
    parameters.actions[i]->Constrain(i + 1, &constraints);
  }
  return constraints.Check();
}

ApiStatus CheckTransactActions(const TransactWriteParameters& parameters) {
  uint64_t bytes = 0;
  for (const auto& action : parameters.actions) {
    PARTITA_TRY(action->Check());
    bytes += action->size();
  }
  if (bytes > model::kMaxTransactionBytes)
    return ApiError::Validation(message::kTransactionTooLarge);
  return {};
}

// What the answer needs when the outcome is there.
struct PendingTransactWrite {
  std::shared_ptr<ApiCall> call;
  ReturnConsumedCapacity capacity;
  std::vector<TransactionItem> items;  // one for each action
  std::vector<Meter> meters;           // the same
  // JSON of the item collections' keys, by table.
  std::map<std::string, std::map<std::string, bool>> collections;
};

void WriteTransactionBill(const PendingTransactWrite& pending, const TransactionOutcome& outcome,
                          JsonWriter* json) {
  TransactionBill bill(pending.capacity,
                       outcome.replayed ? "ReadCapacityUnits" : "WriteCapacityUnits");
  for (size_t i = 0; i < outcome.actions.size(); ++i) {
    const wire::WriteResult& result = outcome.actions[i];
    const model::TableSchema& table = *pending.items[i].table;
    if (outcome.replayed) {
      bill.Add(table.name, {ReadUnits(result.new_size, /*consistent=*/true), {}}, Meter());
    } else {
      bill.Add(table.name, WriteUnits(result, table), pending.meters[i]);
    }
  }
  bill.Write(json);
}

std::string TransactWriteJson(const PendingTransactWrite& pending,
                              const TransactionOutcome& outcome) {
  JsonWriter json;
  json.BeginObject();
  WriteTransactionBill(pending, outcome, &json);
  if (!pending.collections.empty()) {
    json.Key("ItemCollectionMetrics").BeginObject();
    for (const auto& [table, keys] : pending.collections) {
      json.Key(table).BeginArray();
      for (const auto& [key, unused] : keys) WriteItemCollectionMetrics(key, &json);
      json.EndArray();
    }
    json.EndObject();
  }
  json.EndObject();
  return json.Take();
}

// Fills the plan, as far as the actions' keys allow.
ApiStatus PlanActions(Edge* edge, const TransactWriteParameters& parameters,
                      PendingTransactWrite* pending, TransactionPlan* plan) {
  for (const auto& action : parameters.actions) {
    PARTITA_ASSIGN(auto table, FindActiveTable(edge, action->table_name()));
    pending->items.push_back({std::move(table)});
  }
  TransactionKeys keys(parameters.actions.size());
  for (size_t i = 0; i < parameters.actions.size(); ++i) {
    const TransactAction& action = *parameters.actions[i];
    const model::TableSchema& table = *pending->items[i].table;
    PARTITA_ASSIGN(const model::ItemKey* key,
                   keys.Add(table.id, action.MakeKey(table, &edge->sha256())));
    if (key == nullptr) continue;
    pending->items[i].hash = key->hash;
    const ApiStatus fits = action.CheckAgainst(table);
    if (!fits.ok()) PARTITA_TRY(keys.Cancel(fits.error()));
    action.AddTo(plan, table, *key);
    if (!action.writes()) continue;
    std::string collection =
        ItemCollectionKey(parameters.return_item_collection_metrics, table, action.subject());
    if (!collection.empty()) pending->collections[table.name][std::move(collection)] = true;
  }
  return keys.Check();
}

}  // namespace

ApiStatus TransactWriteItems(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure, model::ValueWording::kOlder);
  const TransactWriteParameters parameters(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckTransactWriteMembers(parameters));
  PARTITA_TRY(CheckTransactActions(parameters));

  auto pending = std::make_shared<PendingTransactWrite>();
  pending->call = request.call;
  pending->capacity = ToReturnConsumedCapacity(parameters.return_consumed_capacity);
  auto plan = std::make_unique<TransactionPlan>(request.edge);
  PARTITA_TRY(PlanActions(request.edge, parameters, pending.get(), plan.get()));
  PARTITA_ASSIGN(pending->meters,
                 AdmitTransaction(request.edge, pending->items, Traffic::kWrite));
  if (parameters.token) plan->UseToken(*parameters.token);
  if (pending->capacity != ReturnConsumedCapacity::kNone) plan->MeasureReplay();
  RunTransaction(std::move(plan), [pending](ApiResult<TransactionOutcome> outcome) {
    if (!outcome.ok()) return pending->call->Fail(outcome.error());
    pending->call->Succeed(TransactWriteJson(*pending, *outcome));
  });
  return {};
}

}  // namespace partita::gateway::api
