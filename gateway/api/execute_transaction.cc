// ExecuteTransaction: up to a hundred statements, all reads of one item each, or writes and checks
// of one item each, all or nothing.
//
// Checked in the service's order: member constraints; the values of the parameters; each statement
// by itself, in their order; that they are all reads or all writes; then what cancels the
// transaction: a table that is not there, a key that does not match its table; then an item that
// comes twice.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "expr/partiql_key.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/partiql_read.h"
#include "gateway/api/partiql_write.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/transact_items.h"
#include "gateway/transaction.h"
#include "gateway/transaction_read.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using expr::PartiqlVerb;
using model::ApiError;
using model::ApiErrorType;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr size_t kMaxRequestTokenLength = 36;

// One statement, as far as it is understood. A statement that cancels has a reason.
struct TransactStatement {
  PreparedPartiql prepared;
  bool reads = false;
  PartiqlWrite action;  // of a read: only its key
  std::optional<model::CancellationReason> reason;
};

ApiError InStatement(size_t i, const ApiError& error) {
  if (error.type != ApiErrorType::kValidation) return error;
  return ApiError::Validation(fmt::format(message::kPartiqlTransactionFailed, i, error.message));
}

model::CancellationReason CancelledFor(std::string_view why) {
  return {"ValidationError", std::string(why), {}};
}

// Whether a refusal is about the key that a statement names, which cancels instead.
bool IsOfKey(const ApiError& error) {
  const auto begins = [&](std::string_view text) {
    return error.message.starts_with(text.substr(0, text.find('{')));
  };
  return error.message == message::kPartiqlKeyMissing || begins(message::kPartiqlKeyTwice) ||
         begins(message::kPartiqlKeyTypeMismatch) || begins(message::kPartiqlKeyAbsent);
}

ApiStatus PlanSelect(Edge* edge, TransactStatement* statement) {
  const PreparedPartiql& prepared = statement->prepared;
  if (prepared.index != nullptr) return ApiError::Validation(message::kPartiqlTransactionIndex);
  const auto& where = prepared.statement.where;
  const auto key = expr::FindOnlyKey(where ? &*where : nullptr, prepared.table->key);
  const ApiResult<PartiqlReadPlan> plan = PlanRead(prepared, edge);
  if (!plan.ok() && !(key && IsOfKey(plan.error()))) return plan.error();
  if (!key || !prepared.statement.order_by.empty())
    return ApiError::Validation(message::kPartiqlTransactionSelect);
  ApiResult<model::ItemKey> place =
      model::MakeItemKey(*prepared.table, *key, model::KeySource::kKeyParameter, &edge->sha256());
  if (place.ok()) {
    statement->action.key = *std::move(place);
    statement->action.table = prepared.table->id;
  } else {
    statement->reason = CancelledFor(place.error().message);
  }
  return {};
}

// An EXISTS names the whole key and says more.
ApiStatus CheckExists(const PreparedPartiql& prepared) {
  if (prepared.index != nullptr) return ApiError::Validation(message::kPartiqlTransactionIndex);
  const auto& where = prepared.statement.where;
  const expr::ConditionNode* condition = where ? &*where : nullptr;
  const bool names_key = expr::FindWholeKey(condition, prepared.table->key).ok();
  if (names_key && expr::SaysMoreThanKey(*condition, prepared.table->key)) return {};
  return ApiError::Validation(message::kPartiqlTransactionExists);
}

ApiStatus PlanAction(Edge* edge, TransactStatement* statement) {
  const PreparedPartiql& prepared = statement->prepared;
  if (prepared.statement.returning != expr::PartiqlReturning::kNone)
    return ApiError::Validation(message::kPartiqlTransactionReturning);
  if (prepared.statement.verb == PartiqlVerb::kExists) PARTITA_TRY(CheckExists(prepared));
  ApiResult<PartiqlWrite> action = PlanWrite(prepared, &edge->sha256());
  if (action.ok()) {
    statement->action = *std::move(action);
    return {};
  }
  if (!IsOfKey(action.error())) return action.error();
  std::string why(message::kKeyElementMismatch);
  if (prepared.statement.verb == PartiqlVerb::kInsert) {
    why = model::MakeItemKey(*prepared.table, prepared.statement.item, model::KeySource::kItem,
                             &edge->sha256())
              .error()
              .message;
  }
  statement->reason = CancelledFor(why);
  return {};
}

ApiResult<TransactStatement> PlanStatement(Edge* edge, const PartiqlParameters& parameters) {
  TransactStatement statement;
  ApiResult<PreparedPartiql> prepared = PreparePartiql(edge, parameters);
  if (!prepared.ok()) {
    if (prepared.error().type != ApiErrorType::kResourceNotFound) return prepared.error();
    statement.reason = {"ResourceNotFound", prepared.error().message, {}};
    return statement;
  }
  statement.prepared = *std::move(prepared);
  statement.reads = statement.prepared.statement.reads();
  if (statement.reads) {
    PARTITA_TRY(PlanSelect(edge, &statement));
  } else {
    PARTITA_TRY(PlanAction(edge, &statement));
  }
  return statement;
}

using TransactStatements = std::vector<TransactStatement>;

ApiStatus CheckTogether(const TransactStatements& statements) {
  bool reads = false, writes = false, cancelled = false;
  std::vector<model::CancellationReason> reasons;
  for (const TransactStatement& statement : statements) {
    const bool known = statement.prepared.table != nullptr;
    reads |= known && statement.reads;
    writes |= known && !statement.reads;
    cancelled |= statement.reason.has_value();
    reasons.push_back(statement.reason.value_or(model::CancellationReason()));
  }
  if (reads && writes) return ApiError::Validation(message::kPartiqlTransactionMixed);
  if (cancelled) return TransactionCancelled(std::move(reasons));
  std::set<std::pair<model::TableId, std::string_view>> seen;
  uint64_t bytes = 0;
  for (const TransactStatement& statement : statements) {
    bytes += statement.action.item_size;
    if (!seen.insert({statement.action.table, statement.action.key.bytes}).second)
      return ApiError::Validation(message::kTransactionDuplicateItem);
  }
  if (bytes > model::kMaxTransactionBytes)
    return ApiError::Validation(message::kTransactionTooLarge);
  return {};
}

ApiResult<TransactStatements> PlanStatements(Edge* edge,
                                             const std::vector<PartiqlParameters>& parameters) {
  for (const PartiqlParameters& statement : parameters) {
    if (!statement.values.ok()) return statement.values.error();
  }
  TransactStatements statements;
  for (size_t i = 0; i < parameters.size(); ++i) {
    ApiResult<TransactStatement> statement = PlanStatement(edge, parameters[i]);
    if (!statement.ok()) return InStatement(i, statement.error());
    statements.push_back(*std::move(statement));
  }
  PARTITA_TRY(CheckTogether(statements));
  return statements;
}

// What the answer needs when the outcome is there.
struct PendingTransaction {
  std::shared_ptr<ApiCall> call;
  ReturnConsumedCapacity capacity;
  TransactStatements statements;
  std::vector<Meter> meters;  // one for each
};

ApiStatus AdmitStatements(Edge* edge, PendingTransaction* pending) {
  std::vector<TransactionItem> items;
  for (const TransactStatement& statement : pending->statements)
    items.push_back({statement.prepared.table, statement.action.key.hash});
  const bool reads = pending->statements.front().reads;
  PARTITA_ASSIGN(pending->meters,
                 AdmitTransaction(edge, items, reads ? Traffic::kRead : Traffic::kWrite));
  return {};
}

ApiResult<std::string> ReadStatementsJson(const PendingTransaction& pending,
                                          const std::vector<ItemRead>& items) {
  TransactionBill bill(pending.capacity, "ReadCapacityUnits");
  JsonWriter json;
  json.BeginObject().Key("Responses").BeginArray();
  for (size_t i = 0; i < items.size(); ++i) {
    const PreparedPartiql& prepared = pending.statements[i].prepared;
    bill.Add(prepared.table->name, {ReadUnits(items[i].item_size, /*consistent=*/true), {}},
             pending.meters[i]);
    json.BeginObject();
    if (items[i].found) {
      const base::Result<model::Item> item = model::DecodeItem(items[i].item);
      if (!item.ok()) return InternalServerError();
      const auto& columns = prepared.statement.columns;
      model::AppendItemJson(columns.empty() ? *item : expr::SelectColumns(columns, *item),
                            json.Key("Item").Value());
    }
    json.EndObject();
  }
  json.EndArray();
  bill.Write(&json);
  json.EndObject();
  return json.Take();
}

std::string WriteStatementsJson(const PendingTransaction& pending,
                                const TransactionOutcome& outcome) {
  TransactionBill bill(pending.capacity,
                       outcome.replayed ? "ReadCapacityUnits" : "WriteCapacityUnits");
  for (size_t i = 0; i < outcome.actions.size(); ++i) {
    const wire::WriteResult& result = outcome.actions[i];
    const model::TableSchema& table = *pending.statements[i].prepared.table;
    if (outcome.replayed) {
      bill.Add(table.name, {ReadUnits(result.new_size, /*consistent=*/true), {}}, Meter());
    } else {
      bill.Add(table.name, WriteUnits(result, table), pending.meters[i]);
    }
  }
  JsonWriter json;
  json.BeginObject().Key("Responses").BeginArray().EndArray();
  bill.Write(&json);
  json.EndObject();
  return json.Take();
}

// What an owner calls a failed condition is an item that is there already, for an INSERT.
ApiError RefusalOfTransaction(const PendingTransaction& pending, ApiError error) {
  for (size_t i = 0; i < error.reasons.size() && i < pending.statements.size(); ++i) {
    model::CancellationReason& reason = error.reasons[i];
    const bool inserts = pending.statements[i].action.verb == PartiqlVerb::kInsert;
    if (inserts && reason.code == "ConditionalCheckFailed")
      reason = {"DuplicateItem", std::string(message::kDuplicateItem), {}};
    if (reason.message == message::kNestedTooDeep) reason.message = message::kPartiqlNesting;
  }
  if (error.reasons.empty()) return error;
  return TransactionCancelled(std::move(error.reasons));
}

void RunReads(Edge* edge, std::shared_ptr<PendingTransaction> pending) {
  std::vector<KeyToRead> keys;
  for (const TransactStatement& statement : pending->statements) {
    keys.push_back({statement.action.key.hash, statement.action.table, statement.action.key.bytes});
  }
  ReadTransaction(edge, std::move(keys), [pending](ApiResult<std::vector<ItemRead>> items) {
    if (!items.ok()) return pending->call->Fail(items.error());
    Answer(pending->call.get(), ReadStatementsJson(*pending, *items));
  });
}

void RunWrites(Edge* edge, std::optional<std::string_view> token,
               std::shared_ptr<PendingTransaction> pending) {
  auto plan = std::make_unique<TransactionPlan>(edge);
  for (const TransactStatement& statement : pending->statements) {
    const PartiqlWrite& action = statement.action;
    switch (action.verb) {
      case PartiqlVerb::kInsert:
        plan->Put(action.key.hash, action.put());
        break;
      case PartiqlVerb::kUpdate:
        plan->Update(action.key.hash, action.change());
        break;
      case PartiqlVerb::kDelete:
        plan->Delete(action.key.hash, action.deletion());
        break;
      default:
        plan->Check(action.key.hash, action.deletion());
    }
  }
  if (token) plan->UseToken(*token);
  if (pending->capacity != ReturnConsumedCapacity::kNone) plan->MeasureReplay();
  RunTransaction(std::move(plan), [pending](ApiResult<TransactionOutcome> outcome) {
    if (!outcome.ok())
      return pending->call->Fail(RefusalOfTransaction(*pending, std::move(outcome).error()));
    pending->call->Succeed(WriteStatementsJson(*pending, *outcome));
  });
}

}  // namespace

ApiStatus ExecuteTransaction(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const auto capacity = reader.String("ReturnConsumedCapacity");
  const auto token = reader.String("ClientRequestToken");
  const auto list = reader.Structures("TransactStatements", "ParameterizedStatement");
  std::vector<PartiqlParameters> parameters;
  if (list) {
    for (const ParameterReader& statement : *list) parameters.emplace_back(statement);
  }
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("transactStatements", list.has_value());
  if (list) {
    constraints.ListLength("transactStatements", list->size(), 1, model::kMaxTransactionActions,
                           "[]");
  }
  for (size_t i = 0; i < parameters.size(); ++i)
    ConstrainPartiql(fmt::format("transactStatements.{}.member.", i + 1), parameters[i],
                     &constraints);
  constraints.Length("clientRequestToken", token, 1, kMaxRequestTokenLength);
  constraints.Enum("returnConsumedCapacity", capacity, kReturnConsumedCapacityValues);
  PARTITA_TRY(constraints.Check());

  auto pending = std::make_shared<PendingTransaction>();
  pending->call = request.call;
  pending->capacity = ToReturnConsumedCapacity(capacity);
  PARTITA_ASSIGN(pending->statements, PlanStatements(request.edge, parameters));
  PARTITA_TRY(AdmitStatements(request.edge, pending.get()));
  if (pending->statements.front().reads) {
    RunReads(request.edge, std::move(pending));
  } else {
    RunWrites(request.edge, token, std::move(pending));
  }
  return {};
}

}  // namespace partita::gateway::api
